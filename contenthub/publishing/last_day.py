"""What became of the tries of the last 24 hours, by account; older ones are never counted, there may be millions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Max

from channels import registry
from contenthub.publishing.channel_words import said
from contenthub.publishing.models import Account, Attempt, Delivery

Outcome = Attempt.Outcome

DAY = dt.timedelta(hours=24)

#: Tries that brought the delivery where it should be, and tries that did not; others are still open, or no try at all.
GOOD = (Outcome.LIVE, Outcome.HANDED_OVER)
BAD = (Outcome.NOT_SENT, Outcome.REFUSED, Outcome.AUTH_FAILED, Outcome.AMBIGUOUS, Outcome.INTERRUPTED)

#: What is still to go out.
WAITING = (Delivery.State.SCHEDULED, Delivery.State.SENDING, Delivery.State.HELD)


@dataclasses.dataclass(frozen=True)
class Tally:
    """Tries of one account with one outcome."""

    account: int
    outcome: str
    count: int
    last: dt.datetime


@dataclasses.dataclass
class ChannelDay:
    """One channel: its tries in the last day, and what waits."""

    channel: str
    good: int = 0
    bad: int = 0
    last_good: dt.datetime | None = None
    last_bad: dt.datetime | None = None
    waiting: int = 0
    paused: int = 0

    @property
    def all(self) -> int:
        return self.good + self.bad

    @property
    def label(self) -> str:
        """The channel's name for people."""
        return said(registry.get(self.channel).label) if self.channel in registry.names() else self.channel

    @property
    def percent(self) -> float | None:
        """Of a hundred tries that ended, how many ended well; None where none ended."""
        return 100 * self.good / self.all if self.all else None


def tallies(now: dt.datetime) -> list[Tally]:
    """The tries of the last day, by account and outcome."""
    rows = Attempt.objects.filter(started_at__gte=now - DAY).order_by()
    found = rows.values_list("delivery__account_id", "outcome").annotate(count=Count("pk"), last=Max("started_at"))
    return [Tally(*row) for row in found]


def failed(now: dt.datetime) -> int:
    """Deliveries that were tried within the day and have failed."""
    states = Delivery.objects.filter(state=Delivery.State.FAILED, account_id__in=_accounts())
    return states.filter(attempts__started_at__gte=now - DAY).distinct().count()


def by_channel(found: Iterable[Tally], waiting: Iterable[tuple[int, str, str, int]]) -> list[ChannelDay]:
    """Every channel that has an account; ``waiting`` as ``counting.open_by_account`` gives it."""
    accounts = {pk: (channel, state) for pk, channel, state in Account.objects.values_list("pk", "channel", "state")}
    days: dict[str, ChannelDay] = {}
    for channel, state in accounts.values():
        day = days.setdefault(channel, ChannelDay(channel))
        day.paused += state == Account.State.PAUSED
    for tally in found:
        if tally.account in accounts:
            _add(days[accounts[tally.account][0]], tally)
    for account, state, _hold, count in waiting:
        if account in accounts and state in WAITING:
            days[accounts[account][0]].waiting += count
    return sorted(days.values(), key=lambda day: day.channel)


def _add(day: ChannelDay, tally: Tally) -> None:
    if tally.outcome in GOOD:
        day.good += tally.count
        day.last_good = max(tally.last, day.last_good or tally.last)
    elif tally.outcome in BAD:
        day.bad += tally.count
        day.last_bad = max(tally.last, day.last_bad or tally.last)


def _accounts() -> list[int]:
    return list(Account.objects.values_list("pk", flat=True))
