"""``manage.py phrase VARIANT_ID``: have a variant's texts phrased by the writer that is set up."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.lib.console import HubCommand
from contenthub.variants.actions import latest
from contenthub.variants.models import Variant
from contenthub.variants.writer.actions import CannotTake, propose, take
from contenthub.variants.writer.endpoint import WriterFailed


class Command(HubCommand):
    help = "Have a variant's texts phrased by the writer. Texts that pass the checks become a draft, marked as its own."
    errors = (WriterFailed, CannotTake)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("variant", type=int, metavar="VARIANT_ID")
        parser.add_argument("--dry-run", action="store_true", help="show the texts and save nothing")

    def work(self, *, variant: int, dry_run: bool, **_: Any) -> Any:
        found = Variant.objects.filter(pk=variant).first()
        if found is None:
            raise CommandError(f"There is no variant with the number {variant}.")
        revision_id = found.latest_revision_id
        proposals = propose(latest(found))
        sound = {proposal.key: proposal.after for proposal in proposals if not proposal.fault}
        taken = 0 if dry_run or not sound else take(found, sound, revision_id=revision_id)
        return {"taken": taken, "proposals": [dataclasses.asdict(proposal) for proposal in proposals]}

    def lines(self, value: Any) -> str:
        shown = [
            f"{row['label']}\n  now: {row['before']}\n  new: {row['after']}"
            + (f"\n  left out: {row['fault']}" if row["fault"] else "")
            for row in value["proposals"]
        ]
        return "\n".join([*shown, f"{value['taken']} of {len(value['proposals'])} texts taken over."])
