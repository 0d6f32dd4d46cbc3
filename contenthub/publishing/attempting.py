"""One try, step by step: check, freeze, prepare, arm, publish.

Up to ``arm`` nobody has seen anything, and whatever goes wrong may be tried again. ``arm`` commits the post, its key
and the moment; the one mutating call follows, and from then on an outcome that is not known is never guessed.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

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
from contenthub.publishing import (
    behind,
    duplicates,
    freeze,
    gate,
    lease,
    mail,
    media,
    outcomes,
    renewal,
    retry,
    troubles,
    turns,
)
from contenthub.publishing.actions.accounts import pause_account
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.log import about, event
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending, ending
from contenthub.publishing.transitions import move

Outcome = Attempt.Outcome

#: Times that storing a receipt is tried: the post is out, and forgetting that would be the worst.
STORE_TRIES = 3


def publish(claim: Claim) -> None:
    """Try to bring a scheduled delivery out.

    :raises LostLease: it is in other hands.
    """
    redactor = Redactor()
    try:
        if claim.delivery.tries > retry.TRIES["interrupted"] and _only_interrupted(claim):
            outcomes.failed(
                claim, Ending(Outcome.INTERRUPTED, _("The worker stopped each time it tried this; see its log."))
            )
            return
        speaker = renewal.speaker(claim.delivery.account)
        redactor = Redactor(speaker.secrets())
        if speaker.capabilities.recipients and claim.delivery.armed_at:
            mail.go_on(claim, speaker)
            return
        post, state = made_ready(claim, speaker)
        if speaker.capabilities.assisted:
            outcomes.handed_over(claim)
            return
        with turns.reserved(claim):
            arm(claim, state)
    except LostLease:
        raise
    except turns.NotYet:
        outcomes.not_yet(claim)
    except Exception as error:
        before_the_call(claim, error, redactor)
    else:
        if speaker.capabilities.recipients:
            mail.go_on(claim, speaker)
        else:
            call(claim, speaker, post, state, redactor)


def made_ready(claim: Claim, speaker: Connector) -> tuple[Post, State]:
    """Check, compose, freeze and prepare; nobody sees anything of it.

    :raises Held, ChannelError, LostLease:
    """
    delivery = claim.delivery
    variant = gate.admit(delivery)
    able = gate.limits(delivery.account, speaker)
    post = media.keep(gate.compose(delivery, variant, speaker, able), freeze.rewriter(delivery.tracked, able))
    step(claim, "prepare", post=post.as_json(), revision_id=variant.live_revision_id)
    delivery.revision_id, delivery.post = variant.live_revision_id, post.as_json()
    event("frozen", delivery.pk, attempt=claim.attempt.number)
    with lease.kept(claim):
        state = speaker.prepare(post, dict(delivery.prepared))
    if state != delivery.prepared:
        step(claim, "prepare", prepared=state)
    event("prepared", delivery.pk, attempt=claim.attempt.number)
    return post, state


def step(claim: Claim, name: str, **changes: Any) -> None:
    """Commit how far this try has come.

    :raises LostLease: the delivery is in other hands.
    """
    with transaction.atomic():
        if not move(claim.delivery.pk, claim.mine, leased_until=lease.lease_end(), **changes):
            raise LostLease(f"delivery {claim.delivery.pk} was taken over")
        Attempt.objects.filter(pk=claim.attempt.pk).update(step=name)


def arm(claim: Claim, state: State) -> None:
    """Commit that the call is about to be made: the last moment at which anything can stop it.

    :raises Held: the approval was withdrawn, the asset revised, or the account paused, since it was checked.
    :raises NotSent: another revision was approved since; the next try sends that one.
    :raises LostLease: the delivery is in other hands.
    """
    delivery = claim.delivery
    with transaction.atomic():
        page = (
            Page.objects.select_for_update().filter(pk=delivery.variant_id).values("live", "live_revision_id").first()
        )
        if page is None or not page["live"]:
            raise Held(Delivery.Hold.NOT_APPROVED, _("Its approval was withdrawn. Approve it, then send this again."))
        if page["live_revision_id"] != delivery.revision_id:
            raise NotSent(_("A newer revision was approved meanwhile; that one is sent."), retry_after=0)
        if why := behind.reason(delivery.variant):
            raise Held(Delivery.Hold.BEHIND, why)
        account = Account.objects.select_for_update().get(pk=delivery.account_id)
        if account.state != Account.State.ACTIVE:
            raise Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(account))
        delivery.armed_at = clock.now()
        step(claim, "armed", armed_at=delivery.armed_at)
    event("armed", delivery.pk, attempt=claim.attempt.number)


def call(claim: Claim, speaker: Connector, post: Post, state: State, redactor: Redactor) -> None:
    """Make the one mutating call and keep what came of it."""
    try:
        with lease.kept(claim):
            receipt = speaker.publish(post, state)
    except Exception as error:
        failure = error
        event("answered", claim.delivery.pk, attempt=claim.attempt.number)
        stored(lambda: after_the_call(claim, failure, speaker, redactor))
    else:
        event("answered", claim.delivery.pk, attempt=claim.attempt.number)
        stored(lambda: received(claim, receipt, redactor))


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
    if troubles.mended(claim, error if isinstance(error, ChannelError) else None):
        outcomes.unconfirmed(claim, end, clock.now(), _("%s It is sent again under the same key.") % end.message)
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
    """Run ``store`` once more if the database failed it: it was about something that has happened.

    :raises DatabaseError: it failed each time; the lease runs out and the outcome is looked up.
    """
    for turn in range(1, STORE_TRIES + 1):
        try:
            store()
        except DatabaseError:
            if turn == STORE_TRIES:
                raise
            close_old_connections()
            continue
        return


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


def _only_interrupted(claim: Claim) -> bool:
    """Whether the last tries all ended with their worker: trying this is perhaps what kills them."""
    enough = retry.TRIES["interrupted"]
    last = claim.delivery.attempts.exclude(pk=claim.attempt.pk).order_by("-number")[:enough]
    return len(last) == enough and all(attempt.outcome == Outcome.INTERRUPTED for attempt in last)
