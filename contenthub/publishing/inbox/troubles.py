"""Accounts that wait for a person: paused ones, and those whose credentials end soon."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

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
    # Asked of what is held, not of the accounts: joined to them, everything they ever published would be read.
    in_time = Q(planned_at__gt=clock.now() - times.window())
    held = Delivery.objects.filter(state=State.HELD, hold=Hold.ACCOUNT_PAUSED, account__in=Account.objects.filter(own))
    counted: dict[int, dict[str, Any]] = {
        row["account"]: dict(row)
        for row in held.order_by()
        .values("account")
        .annotate(held=Count("pk"), in_time=Count("pk", filter=in_time), first=Min("planned_at", filter=in_time))
    }
    rows = Account.objects.filter(own).order_by("-state", F("expires_at").asc(nulls_last=True), "name")
    found = [_trouble(account, counted.get(account.pk, {})) for account in rows]
    return sorted(found, key=lambda each: each.closes_at or dt.datetime.max.replace(tzinfo=dt.UTC))


def _trouble(account: Account, counted: dict[str, Any]) -> Trouble:
    first = counted.get("first")
    closes_at = first + times.window() if first else None
    return Trouble(account, channel_label(account), counted.get("held", 0), counted.get("in_time", 0), closes_at)
