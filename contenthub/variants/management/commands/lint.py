"""``manage.py lint VARIANT_ID …``: what stands against publishing variants."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand
from contenthub.variants import checks
from contenthub.variants.actions import latest
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts


class Command(HubCommand):
    help = (
        "List the problems of variants, as their latest drafts stand. Errors keep a variant from being approved; warnings "
        "do not. Ends with status 1 where there is an error."
    )

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("variants", type=int, nargs="*", metavar="VARIANT_ID")
        parser.add_argument("--asset", type=int, metavar="ASSET_ID", help="every variant of this asset")
        parser.add_argument("--all", action="store_true", dest="everything", help="every variant there is")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if self.failed:
            sys.exit(1)

    def work(self, *, variants: Sequence[int], asset: int | None, everything: bool, **_: Any) -> Any:
        self.failed = False
        chosen = self._chosen(variants, asset, everything)
        self.checked = len(chosen)
        found = [row for variant in chosen for row in _rows(latest(variant))]
        self.failed = any(row["severity"] == "error" for row in found)
        return found

    def lines(self, value: Any) -> str:
        if not value:
            return "No problems." if self.checked == 1 else f"No problems in {self.checked} variants."
        lines = []
        for _key, rows in itertools.groupby(value, key=lambda row: row["variant_id"]):
            some = list(rows)
            lines.append(f"{some[0]['variant_id']} {some[0]['title']}")
            lines += [f"  {row['severity']}: {row['message']} [{row['code']}]" for row in some]
        errors = sum(row["severity"] == "error" for row in value)
        return "\n".join([*lines, f"{self.checked} checked: {errors} errors, {len(value) - errors} warnings."])

    def _chosen(self, numbers: Sequence[int], asset: int | None, everything: bool) -> list[Variant]:
        if sum([bool(numbers), asset is not None, everything]) != 1:
            raise CommandError("Name variants by their numbers, or give --asset ASSET_ID, or --all.")
        if everything:
            return list(Variant.objects.order_by("pk"))
        if asset is not None:
            if not Asset.objects.filter(pk=asset).exists():
                raise CommandError(f"There is no asset with the number {asset}.")
            return list(Variant.objects.filter(source_asset_id=asset).order_by("pk"))
        by_number = Variant.objects.in_bulk(numbers)
        if missing := [number for number in numbers if number not in by_number]:
            raise CommandError(f"There is no variant with the number {missing[0]}.")
        return [by_number[number] for number in dict.fromkeys(numbers)]


def _rows(variant: Variant) -> list[dict[str, Any]]:
    """A row for each problem; ``place`` is the block or field it is about, "" for the whole variant."""
    labels = {part.where: part.label for part in parts(variant)}
    return [
        {
            "variant_id": variant.pk,
            "title": variant.title,
            "kind": variant.kind_name,
            **problem.as_json(),
            "place": labels.get(problem.where, ""),
        }
        for problem in checks.all_problems(variant)
    ]
