"""``manage.py propose ASSET_ID``: key points, statistics and a summary for an asset, marked as proposed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.actions import NothingToPropose, propose
from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand


class Command(HubCommand):
    help = "Propose what an asset lacks: key points, statistics, summary. An editor keeps or removes them."
    errors = (NothingToPropose,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("asset", metavar="ASSET_ID", type=int)

    def work(self, *, asset: int, **_: Any) -> Any:
        found = Asset.objects.filter(pk=asset).first()
        if found is None:
            raise CommandError(f"There is no asset {asset}.")
        return {"asset_id": found.pk, **propose(found)}

    def lines(self, value: Any) -> str:
        names = ("key_points", "statistics", "summary")
        return "Proposed: " + ", ".join(f"{name.replace('_', ' ')} {value[name]}" for name in names)
