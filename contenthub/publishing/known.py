"""What is known about whether a delivery is out: for the person who has to say."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from contenthub.links.models import Click
from contenthub.publishing import accounts
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.inbox.rows import look_at
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.timeline import moment

State, Outcome = Delivery.State, Attempt.Outcome


@dataclasses.dataclass(frozen=True)
class Known:
    """The facts, as of now."""

    #: When the call was about to be made; this and the other times in the campaign's time zone.
    armed: str
    #: The try that the call was made in; None: its record is missing.
    attempt: Attempt | None
    #: How the platform can be asked what became of it.
    asking: str
    #: When it was asked last, and when next; empty: never.
    asked: str
    next: str
    #: Visits through its link since then, by people, by those who may be, and by machines; the first of the people's.
    human: int
    suspect: int
    bot: int
    first: str
    #: Where a person can look.
    look_at: str

    @property
    def machines(self) -> int:
        return self.suspect + self.bot


def known(delivery: Delivery, zone: dt.tzinfo) -> Known | None:
    """What is known; None of a delivery about which nothing is in doubt."""
    doubtful = delivery.state == State.UNCONFIRMED or (delivery.state == State.SENDING and delivery.wake_at)
    if not doubtful or delivery.armed_at is None or delivery.mailing_id:
        return None
    since = delivery.tracked.clicks.filter(at__gte=delivery.armed_at)
    counted = since.aggregate(
        human=Count("pk", filter=Q(label=Click.Label.HUMAN)),
        suspect=Count("pk", filter=Q(label=Click.Label.SUSPECT)),
        bot=Count("pk", filter=Q(label=Click.Label.BOT)),
        first=Min("at", filter=Q(label=Click.Label.HUMAN)),
    )
    attempt = delivery.attempts.order_by("-number").first()
    return Known(
        armed=moment(delivery.armed_at, zone),
        attempt=attempt,
        asking=_asking(delivery),
        asked=moment(attempt.looked_at if attempt else None, zone),
        next=moment(delivery.wake_at, zone),
        look_at=look_at(delivery),
        **{**counted, "first": moment(counted["first"], zone)},
    )


def moving(delivery: Delivery, now: dt.datetime) -> bool:
    """Whether the hub is at it, or will be in a moment: its page is worth looking at again."""
    if delivery.state == State.SCHEDULED:
        return delivery.due_at <= now + dt.timedelta(minutes=2)
    waits = delivery.state == State.UNCONFIRMED and delivery.wake_at is not None
    return waits or delivery.state == State.SENDING


def _asking(delivery: Delivery) -> str:
    try:
        able = accounts.capabilities(delivery.account)
    except AccountTrouble as error:
        return str(error)
    if able.lookup:
        return _("The hub can look it up there by its link or key.")
    if able.idempotency:
        return _(
            "The hub can make the same call again for a while: the platform drops a second post with the same key."
        )
    return _("This platform cannot be asked what was published. Only a person can look.")
