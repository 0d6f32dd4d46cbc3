"""manage.py update DELIVERY_ID [--at ISO8601]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.lib.console import HubCommand
from contenthub.publishing import times
from contenthub.publishing.actions import update
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.management.commands.withdraw import delivery_numbered, said, told
from contenthub.publishing.models import Delivery


class Command(HubCommand):
    help = (
        "Puts the approved version in the place of what a delivery brought out; a person's task where the hub cannot."
    )
    errors = (PublishingError, Delivery.DoesNotExist, ValueError)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("delivery_id", type=int, metavar="DELIVERY_ID")
        parser.add_argument(
            "--at", metavar="ISO8601", help="when; without an offset in the campaign's time zone (default: now)"
        )

    def work(self, *, delivery_id: int, at: str | None = None, **options: Any) -> dict[str, Any]:
        original = delivery_numbered(delivery_id)
        moment = times.parse(at, times.zone_of(original.variant)) if at else None
        return told(update(original, at=moment))

    def lines(self, value: dict[str, Any]) -> str:
        return said(value)
