"""``manage.py lint VARIANT_ID``: what stands against publishing a variant."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.lib.console import HubCommand
from contenthub.variants import checks
from contenthub.variants.actions import latest
from contenthub.variants.models import Variant


class Command(HubCommand):
    help = "List a variant's problems, as its latest draft stands. Errors keep it from being approved; warnings do not."

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("variant", type=int, metavar="VARIANT_ID")

    def work(self, *, variant: int, **_: Any) -> Any:
        found = Variant.objects.filter(pk=variant).first()
        if found is None:
            raise CommandError(f"There is no variant with the number {variant}.")
        return [problem.as_json() for problem in checks.all_problems(latest(found))]

    def lines(self, value: Any) -> str:
        if not value:
            return "No problems."
        return "\n".join(f"{problem['severity']}: {problem['message']} [{problem['code']}]" for problem in value)
