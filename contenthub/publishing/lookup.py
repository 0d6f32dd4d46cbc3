"""Finding out what became of a call: look-up, polling, and repeating under the same key. Nothing here is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import DatabaseError
from django.db.models import F
from django.utils.translation import gettext as _

from channels.base import (
    AuthFailed,
    CannotKnow,
    Capabilities,
    ChannelError,
    Connector,
    NotSent,
    Post,
    QuotaSpent,
    RateLimited,
    Receipt,
    Refused,
)
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import (
    accounts,
    attempting,
    duplicates,
    gate,
    lease,
    media,
    outcomes,
    renewal,
    retry,
    troubles,
    turns,
)
from contenthub.publishing.actions.accounts import pause_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.lease import Claim
from contenthub.publishing.models import Account, Attempt
from contenthub.publishing.outcomes import Ending, ending
from contenthub.publishing.transitions import fitted

Outcome = Attempt.Outcome
Settle = Callable[[Claim, Receipt | None, ChannelError | None, Redactor], None]


def doubt(claim: Claim) -> None:
    """The worker died around the call: unconfirmed, and next to be looked up."""
    message = _("The worker stopped while it was sending; the post may be out.")
    try:
        able = accounts.connector_class(claim.delivery.account).capabilities
    except AccountTrouble:
        able = Capabilities()
    wake_at: dt.datetime | None = clock.now()
    if able.lookup:
        reason = _("%s It is being looked up.") % message
    elif able.idempotency and attempting.within_key_window(claim.delivery, able):
        reason = _("%s It is sent again under the same key.") % message
    else:
        wake_at, reason = None, attempting.persons_turn(message)
    outcomes.unconfirmed(claim, Ending(Outcome.INTERRUPTED, message), wake_at, reason)


def look(claim: Claim) -> None:
    """Ask the platform what became of an unconfirmed delivery."""
    _asked(claim, settle_look)


def poll(claim: Claim) -> None:
    """Ask the platform whether what it accepted is live."""
    _asked(claim, settle_poll)


def resend(claim: Claim) -> None:
    """Make the same call once more under the same key; the platform drops it if the first one arrived."""
    redactor = Redactor()
    account = claim.delivery.account
    try:
        with lease.held([claim]):
            speaker = renewal.speaker(account)
        redactor = Redactor(speaker.secrets())
        if account.state != Account.State.ACTIVE:
            raise CannotKnow(gate.account_paused(account))
        if not attempting.within_key_window(claim.delivery, accounts.capabilities(account)):
            raise CannotKnow(_("The time in which the platform remembers the key is over."))
        post = Post.from_json(claim.delivery.post or {})
        media.at_hand(post)
        with turns.reserved(claim):
            attempting.step(claim, "publish")
    except turns.NotYet as wait:
        outcomes.not_yet_again(claim, wait.until)
    except NotSent as error:
        # Of the credentials: they have ended, and cannot be renewed just now.
        end = ending(Outcome.AMBIGUOUS, error, redactor)
        wake_at = clock.now() + retry.look_wait(claim.attempt.number, error.retry_after)
        outcomes.unconfirmed(claim, end, wake_at, _("%s It is sent again under the same key.") % end.message)
    except (AccountTrouble, ChannelError) as error:
        end = ending(Outcome.AMBIGUOUS, error, redactor)
        if isinstance(error, AuthFailed | AccountTrouble):
            pause_account(account, end.message, trouble=Account.Trouble.AUTH)
        outcomes.unconfirmed(claim, end, None, attempting.persons_turn(end.message))
    except (lease.LostLease, DatabaseError):
        raise  # while the database is away nothing is decided: the lease runs out, and the next worker goes on
    except Exception as error:
        attempting.trace(claim, error, redactor)
        end = ending(Outcome.AMBIGUOUS, error, redactor)
        outcomes.unconfirmed(claim, end, None, attempting.persons_turn(end.message))
    else:
        attempting.call(claim, speaker, post, dict(claim.delivery.prepared), redactor)


def settle_look(claim: Claim, found: Receipt | None, error: ChannelError | None, redactor: Redactor) -> None:
    """Decide about an unconfirmed delivery by what the look-up gave."""
    called_at = claim.attempt.ended_at or claim.delivery.armed_at or clock.now()
    grace = called_at + _grace(claim)
    if found is not None:
        if found.pending:
            outcomes.pending(claim, found, redactor)
        else:
            outcomes.live(claim, found, redactor, step="find")
    elif error is not None:
        _cannot_tell(claim, error, grace + dt.timedelta(seconds=retry.LOOK_PATIENCE), redactor)
    elif clock.now() < grace or _may_run(claim, called_at) or _unwatched(claim):
        text = _("It is not to be seen on the platform yet; it is looked up again.")
        outcomes.rest(claim, _next(claim), text)
    elif claim.attempt.outcome == Outcome.DUPLICATE:
        # Sent again it would be refused again: what it is a duplicate of is not ours.
        text = _("%s It was looked up and not found.") % (claim.attempt.message or _("Refused as a duplicate."))
        outcomes.rest(claim, None, duplicates.persons_turn(text, claim.attempt.original_url))
    else:
        text = _("It was looked up on the platform and is certainly not there, so it is sent again.")
        outcomes.again(claim, Ending(Outcome.NOT_SENT, text, step="find"), "absent")


def settle_poll(claim: Claim, found: Receipt | None, error: ChannelError | None, redactor: Redactor) -> None:
    """Decide about an accepted delivery by what the question gave."""
    armed_at = claim.delivery.armed_at or clock.now()
    last = armed_at + dt.timedelta(seconds=retry.PENDING_PATIENCE)
    if found is not None and not found.pending:
        outcomes.live(claim, found, redactor, step="find")
    elif isinstance(error, Refused):
        outcomes.failed(claim, ending(Outcome.REFUSED, error, redactor, "find"))
    elif clock.now() < last and (not isinstance(error, AuthFailed) or troubles.mended(claim, error) is not None):
        text = _("The platform has accepted it and is working on it.")
        outcomes.rest(claim, _next(claim, error), text)
    else:
        message = redactor.text(error.message) if error else _("The platform accepted it and has not shown it since.")
        if isinstance(error, AuthFailed):
            pause_account(claim.delivery.account, message, trouble=Account.Trouble.AUTH)
        end = Ending(Outcome.AMBIGUOUS, message, step="find")
        outcomes.unconfirmed(claim, end, None, attempting.persons_turn(message))


def _asked(claim: Claim, settle: Settle) -> None:
    redactor = Redactor()
    found: Receipt | None = None
    failure: ChannelError | None = None
    try:
        with lease.held([claim]):
            speaker = renewal.speaker(claim.delivery.account)
        redactor = Redactor(speaker.secrets())
        found = _find(claim, speaker)
    except AccountTrouble as error:
        failure = AuthFailed(str(error))
    except ChannelError as error:
        failure = error
    except Exception as error:
        attempting.trace(claim, error, redactor)
        failure = CannotKnow(outcomes.unexpected(error))
    _noted(claim, found, failure, redactor)
    if isinstance(failure, RateLimited | QuotaSpent):
        troubles.stops(claim.delivery.account, failure, redactor.text(failure.message), claim.attempt.looks)
    settle(claim, found, failure, redactor)


def _find(claim: Claim, speaker: Connector) -> Receipt | None:
    post = Post.from_json(claim.delivery.post or {})
    with lease.kept(claim):
        return speaker.find(post, _since(claim) - retry.CLOCKS_APART)


def _since(claim: Claim) -> dt.datetime:
    """When the first call that may have brought it out was made."""
    armed_at = claim.delivery.armed_at or claim.attempt.started_at
    earliest = duplicates.doubtful(claim.delivery).exclude(pk=claim.attempt.pk).order_by("number").first()
    return min(armed_at, earliest.started_at) if earliest else armed_at


def _noted(claim: Claim, found: Receipt | None, error: ChannelError | None, redactor: Redactor) -> None:
    if error is not None:
        finding = redactor.text(error.message)
    else:
        finding = _("Found: %s") % (found.url or found.id) if found else _("Not there.")
    claim.attempt.looks += 1
    Attempt.objects.filter(pk=claim.attempt.pk).update(
        looks=F("looks") + 1, looked_at=clock.now(), finding=fitted(finding)
    )


def _cannot_tell(claim: Claim, error: ChannelError, last: dt.datetime, redactor: Redactor) -> None:
    message = redactor.text(error.message)
    mended = troubles.mended(claim, error) if clock.now() < last else None
    if mended is not None:
        wake_at = clock.now() + retry.look_wait(claim.attempt.looks, mended)
        outcomes.rest(claim, wake_at, _("%s The look-up is repeated.") % message)
        return
    if isinstance(error, AuthFailed):
        pause_account(claim.delivery.account, message, trouble=Account.Trouble.AUTH)
    if isinstance(error, AuthFailed | Refused) or clock.now() >= last:
        outcomes.rest(claim, None, attempting.persons_turn(message))
    else:
        outcomes.rest(claim, _next(claim, error), _("%s The look-up is repeated.") % message)


def _may_run(claim: Claim, noticed_at: dt.datetime) -> bool:
    """Whether the call of a worker that vanished could still be under way, counted from when that was noticed.

    Not from when it was armed: a clock that was put forward would make that long ago.
    """
    vanished = claim.attempt.outcome == Outcome.INTERRUPTED
    return vanished and clock.now() < noticed_at + dt.timedelta(seconds=retry.LONGEST_CALL)


def _unwatched(claim: Claim) -> bool:
    """Whether the time since the last look was much longer than it was to be: then this look does not end the grace.

    Either nobody was there to look, or the clock was put forward, and the platform had but a moment to show the post.
    """
    last = claim.attempt.looked_at
    planned = retry.look_wait(claim.attempt.looks - 1)
    return last is not None and clock.now() - last > planned + retry.UNWATCHED


def _grace(claim: Claim) -> dt.timedelta:
    try:
        able = accounts.capabilities(claim.delivery.account)
    except AccountTrouble:
        return dt.timedelta(0)
    with_media = bool((claim.delivery.post or {}).get("media"))
    return dt.timedelta(seconds=max(able.lookup_grace, able.media_grace) if with_media else able.lookup_grace)


def _next(claim: Claim, error: ChannelError | None = None) -> dt.datetime:
    return clock.now() + retry.look_wait(claim.attempt.looks, error.retry_after if error else None)
