"""The one mutating call of a try, and what comes of an error before it and after it.

Before it nobody has seen anything, and whatever goes wrong may be tried again; from then on an outcome that is not
known is never guessed. What leads up to it is in ``bringing``.
"""

from __future__ import annotations

import datetime as dt
import time
import traceback
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.utils.translation import gettext as _

from channels.base import (
    Ambiguous,
    AuthFailed,
    Capabilities,
    ChannelError,
    Connector,
    Duplicate,
    NotSent,
    Post,
    QuotaSpent,
    RateLimited,
    Receipt,
    Refused,
    State,
)
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import baton, duplicates, lease, outcomes, retry, troubles
from contenthub.publishing.actions.accounts import pause_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.log import LOGGER, about, event
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending, ending
from contenthub.publishing.transitions import move

Outcome = Attempt.Outcome

#: Seconds between the times that storing an outcome is tried: the post is out, and forgetting that would be the worst.
STORE_PAUSES = (0.0, 0.2, 1.0, 3.0, 5.0, 10.0, 20.0, 20.0)


def step(claim: Claim, name: str, **changes: Any) -> None:
    """Commit how far this try has come.

    :raises LostLease: the delivery is in other hands.
    """
    with transaction.atomic():
        if not move(claim.delivery.pk, claim.mine, leased_until=lease.lease_end(), **changes):
            raise LostLease(f"delivery {claim.delivery.pk} was taken over")
        Attempt.objects.filter(pk=claim.attempt.pk).update(step=name)


def call(claim: Claim, speaker: Connector, post: Post, state: State, redactor: Redactor) -> None:
    """Make the one mutating call and keep what came of it."""
    with lease.held([claim]):
        if receipt := answered(claim, speaker, post, state, redactor):
            stored(lambda: received(claim, receipt, redactor))


def answered(
    claim: Claim,
    speaker: Connector,
    post: Post,
    state: State,
    redactor: Redactor,
    failed: Callable[[Exception], None] = lambda error: None,
) -> Receipt | None:
    """Make the one mutating call and return its receipt, for the caller to keep; an error is kept here.

    :param failed: told of the error first.
    :raises LostLease: the process was frozen between arming and calling, and given up; nothing is called.
    """
    lease.still_awake(claim)
    try:
        with baton.laid_down():
            receipt = speaker.publish(post, state)
    except Exception as error:
        failure = error
        event("answered", claim.delivery.pk, attempt=claim.attempt.number)
        failed(failure)
        stored(lambda: after_the_call(claim, failure, speaker, redactor))
        return None
    event("answered", claim.delivery.pk, attempt=claim.attempt.number)
    return receipt


def received(claim: Claim, receipt: Receipt, redactor: Redactor) -> None:
    """Keep a receipt."""
    if receipt.pending:
        outcomes.pending(claim, receipt, redactor)
    else:
        outcomes.live(claim, receipt, redactor)


def before_the_call(claim: Claim, error: Exception, redactor: Redactor) -> None:
    """Nothing was sent: held, tried again or failed."""
    if isinstance(error, Held):
        outcomes.held(claim, error)
    elif isinstance(error, AccountTrouble):
        outcomes.account_stops(claim, Ending(Outcome.AUTH_FAILED, str(error)))
    elif isinstance(error, ChannelError):
        _not_out(claim, error, redactor)
    else:
        trace(claim, error, redactor)
        outcomes.again(claim, ending(Outcome.NOT_SENT, error, redactor), "unexpected")


def after_the_call(claim: Claim, error: Exception, speaker: Connector, redactor: Redactor) -> None:
    """The call was made: only what the platform definitely did not take goes back."""
    if isinstance(error, NotSent | Refused | AuthFailed):
        if claim.task is lease.Task.RESEND:
            # Of this call we know that it reached nobody; of the one before we still do not.
            doubt(claim, error, speaker, redactor)
        else:
            _not_out(claim, error, redactor)
        return
    if isinstance(error, Duplicate):
        duplicates.refused(claim, error, speaker, redactor)
        return
    if not isinstance(error, ChannelError):
        trace(claim, error, redactor)
    doubt(claim, error, speaker, redactor)


