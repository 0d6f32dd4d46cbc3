"""Accounts that wait for a person: paused ones, and those whose credentials end soon."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, F, Min, Q, QuerySet

from contenthub.lib import clock
from contenthub.publishing import times
from contenthub.publishing.columns import channel_label
from contenthub.publishing.models import Account, Delivery

State, Hold = Delivery.State, Delivery.Hold

#: So long before its credentials end an account is shown.
SOON = dt.timedelta(days=14)


@dataclasses.dataclass(frozen=True)
class Trouble:
    """One account, and what hangs on it."""

    account: Account
    channel: str
    #: Deliveries held because it is paused; of them those that would still go out by themselves.
    held: int
    in_time: int
    #: When the first of those would be late; null: none is in time.
    closes_at: dt.datetime | None

    @property
    def paused(self) -> bool:
        return self.account.state == Account.State.PAUSED

    @property
    def late(self) -> int:
        """Deliveries that ask before they go out."""
        return self.held - self.in_time

    @property
    def ended(self) -> bool:
        """Whether its credentials have ended already."""
        return self.account.expires_at is not None and self.account.expires_at <= clock.now()


def in_trouble() -> QuerySet[Account]:
    """Accounts that a person has to do something about."""
    paused = Q(state=Account.State.PAUSED, resumes_at=None)
    return Account.objects.filter(paused | Q(expires_at__lte=clock.now() + SOON))


def troubles() -> list[Trouble]:
    """The accounts that wait for a person or resume by themselves, the most urgent first."""
    own = Q(state=Account.State.PAUSED) | Q(expires_at__lte=clock.now() + SOON)
    held = Q(deliveries__state=State.HELD, deliveries__hold=Hold.ACCOUNT_PAUSED)
    in_time = held & Q(deliveries__planned_at__gt=clock.now() - times.window())
    rows = Account.objects.filter(own).annotate(
        held=Count("deliveries", filter=held),
        in_time=Count("deliveries", filter=in_time),
        first=Min("deliveries__planned_at", filter=in_time),
    )
    return [
        Trouble(
            account,
            channel_label(account),
            account.held,
            account.in_time,
            account.first + times.window() if account.first else None,
        )
        for account in rows.order_by(F("first").asc(nulls_last=True), "-state", "expires_at", "name")
    ]
