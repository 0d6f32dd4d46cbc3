"""manage.py settle DELIVERY_ID --live URL | --send-again | --give-up"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.lib.console import HubCommand
from contenthub.publishing import actions, report
from contenthub.publishing.actions.changing import CANCELLABLE
from contenthub.publishing.errors import CannotChange, PublishingError
from contenthub.publishing.models import Delivery

State = Delivery.State


class Command(HubCommand):
    help = "Says what became of a delivery whose outcome the hub does not know."
    errors = (PublishingError, Delivery.DoesNotExist)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("delivery_id", type=int, metavar="DELIVERY_ID")
        word = parser.add_mutually_exclusive_group(required=True)
        word.add_argument(
            "--live", metavar="URL", help="it is live, at this address ('' where the channel gives posts none)"
        )
        word.add_argument(
            "--send-again", action="store_true", help="it is not out: send it once more; readers see it twice if it was"
        )
        word.add_argument("--give-up", action="store_true", help="leave it: whether it is out stays unknown")

    def work(
        self, *, delivery_id: int, live: str | None, send_again: bool, give_up: bool, **options: Any
    ) -> dict[str, Any]:
        delivery = report.delivery_of(delivery_id)
        if live is not None:
            actions.settle_live(delivery, live)
        elif send_again:
            actions.send_again(delivery)
        elif delivery.state != State.UNCONFIRMED:
            raise CannotChange(f"Delivery {delivery.pk} is {delivery.state}, not unconfirmed.{_instead(delivery)}")
        else:
            actions.cancel(delivery)
        return report.row(delivery)

    def lines(self, value: dict[str, Any]) -> str:
        return report.line(value)


def _instead(delivery: Delivery) -> str:
    """The command that ends it as it stands; empty: none does."""
    if delivery.state == State.LIVE:
        return f" manage.py withdraw {delivery.pk} takes it down."
    if delivery.state in CANCELLABLE:
        return f" manage.py cancel {delivery.pk} ends it."
    return ""
