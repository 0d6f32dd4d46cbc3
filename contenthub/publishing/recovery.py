"""What becomes of accounts by itself as time passes: resuming, renewing, and telling people before credentials end."""

from __future__ import annotations

import datetime as dt
import math

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import AuthFailed, ChannelError
from channels.redaction import Redactor
from channels.waiting import LONGEST_WAIT
from contenthub.publishing import accounts, renewal, signals, upkeep
from contenthub.publishing.actions.pausing import pause_account, resume_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account

#: Days before credentials end at which people are told, each once.
TOLD_AT = (14, 3, 1)

#: No credentials are renewed longer than this before they end.
FURTHEST = dt.timedelta(days=60)

State, Trouble = Account.State, Account.Trouble


def resume(now: dt.datetime) -> int:
    """Let the accounts go on whose time has come; return how many."""
    waiting = Account.objects.filter(state=State.PAUSED, resumes_at__lte=now)
    return sum(resume_account(account, due=now) for account in waiting)


def forget_impossible_waits(now: dt.datetime) -> int:
    """Waits longer than any that is believed come from a clock that was wrong; return how many there were."""
    beyond = now + dt.timedelta(seconds=2 * LONGEST_WAIT)
    return Account.objects.filter(not_before__gt=beyond).update(not_before=None)


def renew(now: dt.datetime) -> int:
    """Renew credentials some time before they end, where the channel can; return how many were.

    What cannot be renewed pauses its account. What could not be just now is tried again, and before each call too.
    """
    done = 0
    ending = Account.objects.filter(state=State.ACTIVE, expires_at__lte=now + FURTHEST)
    for account in ending.filter(Q(renewing_until=None) | Q(renewing_until__lte=now)):
        if not renewal.renews(account) or account.expires_at is None:
            continue
        if account.expires_at - now > dt.timedelta(seconds=accounts.capabilities(account).renew_ahead):
            continue
        done += _renewed(account)
    return done


def announce(now: dt.datetime) -> int:
    """Tell of credentials that end in 14, 3 and 1 days, each once; return how many were told of.

    Not of those that the hub renews by itself: if that fails, the account is paused, and people hear of that.
    """
    told = 0
    soon = Account.objects.filter(expires_at__gt=now, expires_at__lte=now + dt.timedelta(days=max(TOLD_AT)))
    for account in soon:
        ends = account.expires_at
        if ends is None or renewal.renews(account):
            continue
        left = math.ceil((ends - now) / dt.timedelta(days=1))
        reached = min(days for days in TOLD_AT if left <= days)
        told += _told(account.pk, ends, reached, left)
    return told


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
upkeep.register("forget impossible waits", 60, forget_impossible_waits)
upkeep.register("renew credentials", 20, renew)
upkeep.register("announce ending credentials", 300, announce)
