"""What becomes of accounts by itself as time passes: resuming, renewing, and telling people before credentials end."""

from __future__ import annotations

import datetime as dt
import math
import threading
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import AuthFailed, ChannelError
from channels.redaction import Redactor
from channels.waiting import LONGEST_WAIT
from contenthub.publishing import accounts, renewal, signals, upkeep
from contenthub.publishing.actions import pausing
from contenthub.publishing.actions.pausing import pause_account, resume_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account, Delivery

#: Days before credentials end at which people are told, each once.
TOLD_AT = (14, 3, 1)

#: No credentials are renewed longer than this before they end.
FURTHEST = dt.timedelta(days=60)

State, Trouble = Account.State, Account.Trouble

#: This process's.
_renewing: threading.Thread | None = None


def resume(now: dt.datetime) -> int:
    """Let the accounts go on whose time has come; return how many."""
    waiting = Account.objects.filter(state=State.PAUSED, resumes_at__lte=now)
    return sum(resume_account(account, due=now) for account in waiting)


def let_go(now: dt.datetime) -> int:
    """Free what is held for an account that works; return how much that was.

    Its worker had seen the account paused and wrote that down just after it was resumed.
    """
    held = Delivery.objects.filter(state=Delivery.State.HELD, hold=Delivery.Hold.ACCOUNT_PAUSED)
    return pausing.let_go(held.filter(account__state=State.ACTIVE), now)


def forget_impossible_waits(now: dt.datetime) -> int:
    """Waits longer than any that is believed come from a clock that was wrong; return how many there were."""
    beyond = now + dt.timedelta(seconds=2 * LONGEST_WAIT)
    found = Account.objects.filter(not_before__gt=beyond).update(not_before=None)
    found += Account.objects.filter(state=State.PAUSED, resumes_at__gt=beyond).update(resumes_at=now)
    # Retries and look-ups; of a first try the time was a person's choice.
    retried = Delivery.objects.filter(state=Delivery.State.SCHEDULED, tries__gt=0, due_at__gt=beyond)
    return found + retried.update(due_at=now) + Delivery.objects.filter(wake_at__gt=beyond).update(wake_at=now)


def renew(now: dt.datetime) -> int:
    """Renew credentials some time before they end, where the channel can; return how many were.

    What cannot be renewed pauses its account. What could not be just now is tried again, and before each call too.
    """
    return sum(_renewed(account) for account in _to_renew(now))


def renew_aside(now: dt.datetime) -> None:
    """``renew`` in a thread of its own: a platform that hangs meanwhile does not keep a dispatcher from its work.

    Not a daemon: between the platform's answer and the database there is no other copy of the new credentials.
    """
    global _renewing
    if _renewing is not None and _renewing.is_alive():
        return
    if found := _to_renew(now):
        _renewing = threading.Thread(target=_renew_all, args=(found,), name="renewing")
        _renewing.start()


def _renew_all(found: Sequence[Account]) -> None:
    try:
        for account in found:
            _renewed(account)
    except Exception:
        LOGGER.exception("credentials could not be renewed; tried again soon")
    finally:
        connection.close()


def _to_renew(now: dt.datetime) -> list[Account]:
    """Accounts whose credentials end soon enough to be renewed."""
    # Paused ones, too: credentials that end meanwhile cannot be renewed any more. But not what waits for a person.
    waits = Q(state=State.PAUSED, trouble__in=(Trouble.AUTH, Trouble.BY_HAND))
    ending = Account.objects.exclude(waits).filter(expires_at__lte=now + FURTHEST)
    free = ending.filter(Q(renewing_until=None) | Q(renewing_until__lte=now))
    return [account for account in free if renewal.renews(account) and _ends_soon(account, now)]


def _ends_soon(account: Account, now: dt.datetime) -> bool:
    ahead = dt.timedelta(seconds=accounts.capabilities(account).renew_ahead)
    return account.expires_at is not None and account.expires_at - now <= ahead


def announce(now: dt.datetime) -> int:
    """Tell of credentials that end in 14, 3 and 1 days, each once; return how many were told of.

    Not of those that the hub renews by itself: if that fails, the account is paused, and people hear of that. What is
    paused by hand is not renewed: where that is to be done days before the end, people are told.
    """
    told = 0
    soon = Account.objects.filter(expires_at__gt=now, expires_at__lte=now + dt.timedelta(days=max(TOLD_AT)))
    for account in soon:
        ends = account.expires_at
        if ends is None or (renewal.renews(account) and not _left_alone(account)):
            continue
        left = math.ceil((ends - now) / dt.timedelta(days=1))
        reached = min(days for days in TOLD_AT if left <= days)
        told += _told(account.pk, ends, reached, left)
    return told


def _left_alone(account: Account) -> bool:
    by_hand = account.state == State.PAUSED and account.trouble == Trouble.BY_HAND
    return by_hand and accounts.capabilities(account).renew_ahead >= dt.timedelta(days=1).total_seconds()


def _renewed(account: Account) -> bool:
    try:
        renewal.renew(account)
    except (AuthFailed, AccountTrouble) as error:
        text = error.message if isinstance(error, AuthFailed) else str(error)
        reason = _("Its credentials could not be renewed: %s") % _redacted(account, text)
        pause_account(account, reason, trouble=Trouble.AUTH)
    except ChannelError as error:
        LOGGER.warning("account=%s not renewed yet: %s", account.name, _redacted(account, error.message))
    else:
        return True
    return False


def _redacted(account: Account, text: str) -> str:
    try:
        return Redactor(accounts.connector(account).secrets()).text(text)
    except AccountTrouble:
        return text


def _told(pk: int, ends: dt.datetime, reached: int, left: int) -> bool:
    news = Q(expiry_told=None) | Q(expiry_told__gt=reached)
    with transaction.atomic():
        if not Account.objects.filter(news, pk=pk, expires_at=ends).update(expiry_told=reached):
            return False
        transaction.on_commit(
            lambda: signals.account_expires.send_robust(sender=Account, account_id=pk, days=left), robust=True
        )
    return True


upkeep.register("resume accounts", 5, resume)
upkeep.register("free what is held in vain", 10, let_go)
upkeep.register("forget impossible waits", 60, forget_impossible_waits)
upkeep.register("renew credentials", 20, renew_aside)
upkeep.register("announce ending credentials", 300, announce)
