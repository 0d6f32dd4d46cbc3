"""One decision about many deliveries: what it would do to each, and what it did. None takes another along."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.publishing import actions, times, verbs
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Delivery

#: So many at once: each is checked like one that is decided about alone, and the person waits for all of them.
MOST = 200


class Decision(NamedTuple):
    """A button for many: which of the table's verbs it means for one delivery."""

    name: str
    label: Any
    #: The verbs it may mean; the first that a delivery's state allows.
    verbs: tuple[str, ...]
    icon: str
    #: Asked for a time, and minutes to spread over.
    timed: bool = False
    serious: bool = False


DECISIONS = (
    Decision("retry", _("Send now"), ("retry",), "rotate"),
    Decision("reschedule", _("Reschedule"), ("reschedule",), "calendar-alt", timed=True),
    Decision("drop", _("Cancel or give up"), ("cancel", "give_up"), "cross", serious=True),
)


@dataclasses.dataclass(frozen=True)
class Prospect:
    """What a decision would do to one delivery, or why it cannot."""

    delivery: Delivery
    verb: verbs.Verb | None
    planned: str
    problem: str = ""

    @property
    def seen(self) -> str:
        return verbs.seen(self.delivery)


@dataclasses.dataclass(frozen=True)
class Result:
    """What it did to one delivery."""

    delivery_id: int
    title: str
    account: str
    done: bool
    text: str


def named(name: str) -> Decision | None:
    return next((decision for decision in DECISIONS if decision.name == name), None)


def prospects(deliveries: Iterable[Delivery], decision: Decision) -> list[Prospect]:
    """What the decision would do, without doing it."""
    return [_prospect(delivery, decision) for delivery in deliveries]


def zone_for(deliveries: Iterable[Delivery]) -> zoneinfo.ZoneInfo:
    """The zone in which a time for all of them is read: their campaigns' where that is one, else the installation's."""
    zones = {times.zone_of(delivery.variant).key for delivery in deliveries}
    return zoneinfo.ZoneInfo(zones.pop() if len(zones) == 1 else settings.TIME_ZONE)


def moments(start: dt.datetime, minutes: float, count: int) -> list[dt.datetime]:
    """So many moments from ``start``, evenly over so many minutes; all the same where that is none."""
    step = dt.timedelta(minutes=minutes) / max(count - 1, 1)
    return [start + step * index for index in range(count)]


def carry_out(
    deliveries: Sequence[Delivery],
    decision: Decision,
    user: Any,
    shown: dict[int, str],
    start: dt.datetime | None = None,
    minutes: float = 0.0,
) -> list[Result]:
    """Do it to each by itself; ``shown`` is what the person saw of each (``verbs.seen``), by number."""
    able = [delivery for delivery in deliveries if _verb(delivery, decision)]
    slots = dict(zip((each.pk for each in able), moments(start, minutes, len(able)) if start else (), strict=False))
    return [
        _done(delivery, decision, user, shown.get(delivery.pk, ""), slots.get(delivery.pk)) for delivery in deliveries
    ]


def _done(delivery: Delivery, decision: Decision, user: Any, shown: str, at: dt.datetime | None) -> Result:
    def said(done: bool, text: str) -> Result:
        return Result(delivery.pk, delivery.variant.title, delivery.account.name, done, text)

    verb = _verb(delivery, decision)
    if verb is None:
        return said(False, _cannot(delivery))
    try:
        verbs.carry_out(verb, delivery, _typed(at), user, shown)
    except PublishingError as error:
        return said(False, str(error))
    except DatabaseError:
        LOGGER.exception("delivery=%s could not be changed with others", delivery.pk)
        return said(False, gettext("The database did not take it. Try it again in a moment."))
    text = str(verb.done)
    if at is not None:
        text = f"{text} {times.said(delivery.due_at, times.zone_of(delivery.variant))}"
    return said(True, text)


def _typed(at: dt.datetime | None) -> str:
    return at.isoformat() if at else ""


def _verb(delivery: Delivery, decision: Decision) -> verbs.Verb | None:
    return next((verb for verb in verbs.possible(delivery) if verb.name in decision.verbs), None)


def _prospect(delivery: Delivery, decision: Decision) -> Prospect:
    verb = _verb(delivery, decision)
    planned = times.said(delivery.planned_at, times.zone_of(delivery.variant))
    if verb is None:
        return Prospect(delivery, None, planned, _cannot(delivery))
    if verb.name == "retry" and (problem := _stands_against(delivery)):
        return Prospect(delivery, None, planned, problem)
    return Prospect(delivery, verb, planned)


def _cannot(delivery: Delivery) -> str:
    if delivery.state == Delivery.State.HELD and delivery.reason:
        return delivery.reason
    return gettext("This cannot be done with a delivery that is “%s”.") % delivery.get_state_display().lower()


def _stands_against(delivery: Delivery) -> str:
    """Why it would not go out now; empty: nothing that is known beforehand."""
    if delivery.mailing_id or delivery.is_change:
        return ""
    try:
        actions.ready(delivery.variant, delivery.account)
    except PublishingError as error:
        return str(error)
    return ""
