"""Deliveries to a list: a mailing with one ledger row per recipient, worked through in batches.

The rows are guarded one by one (``contenthub.mailing``), so a worker that dies in the middle is simply followed by
another. The delivery is live when the ledger balances.
"""

from __future__ import annotations

import datetime as dt
import time

from django.utils.translation import gettext as _

from channels.base import AuthFailed, ChannelError, Connector, Post, QuotaSpent, RateLimited, Receipt, Refused
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.mailing import actions as mailing_actions
from contenthub.mailing.models import Mailing, Recipient
from contenthub.publishing import gate, lease, outcomes, renewal, retry, troubles
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.log import about
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending, ending
from contenthub.publishing.transitions import move

Outcome = Attempt.Outcome

#: Recipients between two renewals of the lease.
BATCH = 50

#: Seconds of one job, after which other deliveries get their turn.
SLICE = 5.0

#: Seconds until a mailing with nothing to do at the moment is looked at again: at the least, and if nobody says when.
LEAST, PAUSE = 1.0, 10.0


def resume(claim: Claim) -> None:
    """Go on with a mailing that was begun.

    :raises LostLease: it is in other hands.
    """
    try:
        with lease.held([claim]):
            speaker = renewal.speaker(claim.delivery.account)
    except AccountTrouble as error:
        outcomes.account_stops(claim, Ending(Outcome.AUTH_FAILED, str(error), step="mail"))
    except AuthFailed as error:
        outcomes.account_stops(claim, ending(Outcome.AUTH_FAILED, error, Redactor(), "mail"))
    except ChannelError as error:
        _stopped(claim, error, Redactor())
    else:
        go_on(claim, speaker)


def go_on(claim: Claim, speaker: Connector) -> None:
    """Begin or go on with the mailing of an armed delivery, for as long as a slice lasts.

    :raises LostLease: it is in other hands.
    """
    redactor = Redactor(speaker.secrets())
    try:
        with lease.kept(claim):
            mailing = _mailing(claim)
            handled = _batches(claim, mailing, speaker)
            balanced = mailing_actions.settle(mailing)
    except LostLease:
        raise
    except Held as held:
        outcomes.held(claim, held, Ending(Outcome.HELD, held.reason, step="mail"))
    except AuthFailed as error:
        outcomes.account_stops(claim, ending(Outcome.AUTH_FAILED, error, redactor, "mail"))
    except Refused as error:
        outcomes.failed(claim, ending(Outcome.REFUSED, error, redactor, "mail"))
    except mailing_actions.CannotStart as error:
        outcomes.failed(claim, Ending(Outcome.REFUSED, str(error), step="mail"))
    except Exception as error:
        _stopped(claim, error, redactor)
    else:
        if balanced:
            _finished(claim, mailing, redactor)
        else:
            later = mailing_actions.next_due(mailing) or _soon(PAUSE)
            wake_at = max(later, _soon(0.0 if handled else LEAST))
            outcomes.rest(claim, wake_at, _said(mailing), tries=1 if handled else None)


def _mailing(claim: Claim) -> Mailing:
    delivery = claim.delivery
    if delivery.mailing is None:
        post = Post.from_json(delivery.post or {})
        delivery.mailing = mailing_actions.start(post.key, post, delivery.account.values.get("list", ""))
        if not move(delivery.pk, claim.mine, mailing=delivery.mailing):
            raise LostLease(f"delivery {delivery.pk} was taken over")
    Attempt.objects.filter(pk=claim.attempt.pk).update(step="mail")
    return delivery.mailing


def _batches(claim: Claim, mailing: Mailing, speaker: Connector) -> int:
    end, total = time.monotonic() + SLICE, 0
    while time.monotonic() < end:
        lease.renew(claim)
        _not_paused(claim)
        handled = mailing_actions.send_batch(mailing, speaker, limit=BATCH, worker=claim.token)
        total += handled
        if not handled:
            return total
    return total


def _not_paused(claim: Claim) -> None:
    """Asked before each batch: a mailing may take hours, and whoever pauses its account means it.

    :raises Held: its account was paused.
    """
    account = Account.objects.get(pk=claim.delivery.account_id)
    if account.state != Account.State.ACTIVE:
        raise Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(account))


def _finished(claim: Claim, mailing: Mailing, redactor: Redactor) -> None:
    counts = mailing_actions.counts(mailing)
    text = _said(mailing)
    out = counts.get(Recipient.State.SENT, 0) + counts.get(Recipient.State.UNCONFIRMED, 0)
    about(claim.delivery.pk).info("mailing finished: %s", text)
    if out:
        receipt = Receipt(id=f"mailing-{mailing.pk}", url=mailing_actions.web_url(mailing), raw={"ledger": counts})
        outcomes.live(claim, receipt, redactor, reason=text, step="mail")
    elif counts.get(Recipient.State.FAILED, 0) + counts.get(Recipient.State.REFUSED, 0):
        outcomes.failed(claim, Ending(Outcome.REFUSED, _("Nobody could be reached: %s") % text, step="mail"))
    else:
        none = _("Nobody on the list has agreed to get mail: %s") % text
        outcomes.failed(claim, Ending(Outcome.REFUSED, none, step="mail"))


def _stopped(claim: Claim, error: Exception, redactor: Redactor) -> None:
    """The whole mailing could not go on, the server being down, say: later again, with a cap."""
    end = ending(Outcome.NOT_SENT, error, redactor, "mail")
    asked = error.retry_after if isinstance(error, ChannelError) else None
    if not isinstance(error, ChannelError):
        about(claim.delivery.pk).error("mailing stopped: %s", redactor.text(repr(error)))
    tries = claim.delivery.tries
    if isinstance(error, RateLimited | QuotaSpent) and troubles.stops(
        claim.delivery.account, error, end.message, tries
    ):
        outcomes.held(claim, Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(claim.delivery.account)), end)
        return
    if retry.exhausted(tries, "not_sent"):
        outcomes.failed(claim, end)
    else:
        outcomes.rest(claim, _soon(retry.wait(tries, asked).total_seconds()), end.message, tries=tries + 1)


def _said(mailing: Mailing) -> str:
    counts = mailing_actions.counts(mailing)
    named = [f"{counts[state]} {Recipient.State(state).label}" for state in Recipient.State.values if counts.get(state)]
    return ", ".join(named).lower() or _("the list is empty")


def _soon(seconds: float) -> dt.datetime:
    return clock.now() + dt.timedelta(seconds=seconds)
