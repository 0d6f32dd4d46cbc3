"""One row of the ledger: taken by one guarded update, ended by another.

Whoever takes a row has a lease on it. A row whose lease ran out is *unconfirmed*, never sent again: its sender may have
died after the mail left. ``attempts`` grows with every taking, so a sender that comes back late touches only its own.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from contenthub.lib import clock
from contenthub.mailing.models import Mailing, Recipient

State = Recipient.State

#: Seconds to wait after the first, second ... attempt; after the last of them the row has failed.
DELAYS = (60, 300, 900, 3600, 4 * 3600)
INTERRUPTED = gettext_noop("The sender stopped before it knew whether the mail had left.")


def take(row: Recipient, worker: str) -> bool:
    """Make the row ours, unless somebody else was quicker; committed when this returns True.

    :raises RuntimeError: called inside a transaction, where nothing is committed.
    """
    until = clock.now() + dt.timedelta(seconds=settings.HUB_LEASE_SECONDS)
    free = Recipient.objects.filter(pk=row.pk, state=State.PENDING, attempts=row.attempts, due_at=row.due_at)
    with transaction.atomic(durable=True):
        taken = free.update(
            state=State.SENDING, attempts=F("attempts") + 1, due_at=None, leased_until=until, leased_by=worker[:100]
        )
    row.attempts += taken
    return bool(taken)


def end(row: Recipient, state: str, reason: str = "") -> None:
    """Write the row's final state. One that was given up as unconfirmed meanwhile is put right: now it is known."""
    mine = Recipient.objects.filter(pk=row.pk, attempts=row.attempts, state__in=(State.SENDING, State.UNCONFIRMED))
    sent_at = clock.now() if state == State.SENT else None
    mine.update(state=state, reason=reason[:500], leased_until=None, leased_by="", sent_at=sent_at)


def retry_later(row: Recipient, reason: str, retry_after: float | None) -> None:
    """The mail was certainly not sent: send it later, or give up after the last attempt."""
    if row.attempts > len(DELAYS) or not _put_back(row, reason, clock.now() + delay(row.attempts, retry_after)):
        end(row, State.FAILED, reason)


def release(row: Recipient) -> None:
    """Undo the taking: it was not this mail's fault, and nothing was sent."""
    _put_back(row, "", clock.now(), attempts=F("attempts") - 1)


def take_back(rows: list[Recipient]) -> None:
    """Make refused rows pending again: what was refused was not these recipients."""
    for row in rows:
        Recipient.objects.filter(pk=row.pk, attempts=row.attempts, state=State.REFUSED).update(
            state=State.PENDING, reason="", due_at=clock.now(), attempts=F("attempts") - 1
        )


def postpone(mailing: Mailing, reason: str, retry_after: float | None) -> None:
    """The server takes nothing at the moment: all that is due waits, which counts as an attempt of each."""
    now = clock.now()
    due = Recipient.objects.filter(mailing=mailing, state=State.PENDING, due_at__lte=now)
    due.filter(attempts__gte=len(DELAYS)).update(state=State.FAILED, reason=reason[:500], due_at=None)
    for attempts in range(len(DELAYS)):
        later = now + delay(attempts + 1, retry_after)
        due.filter(attempts=attempts).update(attempts=attempts + 1, due_at=later, reason=reason[:500])


def give_up_abandoned(mailing: Mailing) -> int:
    """Mark rows whose lease ran out as unconfirmed; return how many."""
    rows = Recipient.objects.filter(mailing=mailing).abandoned(clock.now())
    return rows.update(state=State.UNCONFIRMED, reason=INTERRUPTED, leased_until=None, leased_by="")


def delay(attempts: int, retry_after: float | None) -> dt.timedelta:
    """How long to wait after so many attempts; at least what the server asked for, up to four hours."""
    longest = DELAYS[-1]
    return dt.timedelta(seconds=min(longest, max(DELAYS[min(attempts, len(DELAYS)) - 1], retry_after or 0)))


def _put_back(row: Recipient, reason: str, due_at: dt.datetime, **values: object) -> bool:
    mine = Recipient.objects.filter(pk=row.pk, attempts=row.attempts, state=State.SENDING)
    return bool(
        mine.update(state=State.PENDING, reason=reason[:500], due_at=due_at, leased_until=None, leased_by="", **values)
    )
