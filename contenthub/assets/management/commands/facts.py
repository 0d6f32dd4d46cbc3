"""``manage.py facts ASSET_ID``: the facts of an asset, block by block."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.fact_report import by_section
from contenthub.assets.facts import rebuild
from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand, table

FIELDS = ("section", "block_id", "kind", "text", "value", "unit", "speaker", "start", "end")


class Command(HubCommand):
    help = "List the facts of an asset's latest revision, drafts included."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("asset", metavar="ASSET_ID", type=int)
        parser.add_argument("--find", action="store_true", help="look for them anew first, such as after an upgrade")

    def work(self, *, asset: int, find: bool, **_: Any) -> Any:
        page = Asset.objects.filter(pk=asset).first()
        if page is None:
            raise CommandError(f"There is no asset {asset}.")
        latest = page.get_latest_revision_as_object()
        if find:
            rebuild(latest)
        return [
            {"section": section, **{name: getattr(row, name) for name in FIELDS[1:]}}
            for section, rows in by_section(latest)
            for row in rows
        ]

    def lines(self, value: Any) -> str:
        if not value:
            return "No facts were found."
        short = [{**row, "at": f"{row['start']}-{row['end']}", "text": row["text"][:70]} for row in value]
        return table(short, ["block_id", "at", "kind", "value", "unit", "text"])
