"""``manage.py behind``: the variants whose sources have changed, part by part."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand, iso, table
from contenthub.variants.behind import judging, resolving
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.behind.resolving import CannotResolve
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts


class Command(HubCommand):
    help = "List what is behind: parts of variants whose words the asset has changed or deleted since."
    errors = (CannotResolve,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--asset", type=int, metavar="ID", help="only variants of this asset")
        parser.add_argument(
            "--confirm",
            type=int,
            metavar="VARIANT_ID",
            help="confirm first that all parts of this draft are still right",
        )

    def work(self, *, asset: int | None, confirm: int | None, **_: Any) -> Any:
        if asset is not None and not Asset.objects.filter(pk=asset).exists():
            raise CommandError(f"There is no asset with the number {asset}.")
        if confirm is not None:
            found = Variant.objects.filter(pk=confirm).first()
            if found is None:
                raise CommandError(f"There is no variant with the number {confirm}.")
            resolving.confirm_sources(found)
        judging.catch_up()
        rows = BehindPart.objects.select_related("variant").order_by("variant_id", "pk")
        if asset is not None:
            rows = rows.filter(variant__source_asset_id=asset)
        labels: dict[tuple[int, bool], dict[str, str]] = {}
        return [_row(part, labels) for part in rows]

    def lines(self, value: Any) -> str:
        if not value:
            return "Nothing is behind."
        rows = [
            {
                **row,
                "of": "approved" if row["approved"] else "draft",
                "was": _short(row["was"]),
                "is": _short(row["is"]),
            }
            for row in value
        ]
        return table(rows, ["variant_id", "kind", "of", "part", "reason", "since", "was", "is"])


def _row(part: BehindPart, labels: dict[tuple[int, bool], dict[str, str]]) -> dict[str, Any]:
    key = (part.variant_id, part.approved)
    if key not in labels:
        page: Variant = part.variant.specific
        labels[key] = {each.where: each.label for each in parts(page if part.approved else resolving.draft_of(page))}
    return {
        "variant_id": part.variant_id,
        "kind": part.variant.kind_name,
        "approved": part.approved,
        "where": part.where,
        "part": labels[key].get(part.where, part.where),
        "reason": part.reason,
        "since": iso(part.since),
        "was": part.old_words,
        "is": part.new_words,
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
