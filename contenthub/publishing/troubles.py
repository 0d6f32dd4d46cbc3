"""What an account's trouble means for the delivery that met it: the account waits, is renewed, or is paused."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from channels.base import AuthFailed, ChannelError, NotSent, QuotaSpent, RateLimited
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import gate, lease, outcomes, renewal, retry, times
from contenthub.publishing.actions.pausing import hold_back, pause_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending, ending

Outcome, Trouble = Attempt.Outcome, Account.Trouble

#: Credentials that were renewed this short a time ago and are not accepted are not renewed again.
RENEWED_LATELY = dt.timedelta(minutes=10)

#: Seconds until credentials are looked at again that could not be renewed just now, if nobody says when.
SOON = 5.0


def asked_to_wait(claim: Claim, error: RateLimited | QuotaSpent, redactor: Redactor) -> None:
    """Nothing was sent, and the platform wants nothing from this account for a while."""
    end = ending(Outcome.NOT_SENT, error, redactor)
    cause: retry.Cause = "not_sent" if error.retry_after is None else "asked_to_wait"
    paused = stops(claim.delivery.account, error, end.message, claim.delivery.tries)
    # What resumes by itself is not to be asked in vain for ever.
    if paused and not retry.exhausted(outcomes.spent(claim, "asked_to_wait"), "asked_to_wait"):
        hold = Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(claim.delivery.account))
        outcomes.held(claim, hold, dataclasses.replace(end, step=retry.STEPS["asked_to_wait"]))
    else:
        outcomes.again(claim, end, cause, error.retry_after)


def stops(account: Account, error: ChannelError, message: str, tries: int = 1) -> bool:
    """Have the account wait as long as the platform asked; whether it had to be paused for that.

    A short wait is waited for; a long one, and a quota that is used up, pause the account until that moment, or until
    a person resumes it where the platform names none. Where it names no time, ``error.retry_after`` is filled in.
    """
    seconds = error.retry_after
    if isinstance(error, QuotaSpent):
        until = None if seconds is None else clock.now() + dt.timedelta(seconds=seconds)
        return _paused(account, Trouble.QUOTA, message, until)
    if seconds is not None and seconds > retry.LONG_WAIT:
        return _paused(account, Trouble.RATE, message, clock.now() + dt.timedelta(seconds=seconds))
    seconds = error.retry_after = retry.wait(tries, seconds).total_seconds()
    hold_back(account, clock.now() + dt.timedelta(seconds=seconds))
    return False


def not_accepted(claim: Claim, error: AuthFailed, redactor: Redactor) -> None:
    """Nothing was sent, for want of good credentials: they are renewed where that can be done, else a person's."""
    end = ending(Outcome.AUTH_FAILED, error, redactor)
    try:
        renewed = renew(claim, error)
    except AuthFailed as failed:
        outcomes.account_stops(claim, ending(Outcome.AUTH_FAILED, failed, redactor))
    except AccountTrouble as failed:
        outcomes.account_stops(claim, Ending(Outcome.AUTH_FAILED, str(failed)))
    except ChannelError as failed:
        later = ending(Outcome.NOT_SENT, failed, redactor)
        outcomes.again(claim, later, "not_sent" if failed.retry_after is None else "asked_to_wait", failed.retry_after)
    else:
        if renewed:
            text = _("The account's credentials had ended; they were renewed, and it goes again.")
            outcomes.again(claim, Ending(Outcome.AUTH_FAILED, text, end.raw), "not_sent", 0.0)
        else:
            outcomes.account_stops(claim, end)


def renew(claim: Claim, refused: AuthFailed) -> bool:
    """Renew the credentials that were not accepted; False where that cannot help.

    :raises ChannelError, AccountTrouble: as ``renewal.renew``.
    """
    account = claim.delivery.account
    if isinstance(refused, renewal.NotRenewed) or not renewal.renews(account):
        return False
    if account.renewed_at is not None and clock.now() - account.renewed_at < RENEWED_LATELY:
        return False
    with lease.kept(claim):
        renewal.renew(account)
    return True


def mended(claim: Claim, error: ChannelError | None) -> float | None:
    """After what came to nothing for want of credentials: in how many seconds it makes sense again; None: not at all."""
    if not isinstance(error, AuthFailed):
        return None
    try:
        return 0.0 if renew(claim, error) else None
    except NotSent as failed:
        # Somebody is at it, or it cannot be done just now.
        return max(failed.retry_after or 0.0, SOON)
    except (ChannelError, AccountTrouble):
        return None


def _paused(account: Account, trouble: Account.Trouble, message: str, until: dt.datetime | None) -> bool:
    if until is None:
        text = _("%s Resume it when there is some again.") % message
    else:
        text = _("%(message)s It resumes by itself at %(time)s.") % {"message": message, "time": times.said(until)}
        # Look-ups, which a pause lets through, wait as well; and so does whoever resumes it from another pause.
        hold_back(account, until)
    pause_account(account, text, trouble=trouble, resumes_at=until)
    account.reason = text
    return True