def doubt(claim: Claim, error: Exception, speaker: Connector, redactor: Redactor) -> None:
    """Unconfirmed: looked up, or repeated under the same key where the platform drops the second, or a person's."""
    able = speaker.capabilities
    end = ending(Outcome.AMBIGUOUS, error, redactor, "publish")
    if isinstance(error, RateLimited | QuotaSpent):
        troubles.stops(claim.delivery.account, error, end.message, claim.attempt.number)
    asked = error.retry_after if isinstance(error, ChannelError) else None
    mended = troubles.mended(claim, error if isinstance(error, ChannelError) else None)
    if mended is not None and within_key_window(claim.delivery, able):
        wait = retry.look_wait(claim.attempt.number, mended) if mended else dt.timedelta(0)
        outcomes.unconfirmed(claim, end, clock.now() + wait, _("%s It is sent again under the same key.") % end.message)
    elif isinstance(error, Refused | AuthFailed):
        if isinstance(error, AuthFailed):
            pause_account(claim.delivery.account, end.message, trouble=Account.Trouble.AUTH)
        outcomes.unconfirmed(claim, end, None, persons_turn(end.message))
    elif able.lookup:
        wake_at = clock.now() + dt.timedelta(seconds=asked or 0.0)
        outcomes.unconfirmed(claim, end, wake_at, _("%s It is being looked up.") % end.message)
    elif able.idempotency and within_key_window(claim.delivery, able):
        wake_at = clock.now() + retry.look_wait(claim.attempt.number, asked)
        outcomes.unconfirmed(claim, end, wake_at, _("%s It is sent again under the same key.") % end.message)
    else:
        outcomes.unconfirmed(claim, end, None, persons_turn(end.message))


def persons_turn(message: str) -> str:
    """The reason of a delivery whose outcome only a person can find out."""
    return _("%s Look whether it is out: enter its address, or send it again.") % message


def within_key_window(delivery: Delivery, able: Capabilities) -> bool:
    """Whether the platform still remembers the key of the delivery's first call."""
    return delivery.armed_at is not None and (clock.now() - delivery.armed_at).total_seconds() < able.key_window


def stored(store: Callable[[], None]) -> None:
    """Run ``store`` again while the database fails it: it is about something that has happened.

    :raises DatabaseError: it failed for a minute; the lease runs out and the outcome is looked up.
    """
    for pause in STORE_PAUSES:
        try:
            return store()
        except DatabaseError as error:
            LOGGER.warning("an outcome could not be stored (%s); trying again", str(error).strip())
            close_old_connections()
            with baton.laid_down():
                time.sleep(pause)
    store()


def trace(claim: Claim, error: BaseException, redactor: Redactor) -> None:
    """Log where an unexpected error came from, without secrets."""
    text = redactor.text("".join(traceback.format_exception(error)))
    about(claim.delivery.pk, attempt=claim.attempt.number).error("unexpected error\n%s", text)


def _not_out(claim: Claim, error: ChannelError, redactor: Redactor) -> None:
    if isinstance(error, AuthFailed):
        troubles.not_accepted(claim, error, redactor)
    elif isinstance(error, RateLimited | QuotaSpent):
        troubles.asked_to_wait(claim, error, redactor)
    elif isinstance(error, NotSent):
        cause: retry.Cause = "not_sent" if error.retry_after is None else "asked_to_wait"
        outcomes.again(claim, ending(Outcome.NOT_SENT, error, redactor), cause, error.retry_after)
    elif isinstance(error, Ambiguous):
        # Only ``publish`` changes anything, so what is ambiguous before it has reached nobody.
        outcomes.again(claim, ending(Outcome.NOT_SENT, error, redactor), "not_sent", error.retry_after)
    else:
        outcomes.failed(claim, ending(Outcome.REFUSED, error, redactor))
