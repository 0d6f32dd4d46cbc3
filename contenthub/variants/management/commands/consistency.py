"""``manage.py consistency ASSET_ID``: what each variant makes of the asset's facts and key messages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand, table
from contenthub.variants.consistency import as_json, report


class Command(HubCommand):
    help = (
        "Hold every fact and key message of an asset against each of its variants: same, rounded, absent, contradicted."
    )

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("asset", type=int, metavar="ASSET_ID")

    def work(self, *, asset: int, **_: Any) -> Any:
        found = Asset.objects.filter(pk=asset).first()
        if found is None:
            raise CommandError(f"There is no asset with the number {asset}.")
        return as_json(report(found))

    def lines(self, value: Any) -> str:
        if not value["variants"]:
            return "Nothing was derived from this asset yet."
        heads = [f"{variant['kind']} {variant['variant_id']}" for variant in value["variants"]]
        rows = [
            {
                "": row["group"],
                "text": row["text"][:60],
                **{head: cell["outcome"] for head, cell in zip(heads, row["cells"], strict=True)},
            }
            for row in value["rows"]
        ]
        counts = ", ".join(f"{count} {outcome}" for outcome, count in value["counts"].items())
        return f"{table(rows, ['', 'text', *heads])}\n{counts}."
