"""manage.py publish_due: do everything that is due in this process, without a queue, then stop."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.db.models import Min

from contenthub.lib import clock
from contenthub.lib.console import HubCommand, iso, table
from contenthub.publishing import gate, lanes, release_check
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Delivery
from contenthub.variants.behind import judging

#: Seconds between two looks while waiting.
PAUSE = 0.2

#: Seconds that what was found out about a variant is taken to hold.
JUDGEMENT_AGE = 30.0

COLUMNS = ["delivery_id", "state", "reason", "due_at", "url"]


class Command(HubCommand):
    help = (
        "Publishes everything due: posts, look-ups, mailings and what a dead worker left behind. "
        "Deliveries that a running hub is at are left to it."
    )
    errors = (PublishingError,)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--wait",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help="wait at most this long for look-ups, tries and mails that become due meanwhile (default: 0)",
        )

    def work(self, *, wait: float = 0.0, **options: Any) -> list[dict[str, Any]]:
        end = time.monotonic() + wait
        worked: list[int] = []
        judging.catch_up()
        while True:
            worked += [pk for pk in self._pass() if pk not in worked]
            if time.monotonic() >= end or not _more_within(end - time.monotonic()):
                break
            time.sleep(PAUSE)
        return [_row(delivery) for delivery in Delivery.objects.filter(pk__in=worked).order_by("due_at", "pk")]

    def lines(self, value: list[dict[str, Any]]) -> str:
        return table(value, COLUMNS) if value else "Nothing is due."

    def _pass(self) -> list[int]:
        """Work until nothing is due any more, or what is due is in other hands."""
        worked: list[int] = []
        judge = gate.Judge(JUDGEMENT_AGE)
        release_check.run(clock.now())
        while found := lanes.with_work(clock.now()):
            new = [pk for lane in found for pk in Slice(lane.account_id, judge=judge).run()]
            if not new:
                break
            worked += new
        return list(dict.fromkeys(worked))


def _more_within(seconds: float) -> bool:
    """Whether anything becomes due so soon."""
    soon = clock.now().timestamp() + seconds
    coming = [
        Delivery.objects.filter(state=Delivery.State.SCHEDULED).aggregate(at=Min("due_at"))["at"],
        Delivery.objects.exclude(wake_at=None).aggregate(at=Min("wake_at"))["at"],
        Delivery.objects.filter(state=Delivery.State.SENDING).aggregate(at=Min("leased_until"))["at"],
    ]
    return any(at is not None and at.timestamp() <= soon for at in coming)


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery_id": delivery.pk,
        "state": delivery.state,
        "reason": delivery.reason,
        "due_at": iso(delivery.due_at),
        "url": delivery.url,
    }
