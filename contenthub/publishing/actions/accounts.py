"""Making, changing, testing, pausing and resuming an account."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from channels import registry
from channels.base import ChannelError
from channels.redaction import Redactor
from channels.settings import InvalidSettings
from contenthub.lib import clock
from contenthub.publishing import accounts, signals, times
from contenthub.publishing.errors import AccountTrouble, CannotChange
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.transitions import fitted

State, Hold = Delivery.State, Delivery.Hold


def add_account(channel: str, name: str, values: Mapping[str, str], user: AbstractBaseUser | None = None) -> Account:
    """Make an account.

    :raises CannotChange: the name is taken or empty, there is no such channel, or a setting is wrong.
    """
    account = Account(channel=channel, name=name_for(name))
    _put(account, values)
    account.save()
    log(instance=account, action="wagtail.create", user=user)
    return account


def change_account(
    account: Account,
    values: Mapping[str, str],
    user: AbstractBaseUser | None = None,
    *,
    name: str = "",
    forget: Collection[str] = (),
) -> Account:
    """Change an account's settings; what is missing, and secrets given as nothing, stay as they are.

    :raises CannotChange: the new name is taken, or a setting is wrong.
    """
    account.name = name_for(name, account) if name else account.name
    _put(account, values, forget)
    account.save(update_fields=["name", "values", "sealed", "limits", "limits_at"])
    log(instance=account, action="wagtail.edit", user=user)
    return account


def check_account(account: Account) -> str:
    """Test the connection without publishing anything; one sentence saying what was reached.

    :raises ChannelError, AccountTrouble: with what to do about it.
    """
    speaker = accounts.connector(account)
    try:
        said = speaker.check()
        accounts.refresh_limits(account, speaker)
    except ChannelError:
        raise
    except Exception as error:
        text = Redactor(speaker.secrets()).text(f"{type(error).__name__}: {error}")
        raise AccountTrouble(_("The test failed in an unexpected way (%s).") % fitted(text, 300)) from None
    Account.objects.filter(pk=account.pk).update(checked_at=clock.now())
    return Redactor(speaker.secrets()).text(said)


def pause_account(account: Account, reason: str = "", user: AbstractBaseUser | None = None) -> bool:
    """Nothing leaves through it any more: what is scheduled is held. False when it was paused already."""
    text = fitted(reason or _("Paused by hand."), 500)
    with transaction.atomic():
        rows = Account.objects.filter(pk=account.pk, state=Account.State.ACTIVE)
        if not rows.update(state=Account.State.PAUSED, reason=text):
            return False
        why = fitted(_("The account “%(name)s” is paused. %(reason)s") % {"name": account.name, "reason": text})
        Delivery.objects.filter(account=account, state=State.SCHEDULED).update(
            state=State.HELD, hold=Hold.ACCOUNT_PAUSED, reason=why
        )
        _moved(account, Account.State.PAUSED)
        log(instance=account, action="publishing.pause", user=user, data={"reason": text})
    return True


def resume_account(account: Account, user: AbstractBaseUser | None = None) -> bool:
    """It works again: what is still in time is scheduled as before, what is late asks first (held as missed).

    Deliveries of unknown outcome are looked up again. False when it was not paused.
    """
    now = clock.now()
    with transaction.atomic():
        rows = Account.objects.filter(pk=account.pk, state=Account.State.PAUSED)
        if not rows.update(state=Account.State.ACTIVE, reason=""):
            return False
        waiting = Delivery.objects.filter(account=account, state=State.HELD, hold=Hold.ACCOUNT_PAUSED)
        waiting.filter(planned_at__gte=now - times.window()).update(state=State.SCHEDULED, hold="", reason="", tries=0)
        late = _("Its time passed while the account was paused. Send it now, choose another time, or cancel it.")
        waiting.filter(planned_at__lt=now - times.window()).update(hold=Hold.MISSED, reason=late)
        if _can_look(account):
            doubtful = Delivery.objects.filter(
                account=account, state=State.UNCONFIRMED, wake_at=None, leased_until=None
            )
            doubtful.exclude(armed_at=None).update(wake_at=now)
        _moved(account, Account.State.ACTIVE)
        log(instance=account, action="publishing.resume", user=user)
    return True


def name_for(text: str, account: Account | None = None) -> str:
    """The text as a name for an account (for ``account``, if given).

    :raises CannotChange: too long or empty, or taken.
    """
    name = " ".join(text.split())
    if not name or len(name) > 80:
        raise CannotChange(_("Give the account a name of 1 to 80 characters."))
    others = Account.objects.exclude(pk=account.pk) if account and account.pk else Account.objects.all()
    if others.filter(name=name).exists():
        raise CannotChange(_("There is an account “%s” already. Choose another name.") % name)
    return name


def _put(account: Account, values: Mapping[str, str], forget: Collection[str] = ()) -> None:
    try:
        accounts.put(account, values, forget)
    except AccountTrouble as error:
        raise CannotChange(str(error)) from error
    except InvalidSettings as error:
        raise CannotChange(str(error)) from error


def _can_look(account: Account) -> bool:
    return account.channel in registry.names() and registry.get(account.channel).capabilities.lookup


def _moved(account: Account, state: Account.State) -> None:
    LOGGER.info("account=%s %s", account.name, state)
    transaction.on_commit(
        lambda: signals.account_moved.send_robust(sender=Account, account_id=account.pk, state=str(state)), robust=True
    )
