"""Deliveries counted for people and monitors; what is done with for good is never counted, there may be millions."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, Min, Q, QuerySet

from contenthub.publishing.models import Account, Delivery

State = Delivery.State

#: States that something is still to happen in; few at any time, however long the record is.
OPEN = (State.SCHEDULED, State.SENDING, State.UNCONFIRMED, State.HELD, State.FAILED, State.HANDED_OVER)


@dataclasses.dataclass(frozen=True)
class Due:
    """What could go out at once, and since when the oldest of it has waited."""

    count: int
    oldest: dt.datetime | None


def open_by_account() -> list[tuple[int, str, str, int]]:
    """(account, state, hold, how many) of all that is open; along the index of account and state."""
    accounts = list(Account.objects.values_list("pk", flat=True))
    rows = Delivery.objects.filter(account_id__in=accounts, state__in=OPEN).order_by()
    return list(rows.values_list("account_id", "state", "hold").annotate(count=Count("pk")))


def due(now: dt.datetime) -> Due:
    """Deliveries whose time has come and that wait for nothing but us."""
    found = _ready(now).order_by().aggregate(count=Count("pk"), oldest=Min("due_at"))
    return Due(found["count"], found["oldest"])


def coming(now: dt.datetime, within: dt.timedelta) -> int:
    """How many are scheduled in the time that follows."""
    return Delivery.objects.filter(state=State.SCHEDULED, due_at__gt=now, due_at__lte=now + within).count()


def _ready(now: dt.datetime) -> QuerySet[Delivery]:
    """Not those whose platform asked to wait, nor parts of a thread whose turn has not come."""
    turn = Q(after=None) | Q(after__state=State.LIVE)
    free = Q(account__not_before=None) | Q(account__not_before__lte=now)
    return Delivery.objects.due(now).filter(turn, free, account__state=Account.State.ACTIVE)
