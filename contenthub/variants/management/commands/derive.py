"""``manage.py derive ASSET_ID``: drafts of the asset's variants."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.models import Asset
from contenthub.lib.console import HubCommand, table
from contenthub.variants import checks, registry
from contenthub.variants.actions import CannotDerive, derive, latest
from contenthub.variants.kinds.video_script import VideoScript
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts


class Command(HubCommand):
    help = "Make a draft of each kind of variant from an asset's latest revision."
    errors = (CannotDerive,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("asset", type=int, metavar="ASSET_ID")
        parser.add_argument("--kinds", metavar="a,b", help=f"only these: {', '.join(registry.names())}")
        parser.add_argument("--language", metavar="CODE", help="from the asset's translation: en or zh-hans")
        parser.add_argument(
            "--seconds", type=int, choices=VideoScript.Length.values, help="length of a video script (60 unless given)"
        )
        parser.add_argument("--again", action="store_true", help="also where an unchanged draft is there already")

    def work(
        self,
        *,
        asset: int,
        kinds: str | None,
        language: str | None,
        seconds: int | None,
        again: bool,
        **_: Any,
    ) -> Any:
        found = Asset.objects.filter(pk=asset).first()
        if found is None:
            raise CommandError(f"There is no asset with the number {asset}.")
        names = [name.strip() for name in kinds.split(",") if name.strip()] if kinds is not None else None
        if names == []:
            raise CommandError(f"--kinds names no kind; there are: {', '.join(registry.names())}.")
        choices = {"video_script": {"seconds": seconds}} if seconds else None
        made = derive(found, names, again=again, language=language, choices=choices)
        return [_row(latest(variant)) for variant in made]

    def lines(self, value: Any) -> str:
        rows = [{**row, "problems": len(row["problems"])} for row in value]
        return table(rows, ["variant_id", "kind", "title", "language", "sources", "problems"])


def _row(variant: Variant) -> dict[str, Any]:
    sources = [part.source for part in parts(variant) if part.source]
    return {
        "variant_id": variant.pk,
        "kind": variant.kind_name,
        "title": variant.title,
        "language": variant.language,
        "sources": len({block_id for source in sources for block_id in source.block_ids}),
        "problems": [problem.as_json() for problem in checks.problems(variant)],
    }
