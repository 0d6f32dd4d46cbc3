"""Making, changing and testing an account; pausing and resuming it is in ``pausing``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from channels.base import AuthFailed, ChannelError, Connector
from channels.redaction import Redactor
from channels.settings import InvalidSettings
from contenthub.lib import clock
from contenthub.publishing import accounts, renewal
from contenthub.publishing.actions.pausing import pause_account as pause_account
from contenthub.publishing.actions.pausing import resume_account as resume_account
from contenthub.publishing.errors import AccountTrouble, CannotChange
from contenthub.publishing.models import Account
from contenthub.publishing.transitions import fitted


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
    fields = ["name", "values", "sealed", "limits", "limits_at"]
    with transaction.atomic():
        # As they are by now: a worker may have renewed them since this was read, and nobody has a copy of the new ones.
        now = Account.objects.select_for_update().get(pk=account.pk)
        account.values, account.sealed = now.values, now.sealed
        _put(account, values, forget)
        if not accounts.same_secrets(now.sealed, account.sealed):
            # Whoever renews the old ones, or waits to be let do so, does not keep the new ones waiting.
            account.renewing_until, account.renewing_by = None, ""
            fields += ["renewing_until", "renewing_by"]
        account.save(update_fields=fields)
        log(instance=account, action="wagtail.edit", user=user)
    return account


def set_expiry(account: Account, expires_at: dt.datetime | None, user: AbstractBaseUser | None = None) -> None:
    """Note when the account's credentials end (None: not known), for a channel that does not tell."""
    rows = Account.objects.filter(pk=account.pk).exclude(expires_at=expires_at)
    if expires_at is None:
        rows = Account.objects.filter(pk=account.pk, expires_at__isnull=False)
    if rows.update(expires_at=expires_at, expiry_told=None):
        said = expires_at.isoformat() if expires_at else ""
        log(instance=account, action="wagtail.edit", user=user, data={"expires_at": said})
    account.expires_at = expires_at


def check_account(account: Account, user: AbstractBaseUser | None = None) -> str:
    """Test the connection without publishing anything; one sentence saying what was reached.

    An account that was paused because its credentials were not accepted resumes: now they are.

    :raises ChannelError, AccountTrouble: with what to do about it.
    """
    speaker = renewal.speaker(account)
    try:
        said = _checked(account, speaker)
        accounts.refresh_limits(account, speaker)
    except ChannelError:
        raise
    except Exception as error:
        text = Redactor(speaker.secrets()).text(f"{type(error).__name__}: {error}")
        raise AccountTrouble(_("The test failed in an unexpected way (%s).") % fitted(text, 300)) from None
    Account.objects.filter(pk=account.pk).update(checked_at=clock.now())
    said = Redactor(speaker.secrets()).text(said)
    mended = Account.objects.filter(pk=account.pk, trouble=Account.Trouble.AUTH).exists()
    if mended and resume_account(account, user):
        said = _("%s The account works again; what is late asks before it goes out.") % said
    return said


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


def _checked(account: Account, speaker: Connector) -> str:
    try:
        return speaker.check()
    except AuthFailed:
        if not renewal.renews(account):
            raise
        renewal.renew(account)
        return accounts.connector(account).check()


def _put(account: Account, values: Mapping[str, str], forget: Collection[str] = ()) -> None:
    try:
        accounts.put(account, values, forget)
    except AccountTrouble as error:
        raise CannotChange(str(error)) from error
    except InvalidSettings as error:
        raise CannotChange(str(error)) from error
