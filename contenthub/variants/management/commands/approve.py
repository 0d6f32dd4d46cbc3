"""``manage.py approve VARIANT_ID``: the latest draft becomes what is sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.lib.console import HubCommand, iso
from contenthub.variants.actions import CannotApprove, approve
from contenthub.variants.models import Variant


class Command(HubCommand):
    help = "Approve a variant's latest draft; refused while a check finds an error."
    errors = (CannotApprove,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("variant", type=int, metavar="VARIANT_ID")

    def work(self, *, variant: int, **_: Any) -> Any:
        found = Variant.objects.filter(pk=variant).first()
        if found is None:
            raise CommandError(f"There is no variant with the number {variant}.")
        done = approve(found)
        return {
            "variant_id": done.pk,
            "kind": done.kind_name,
            "title": done.title,
            "approved": done.live,
            "revision_id": done.live_revision_id,
            "approved_at": iso(done.last_published_at),
        }

    def lines(self, value: Any) -> str:
        return f"Approved: {value['title']} (variant {value['variant_id']})."
