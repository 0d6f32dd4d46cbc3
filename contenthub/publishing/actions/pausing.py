"""Pausing and resuming an account, and having it wait for a moment."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from channels import registry
from contenthub.lib import clock
from contenthub.publishing import signals, times
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account, Delivery, DeliveryQuerySet
from contenthub.publishing.transitions import fitted

State, Hold, Trouble = Delivery.State, Delivery.Hold, Account.Trouble

#: From what ends soonest by itself to what only a person ends; a later one replaces an earlier one.
GRAVITY = (Trouble.RATE, Trouble.QUOTA, Trouble.AUTH, Trouble.BY_HAND)


def pause_account(
    account: Account,
    reason: str = "",
    user: AbstractBaseUser | None = None,
    *,
    trouble: Account.Trouble = Trouble.BY_HAND,
    resumes_at: dt.datetime | None = None,
) -> bool:
    """Nothing leaves through it any more: what is scheduled is held. False when it was paused for as good a reason.

    :param trouble: what for.
    :param resumes_at: when it resumes by itself; None: when a person resumes it.
    """
    text = fitted(reason or _("Paused by hand."), 500)
    lesser = GRAVITY[: GRAVITY.index(trouble)]
    with transaction.atomic():
        rows = Account.objects.filter(
            Q(state=Account.State.ACTIVE) | Q(state=Account.State.PAUSED, trouble__in=lesser), pk=account.pk
        )
        paused = {"state": Account.State.PAUSED, "reason": text, "trouble": trouble, "resumes_at": resumes_at}
        if not rows.update(paused_at=Coalesce("paused_at", clock.now()), **paused):
            return False
        why = fitted(_("The account “%(name)s” is paused. %(reason)s") % {"name": account.name, "reason": text})
        waiting = Q(state=State.SCHEDULED) | Q(state=State.HELD, hold=Hold.ACCOUNT_PAUSED)
        Delivery.objects.filter(waiting, account=account).update(state=State.HELD, hold=Hold.ACCOUNT_PAUSED, reason=why)
        _moved(account, Account.State.PAUSED)
        log(instance=account, action="publishing.pause", user=user, data={"reason": text})
    return True


def resume_account(account: Account, user: AbstractBaseUser | None = None, *, due: dt.datetime | None = None) -> bool:
    """It works again: what is still in time is scheduled as before, what is late asks first (held as missed).

    A withdrawal is never too late. Deliveries of unknown outcome are looked up again. False when it was not paused.

    :param due: only if it resumes by itself, and that time had come by then.
    """
    now = clock.now()
    with transaction.atomic():
        rows = Account.objects.filter(pk=account.pk, state=Account.State.PAUSED)
        if due is not None:
            rows = rows.filter(resumes_at__lte=due)
        if due is None:
            # What the platform asked for is waited for all the same, unless it is that which a person ends.
            rows.filter(trouble__in=(Trouble.RATE, Trouble.QUOTA)).update(not_before=None)
        afresh = {"trouble": "", "resumes_at": None, "paused_at": None}
        if not rows.update(state=Account.State.ACTIVE, reason="", **afresh):
            return False
        waiting = Delivery.objects.filter(account=account, state=State.HELD, hold=Hold.ACCOUNT_PAUSED)
        if due is None:
            waiting.update(tries=0)
        let_go(waiting, now)
        _doubtful(account, now).update(wake_at=now)
        _moved(account, Account.State.ACTIVE)
        log(instance=account, action="publishing.resume", user=user)
    return True


def let_go(waiting: DeliveryQuerySet, now: dt.datetime) -> int:
    """Of what was held for an account that works again: schedule as before what is in time; what is late asks first."""
    # What is to be taken down is the more urgent for having waited.
    timely = Q(planned_at__gte=now - times.window()) | Q(intent=Delivery.Intent.WITHDRAW)
    count = waiting.filter(timely).update(state=State.SCHEDULED, hold="", reason="")
    text = _("Its time passed while the account was paused. Send it now, choose another time, or cancel it.")
    return count + waiting.exclude(timely).update(hold=Hold.MISSED, reason=text)


def hold_back(account: Account, until: dt.datetime) -> None:
    """No call is made through it before ``until``; an earlier moment than the one it waits for changes nothing."""
    sooner = Q(not_before=None) | Q(not_before__lt=until)
    if Account.objects.filter(sooner, pk=account.pk).update(not_before=until):
        LOGGER.info("account=%s waits until %s", account.name, until.isoformat(timespec="seconds"))
    account.not_before = until


def _doubtful(account: Account, now: dt.datetime) -> DeliveryQuerySet:
    """Its unconfirmed deliveries that can be cleared up without a person: looked up, or sent again under their key."""
    rows = Delivery.objects.filter(account=account, state=State.UNCONFIRMED, wake_at=None, leased_until=None)
    able = registry.get(account.channel).capabilities if account.channel in registry.names() else None
    if able is not None and able.lookup:
        return rows.exclude(armed_at=None)
    if able is not None and able.idempotency:
        return rows.filter(armed_at__gt=now - dt.timedelta(seconds=able.key_window))
    return rows.none()


def _moved(account: Account, state: Account.State) -> None:
    LOGGER.info("account=%s %s", account.name, state)
    transaction.on_commit(
        lambda: signals.account_moved.send_robust(sender=Account, account_id=account.pk, state=str(state)), robust=True
    )
