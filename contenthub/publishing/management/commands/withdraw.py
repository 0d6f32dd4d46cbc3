"""manage.py withdraw DELIVERY_ID [--reason TEXT] [--at ISO8601]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.lib.console import HubCommand, iso
from contenthub.publishing import times
from contenthub.publishing.actions import withdraw
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Delivery


class Command(HubCommand):
    help = "Takes down what a delivery brought out; a task for a person where the hub cannot."
    errors = (PublishingError, Delivery.DoesNotExist, ValueError)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("delivery_id", type=int, metavar="DELIVERY_ID")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why; kept with the delivery")
        parser.add_argument(
            "--at", metavar="ISO8601", help="when; without an offset in the campaign's time zone (default: now)"
        )

    def work(self, *, delivery_id: int, reason: str = "", at: str | None = None, **options: Any) -> dict[str, Any]:
        original = delivery_numbered(delivery_id)
        moment = times.parse(at, times.zone_of(original.variant)) if at else None
        return told(withdraw(original, reason=reason, at=moment))

    def lines(self, value: dict[str, Any]) -> str:
        return said(value)


def delivery_numbered(delivery_id: int) -> Delivery:
    """:raises Delivery.DoesNotExist: there is none of this number."""
    found = Delivery.objects.filter(pk=delivery_id).first()
    if found is None:
        raise Delivery.DoesNotExist(f"There is no delivery {delivery_id}.")
    return found


def told(change: Delivery) -> dict[str, Any]:
    """The change that was made, for programs."""
    return {
        "delivery_id": change.pk,
        "original": change.original_id,
        "intent": change.intent,
        "state": change.state,
        "reason": change.reason,
        "due_at": iso(change.due_at),
    }


def said(value: dict[str, Any]) -> str:
    """The same for people."""
    text = f"Delivery {value['delivery_id']} ({value['intent']} of {value['original']}) is {value['state']}"
    return f"{text}: {value['reason']}" if value["reason"] else f"{text} for {value['due_at']}."
