"""Renewing an account's credentials: one call for all who need them, stored before anybody uses them.

Whoever takes the account's ``renewing_by`` by a guarded update makes the call; the others wait for what it brings, and
nobody renews what somebody else has renewed meanwhile.

Not guaranteed: a process that dies, or a database that goes away for good, between the platform's answer and the row's
update loses the new credentials. Where the platform has made the old ones invalid by then, a person must connect the
account again. Nothing but that update lies between the two.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import AuthFailed, ChannelError, Connector, NotSent, Renewal
from channels.redaction import Redactor
from channels.settings import InvalidSettings
from channels.waiting import LONGEST_WAIT
from contenthub.lib import clock
from contenthub.publishing import accounts, baton
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account
from contenthub.publishing.transitions import fitted

#: Credentials that end within so many seconds are renewed before a call is made with them.
MARGIN = 60.0

#: Seconds for which a renewal is its owner's: longer than any connector's call takes.
LEASE = 180.0

#: Seconds that others wait for it, and between two looks.
PATIENCE, LOOK = 15.0, 0.1

#: Seconds during which a renewal that failed is not tried again, by anybody, unless the platform asks for longer.
AFTER_FAILURE = 10.0

#: Times that storing is tried, and seconds between: there is no other copy of what is stored.
STORE_TRIES, STORE_PAUSE = 8, 0.5


class NotRenewed(AuthFailed):
    """The credentials cannot be renewed: trying that again does not help, a person must connect the account again."""


def renews(account: Account) -> bool:
    """Whether the channel can renew its credentials by itself."""
    try:
        return accounts.connector_class(account).renew is not Connector.renew
    except AccountTrouble:
        return False


def speaker(account: Account) -> Connector:
    """A connector whose credentials are good for now: renewed first where they end.

    No statement is made where nothing is to be renewed.

    :raises AccountTrouble: as ``accounts.connector``.
    :raises ChannelError: as ``renew``.
    """
    ends = account.expires_at
    if ends is not None and ends <= clock.now() + dt.timedelta(seconds=MARGIN) and renews(account):
        renew(account)
    return accounts.connector(account)


def renew(account: Account) -> None:
    """Have the credentials that ``account`` holds replaced by new ones, and put those into ``account``.

    Of all who ask at the same time one makes the call. Call it outside a transaction.

    :raises NotRenewed: they cannot be renewed; a person must connect the account again.
    :raises NotSent: not now; others are at it, or it failed a moment ago.
    :raises ChannelError: the platform did not answer.
    :raises AccountTrouble: the settings cannot be read, or what was given cannot be stored.
    """
    with baton.laid_down():
        _renew(account)


def _renew(account: Account) -> None:
    held, mine = account.sealed, secrets.token_hex(12)
    end = time.monotonic() + PATIENCE
    while True:
        if _take(account, held, mine):
            _call(account, held, mine)
            return
        account.refresh_from_db(
            fields=["sealed", "values", "expires_at", "renewed_at", "renewing_until", "renewing_by"]
        )
        if account.sealed != held:
            return
        until = account.renewing_until
        if until is not None and until > clock.now() and not account.renewing_by:
            pause = (until - clock.now()).total_seconds()
            raise NotSent(_("The account's credentials could not be renewed just now."), retry_after=max(pause, 1.0))
        if time.monotonic() > end:
            raise NotSent(_("The account's credentials are being renewed."), retry_after=5.0)
        time.sleep(LOOK)


def _take(account: Account, held: str, mine: str) -> bool:
    free = Q(renewing_until=None) | Q(renewing_until__lte=clock.now())
    # Written by a clock that was wrong.
    impossible = Q(renewing_until__gt=_lease(2 * LEASE)) & ~Q(renewing_by="")
    impossible |= Q(renewing_until__gt=_lease(2 * LONGEST_WAIT))
    rows = Account.objects.filter(free | impossible, pk=account.pk, sealed=held)
    return bool(rows.update(renewing_until=_lease(LEASE), renewing_by=mine))


def _lease(seconds: float) -> dt.datetime:
    return clock.now() + dt.timedelta(seconds=seconds)


def _call(account: Account, held: str, mine: str) -> None:
    redactor = Redactor()
    try:
        speaker = accounts.connector(account)
        redactor = Redactor(speaker.secrets())
        got = speaker.renew()
        if got is None:
            raise AuthFailed(_("This channel's credentials cannot be renewed; reconnect the account."))
    except AuthFailed as error:
        _free(account, mine, AFTER_FAILURE)
        raise NotRenewed(redactor.text(error.message), code=error.code, raw=redactor.text(error.raw)) from None
    except ChannelError as error:
        _free(account, mine, min(max(AFTER_FAILURE, error.retry_after or 0.0), LONGEST_WAIT))
        error.message, error.raw = redactor.text(error.message), redactor.text(error.raw)
        raise
    except AccountTrouble:
        _free(account, mine, AFTER_FAILURE)
        raise
    except Exception as error:
        _free(account, mine, AFTER_FAILURE)
        text = redactor.text(f"{type(error).__name__}: {error}")
        raise NotSent(_("Renewing the account's credentials failed (%s).") % fitted(text, 300)) from None
    try:
        _keep(account, held, got)
    except InvalidSettings as error:
        _free(account, mine, AFTER_FAILURE)
        text = _("The platform gave new credentials that cannot be stored (%s); reconnect the account.")
        raise AccountTrouble(text % error) from error


def _keep(account: Account, held: str, got: Renewal) -> None:
    if _stored(account, lambda: _put(account, held, got)):
        LOGGER.info("account=%s credentials renewed, good until %s", account.name, got.expires_at or "further notice")
    else:
        LOGGER.warning(
            "account=%s credentials were changed while they were renewed; the entered ones stay", account.name
        )
        account.refresh_from_db(fields=["values", "sealed", "expires_at"])


def _put(account: Account, held: str, got: Renewal) -> bool:
    """Put the new ones into the row, and into ``account``; False where a person has entered others in the meantime.

    Whatever happened to the lease, and to the account's other settings, which stay as they are by now.
    """
    row = Account.objects.select_for_update().get(pk=account.pk)
    if not accounts.same_secrets(row.sealed, held):
        return False
    accounts.put(row, got.values)
    row.expires_at, row.expiry_told, row.renewed_at = got.expires_at, None, clock.now()
    row.renewing_until, row.renewing_by = None, ""
    account.values, account.sealed = row.values, row.sealed
    account.expires_at, account.renewed_at = row.expires_at, row.renewed_at
    credentials = ["values", "sealed", "expires_at", "expiry_told", "renewed_at"]
    row.save(update_fields=[*credentials, "renewing_until", "renewing_by"])
    return True


def _stored(account: Account, store: Callable[[], bool]) -> bool:
    """Commit at once, and again if the database fails.

    :raises DatabaseError: it failed each time.
    """
    for turn in range(1, STORE_TRIES + 1):
        try:
            with transaction.atomic(durable=True):
                return store()
        except DatabaseError as error:
            LOGGER.error("account=%s new credentials could not be stored yet (%s)", account.name, error)
            if turn == STORE_TRIES or connection.in_atomic_block:
                raise
            close_old_connections()
            time.sleep(STORE_PAUSE)
    raise AssertionError("unreachable")


def _free(account: Account, mine: str, seconds: float) -> None:
    rows = Account.objects.filter(pk=account.pk, renewing_by=mine)
    rows.update(renewing_until=_lease(seconds), renewing_by="")
