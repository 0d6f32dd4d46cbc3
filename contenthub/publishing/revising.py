"""One try to update or take down what is live: check, freeze the new post, arm, call, store.

Unlike the first publication this is repeatable: a channel that declares ``edit`` or ``withdraw`` promises that the same
call again changes nothing for readers. So an outcome that is not known needs no look-up and no person: the call is
simply made again, with the usual caps, and so it is after a worker died. What makes that safe is kept here: the post of
an update is frozen before its call and the same in every try of one approved revision, two changes of one delivery are
never under way at once, and nothing is called once the original is not live any more.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from channels.base import Ambiguous, AuthFailed, ChannelError, Connector, NotSent, Post, Receipt, Refused
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import (
    attempting,
    baton,
    behind,
    effects,
    freeze,
    gate,
    lease,
    media,
    outcomes,
    renewal,
    retry,
    turns,
)
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.log import event
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending, ending
from contenthub.publishing.transitions import RELEASED, fitted, move

Outcome, State, Intent = Attempt.Outcome, Delivery.State, Delivery.Intent

#: Seconds after which a change is tried again that met another one of the same post under way.
TURN = 5.0


class NotLive(Exception):
    """What was to be changed is not live any more."""


def work_change(claim: Claim) -> None:
    """Try once to update or take down.

    :raises LostLease: it is in other hands.
    """
    redactor = Redactor()
    delivery = claim.delivery
    try:
        if delivery.account.state != Account.State.ACTIVE:
            raise Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(delivery.account))
        if _kills(claim):
            text = _("The worker stopped each time it tried this; see its log.")
            outcomes.failed(claim, Ending(Outcome.INTERRUPTED, text))
            return
        with baton.laid_down():
            speaker = renewal.speaker(delivery.account)
        redactor = Redactor(speaker.secrets())
        post = _frozen(claim, speaker) if delivery.intent == Intent.UPDATE else None
        with turns.reserved(claim):
            original = _armed(claim)
    except LostLease:
        raise
    except turns.NotYet:
        outcomes.not_yet(claim)
    except NotLive:
        _over(claim)
    except Exception as error:
        attempting.before_the_call(claim, error, redactor)
    else:
        _call(claim, speaker, original, post, redactor)


def composed(delivery: Delivery, speaker: Connector) -> tuple[Post, int | None]:
    """The approved variant as the post that takes the place of the original's, and its revision.

    It has the original's key and tracked link; every other link in it is tagged as ever, and its files are kept.

    :raises Held, ChannelError: it may not or cannot go out.
    """
    variant = gate.admit(delivery, gate.Judge()).variant
    able = gate.limits(delivery.account, speaker)
    post = gate.compose(delivery, variant, speaker, able)
    original = delivery.original
    key = original.key.hex if original else post.key
    post = dataclasses.replace(post, key=key, change=delivery.key.hex)
    return media.keep(post, freeze.rewriter(delivery.tracked, able)), variant.live_revision_id


def _frozen(claim: Claim, speaker: Connector) -> Post:
    delivery = claim.delivery
    post, revision_id = composed(delivery, speaker)
    attempting.step(claim, "prepare", post=post.as_json(), revision_id=revision_id)
    delivery.revision_id, delivery.post = revision_id, post.as_json()
    event("frozen", delivery.pk, attempt=claim.attempt.number)
    return post


def _armed(claim: Claim) -> Delivery:
    """Commit that the call is about to be made; the original, which is live.

    :raises NotLive: it is not.
    :raises Held, NotSent, LostLease: as ``attempting.arm``.
    """
    delivery = claim.delivery
    with transaction.atomic():
        original = Delivery.objects.select_for_update().get(pk=delivery.original_id or 0)
        if original.state != State.LIVE:
            raise NotLive
        under_way = original.changes.filter(state=State.SENDING, armed_at__isnull=False, leased_until__gt=clock.now())
        if under_way.exclude(pk=delivery.pk).exists():
            raise NotSent(_("Another change of the same post is under way."), retry_after=TURN)
        if delivery.intent == Intent.UPDATE:
            _still_approved(delivery)
        account = Account.objects.select_for_update().get(pk=delivery.account_id)
        if account.state != Account.State.ACTIVE:
            raise Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(account))
        delivery.armed_at = clock.now()
        attempting.step(claim, "armed", armed_at=delivery.armed_at)
    event("armed", delivery.pk, attempt=claim.attempt.number)
    return original


def _still_approved(delivery: Delivery) -> None:
    pages = Page.objects.select_for_update().filter(pk=delivery.variant_id)
    page = pages.values("live", "live_revision_id").first()
    if page is None or not page["live"]:
        raise Held(Delivery.Hold.NOT_APPROVED, _("Its approval was withdrawn. Approve it, then send this again."))
    if page["live_revision_id"] != delivery.revision_id:
        raise NotSent(_("A newer revision was approved meanwhile; that one is sent."), retry_after=0)
    if why := behind.reason(delivery.variant):
        raise Held(Delivery.Hold.BEHIND, why)


def _call(claim: Claim, speaker: Connector, original: Delivery, post: Post | None, redactor: Redactor) -> None:
    known = Receipt(original.receipt_id, original.url, key=original.key.hex)
    try:
        with lease.held([claim]), baton.laid_down():
            receipt = _made(speaker, post, known)
    except Exception as error:
        failure = error
        event("answered", claim.delivery.pk, attempt=claim.attempt.number)
        attempting.stored(lambda: _went_wrong(claim, failure, redactor))
    else:
        event("answered", claim.delivery.pk, attempt=claim.attempt.number)
        attempting.stored(lambda: _done(claim, original, receipt, redactor))


def _made(speaker: Connector, post: Post | None, known: Receipt) -> Receipt | None:
    """The one call; what is live now, of an update."""
    if post is not None:
        return speaker.update(post, known)
    speaker.withdraw(known)
    return None


def _done(claim: Claim, original: Delivery, receipt: Receipt | None, redactor: Redactor) -> None:
    with transaction.atomic():
        text = "" if receipt else _("Taken down from %s.") % (original.url or original.account.name)
        url = original.url if receipt else ""
        _end(claim, state=State.LIVE, live_at=clock.now(), reason=fitted(text), url=url)
        effects.take_effect(claim.delivery, original, receipt)
        outcomes.close(claim, Ending(Outcome.DONE, "", _raw(receipt, redactor), "publish"), late=True)


def _raw(receipt: Receipt | None, redactor: Redactor) -> str:
    said = redactor.data(receipt.raw) if receipt else {}
    return json.dumps(said, ensure_ascii=False, default=str) if said else ""


def _went_wrong(claim: Claim, error: Exception, redactor: Redactor) -> None:
    if isinstance(error, NotSent | Refused | AuthFailed):
        attempting.before_the_call(claim, error, redactor)
        return
    if not isinstance(error, ChannelError):
        attempting.trace(claim, error, redactor)
    end = ending(Outcome.AMBIGUOUS, error, redactor, "publish")
    text = _("%s Perhaps it was done all the same; doing it again changes nothing, so it is tried again.")
    asked = error.retry_after if isinstance(error, ChannelError) else None
    cause: retry.Cause = "not_sent" if isinstance(error, Ambiguous) else "unexpected"
    outcomes.again(claim, dataclasses.replace(end, message=text % end.message), cause, asked)


def _over(claim: Claim) -> None:
    """The original is not live any more: what was to be taken down is down, what was to be updated is not there."""
    if claim.delivery.intent == Intent.WITHDRAW:
        text = _("It was down already.")
        outcome, changes = Outcome.DONE, {"state": State.LIVE, "live_at": clock.now()}
    else:
        text = _("There is nothing to update any more: it is not live.")
        outcome, changes = Outcome.REFUSED, {"state": State.CANCELLED}
    with transaction.atomic():
        _end(claim, reason=fitted(text), armed_at=None, **changes)
        outcomes.close(claim, Ending(outcome, text))


def _end(claim: Claim, **changes: Any) -> None:
    if not move(claim.delivery.pk, claim.mine, hold="", **RELEASED, **changes):
        raise LostLease(f"delivery {claim.delivery.pk} was taken over")


def _kills(claim: Claim) -> bool:
    """Whether its last tries all ended with their worker."""
    enough = retry.TRIES["interrupted"]
    if claim.delivery.tries <= enough:
        return False
    last = claim.delivery.attempts.exclude(pk=claim.attempt.pk).order_by("-number")[:enough]
    return len(last) == enough and all(attempt.outcome == Outcome.INTERRUPTED for attempt in last)
