"""Watching deliveries: how many are in which state, how long the oldest waits, and what changed last.

Only what is open is looked at, by the indexes it has; what was delivered long ago costs nothing.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt

from django.db.models import Min, Q

from contenthub.lib import clock
from contenthub.lib.console import iso
from contenthub.publishing.models import COVERED, Delivery, DeliveryQuerySet

State = Delivery.State

#: Scheduled ones are followed one by one from so long before their time.
AHEAD = dt.timedelta(minutes=10)
#: What is shown one by one, each part by an index of its own: at work, waiting for somebody, and what comes.
PARTS = ((Q(state=State.SENDING), "leased_until"), (COVERED, "planned_at"), (Q(state=State.SCHEDULED), "due_at"))
#: What came and went between two looks is found by when it went live; so much longer back as storing that may take.
BACK = dt.timedelta(seconds=10)
#: The states that are counted, in the order in which they are shown.
COUNTED = (State.SCHEDULED, State.SENDING, State.UNCONFIRMED, State.HELD, State.FAILED, State.HANDED_OVER)


@dataclasses.dataclass(frozen=True)
class Change:
    """One delivery that was in another state before."""

    at: dt.datetime
    delivery: Delivery
    before: str

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "at": iso(self.at),
            "delivery_id": self.delivery.pk,
            "before": self.before,
            "state": self.delivery.state,
            "account": self.delivery.account.name,
            "title": self.delivery.variant.title,
            "reason": self.delivery.reason,
            "url": self.delivery.url,
        }

    def line(self) -> str:
        """For people: when, which, from what to what, and where or why."""
        delivery = self.delivery
        told = delivery.url or delivery.reason
        moved = f"{self.before or 'new'} → {delivery.state}"
        return (
            f"{self.at:%H:%M:%S}  #{delivery.pk}  {moved}  {delivery.variant.title} → {delivery.account.name}  {told}"
        )


@dataclasses.dataclass(frozen=True)
class Look:
    """How it stands at one moment."""

    at: dt.datetime
    counts: dict[str, int]
    #: How many are due, and since when the first of them is.
    due: int
    oldest: dt.datetime | None
    changes: list[Change]
    #: Some that are open: those at work, those that wait for somebody, those that come next.
    open: list[Delivery] = dataclasses.field(default_factory=list)

    def summary(self) -> str:
        """One line."""
        counted = "  ".join(f"{State(state).label} {count}".lower() for state, count in self.counts.items())
        waits = f" (the oldest for {(self.at - self.oldest).total_seconds():.0f} s)" if self.oldest else ""
        return f"due {self.due}{waits}  {counted}"


class Watch:
    """Look after look at the deliveries that ``rows`` names; at most ``most`` that are open are named one by one."""

    def __init__(self, rows: DeliveryQuerySet, most: int = 0) -> None:
        self.rows = rows
        self.most = most
        self.known: dict[int, str] | None = None
        self.looked_at = clock.now()

    def look(self) -> Look:
        """How it stands now, and what changed since the last look."""
        now = clock.now()
        due = self.rows.filter(state=State.SCHEDULED, due_at__lte=now).order_by()
        counts = {
            State.SCHEDULED: self.rows.filter(state=State.SCHEDULED).order_by().count(),
            State.SENDING: self.rows.filter(state=State.SENDING).order_by().count(),
            **collections.Counter(self.rows.filter(COVERED).order_by().values_list("state", flat=True)),
        }
        changes = self._changes(now)
        oldest = due.aggregate(at=Min("due_at"))["at"]
        counted = {str(state): counts.get(state, 0) for state in COUNTED}
        return Look(now, counted, due.count(), oldest, changes, self._open() if self.most else [])

    def _open(self) -> list[Delivery]:
        rows = self.rows.select_related("account", "variant")
        parts = [list(rows.filter(part).order_by(first, "pk")[: self.most]) for part, first in PARTS]
        return [delivery for part in _shares(parts, self.most) for delivery in part]

    def _changes(self, now: dt.datetime) -> list[Change]:
        soon = Q(state=State.SCHEDULED, due_at__lte=now + AHEAD)
        out = Q(live_at__gt=self.looked_at - BACK)
        self.looked_at = now
        parts = (soon, Q(state=State.SENDING), COVERED, out)
        present: dict[int, str] = {}
        for part in parts:
            present.update(self.rows.filter(part).order_by().values_list("pk", "state"))
        before, self.known = self.known, present
        if before is None:
            return []
        moved = [pk for pk, state in before.items() if present.get(pk) != state]
        moved += [pk for pk in present if pk not in before]
        found = Delivery.objects.filter(pk__in=moved[:500]).select_related("account", "variant")
        changed = [delivery for delivery in found if delivery.state != before.get(delivery.pk)]
        told = [Change(delivery.state_since, delivery, before.get(delivery.pk, "")) for delivery in changed]
        return sorted((each for each in told if each.before or each.delivery.state != State.SCHEDULED), key=_at)


def _at(change: Change) -> dt.datetime:
    return change.at


def _shares(parts: list[list[Delivery]], room: int) -> list[list[Delivery]]:
    """The beginning of each part; room that one does not need goes to the others, the first of them first."""
    taken = [min(len(part), room // len(parts)) for part in parts]
    for index, part in enumerate(parts):
        taken[index] += min(len(part) - taken[index], room - sum(taken))
    return [part[:count] for part, count in zip(parts, taken, strict=True)]
