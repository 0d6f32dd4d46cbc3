"""manage.py deliveries [--asset ID]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand, table
from contenthub.publishing.models import Delivery
from contenthub.publishing.report import COLUMNS, rows


class Command(HubCommand):
    help = "Lists deliveries, the earliest first."
    errors = (Asset.DoesNotExist,)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--asset", type=int, metavar="ID", help="only those of this asset's variants")

    def work(self, *, asset: int | None = None, **options: Any) -> list[dict[str, Any]]:
        found = Delivery.objects.all()
        if asset is not None:
            if not Asset.objects.filter(pk=asset).exists():
                raise Asset.DoesNotExist(f"There is no asset {asset}.")
            found = found.filter(variant__source_asset=asset)
        return rows(found)

    def lines(self, value: list[dict[str, Any]]) -> str:
        return table(value, COLUMNS) if value else "There are no deliveries yet."
