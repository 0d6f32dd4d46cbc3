"""How a try ends: each function is one transaction that moves the delivery and closes the attempt.

All of them change nothing when the delivery was lost meanwhile, except ``live``: a receipt is a proof, and is kept
however late it comes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from channels.base import ChannelError, Receipt
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import arming, gate, rechecking, retry
from contenthub.publishing.actions.accounts import pause_account
from contenthub.publishing.gate import Held
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.transitions import RELEASED, fitted, move, noted

State = Delivery.State
Outcome = Attempt.Outcome

#: Characters of a platform's answer that are kept.
KEPT = 20_000


@dataclasses.dataclass(frozen=True)
class Ending:
    """What the attempt's row is left with."""

    outcome: Attempt.Outcome
    message: str = ""
    raw: str = ""
    step: str = ""


def ending(outcome: Attempt.Outcome, error: Exception, redactor: Redactor, step: str = "") -> Ending:
    """The record of an error, without secrets."""
    message = error.message if isinstance(error, ChannelError) else unexpected(error)
    raw = error.raw if isinstance(error, ChannelError) else ""
    return Ending(outcome, redactor.text(message), redactor.text(raw), step)


def unexpected(error: BaseException) -> str:
    """An error that no connector should raise, for people; the trace is in the log."""
    return _("Something unexpected went wrong (%(type)s: %(text)s).") % {
        "type": type(error).__name__,
        "text": fitted(str(error), 300) or "-",
    }


def live(
    claim: Claim, receipt: Receipt, redactor: Redactor, *, reason: str = "", message: str = "", step: str = "publish"
) -> None:
    """The post is out.

    :param message: what the attempt says about how that is known.
    """
    delivery = claim.delivery
    raw = json.dumps(redactor.data(receipt.raw), ensure_ascii=False, default=str) if receipt.raw else ""
    recheck_at = rechecking.first_look(delivery.account, receipt)
    # Without a savepoint of its own: what fails here fails all of the transaction that it is part of.
    with transaction.atomic(savepoint=False):
        moved = arming.keep(claim, receipt.id[:500], address(receipt.url), recheck_at, fitted(reason))
        if moved:
            noted(delivery.pk, State.LIVE, f"{receipt.url or receipt.id}")
        text = message if moved else _("It was out after all; by then somebody had decided about this delivery.")
        close(claim, Ending(Outcome.LIVE, text, raw, step), late=True)


def pending(claim: Claim, receipt: Receipt, redactor: Redactor) -> None:
    """Accepted, not live yet: the platform is asked again."""
    raw = json.dumps(redactor.data(receipt.raw), ensure_ascii=False, default=str) if receipt.raw else ""
    text = _("The platform has accepted it and is working on it.")
    with transaction.atomic():
        _mine(
            claim,
            state=State.SENDING,
            reason=text,
            receipt_id=receipt.id[:500],
            url=address(receipt.url),
            leased_until=None,
            wake_at=clock.now() + retry.look_wait(1),
        )
        close(claim, Ending(Outcome.PENDING, text, raw, "publish"))


def again(claim: Claim, end: Ending, cause: retry.Cause, asked: float | None = None) -> None:
    """Nothing reached anybody: scheduled again for later, or failed when that was the last try."""
    tries, counted = claim.delivery.tries, spent(claim, cause)
    if retry.exhausted(counted, cause):
        text = _("%(message)s Given up after %(tries)s tries; retry it when the cause is gone.")
        failed(claim, dataclasses.replace(end, message=text % {"message": end.message, "tries": tries}))
        return
    due = clock.now() + retry.wait(counted, asked)
    if step := retry.STEPS.get(cause):
        end = dataclasses.replace(end, step=step)
    with transaction.atomic():
        _mine(claim, state=State.SCHEDULED, due_at=due, armed_at=None, reason=fitted(end.message), **RELEASED)
        close(claim, end)


def spent(claim: Claim, cause: retry.Cause) -> int:
    """Tries that came to nothing for this cause since a person last decided, this one among them."""
    before = claim.delivery.attempts.exclude(pk=claim.attempt.pk).order_by("-number").values_list("outcome", "step")
    others = 0
    for outcome, step in before[: max(claim.delivery.tries - 1, 0)]:
        found = step if outcome == Outcome.NOT_SENT and step in retry.STEPS.values() else ""
        others += found != retry.STEPS.get(cause, "")
    return claim.delivery.tries - others


def not_yet(claim: Claim) -> None:
    """There was no room for its call within the platform's limits: as if it had not been tried, at its same time.

    Nobody comes back to it before its account may make calls again.
    """
    with transaction.atomic():
        _mine(claim, state=State.SCHEDULED, tries=max(claim.delivery.tries - 1, 0), reason="", **RELEASED)
        Attempt.objects.filter(pk=claim.attempt.pk).delete()


def not_yet_again(claim: Claim, wake_at: dt.datetime) -> None:
    """The same for a call that is repeated under its key: unconfirmed as before, and woken when there is room."""
    text = _("Its outcome is unknown; it is sent again under the same key.")
    with transaction.atomic():
        _mine(claim, state=State.UNCONFIRMED, reason=text, leased_until=None, wake_at=wake_at)
        Attempt.objects.filter(pk=claim.attempt.pk).delete()


def failed(claim: Claim, end: Ending) -> None:
    """It is not out, and trying again by itself would not help."""
    kept = {} if claim.delivery.mailing_id else {"armed_at": None}
    with transaction.atomic():
        _mine(claim, state=State.FAILED, reason=fitted(end.message), **kept, **RELEASED)
        close(claim, end)


def held(claim: Claim, hold: Held, end: Ending | None = None) -> None:
    """A person decides before it goes out."""
    kept = {} if claim.delivery.mailing_id else {"armed_at": None}
    with transaction.atomic():
        _mine(claim, state=State.HELD, hold=hold.hold, reason=fitted(hold.reason), **kept, **RELEASED)
        close(claim, end or Ending(Outcome.HELD, hold.reason))


def account_stops(claim: Claim, end: Ending) -> None:
    """The account does not work: it is paused, and the delivery waits until a person has mended it."""
    account = claim.delivery.account
    pause_account(account, end.message, trouble=Account.Trouble.AUTH)
    account.reason = end.message
    held(claim, Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(account)), end)


def handed_over(claim: Claim) -> None:
    """The package is ready; a person publishes it."""
    text = _("The package is ready. Publish it by hand, then enter the address of the post here.")
    with transaction.atomic():
        _mine(claim, state=State.HANDED_OVER, reason=text, armed_at=None, **RELEASED)
        close(claim, Ending(Outcome.HANDED_OVER, text, "", "prepare"))


def unconfirmed(claim: Claim, end: Ending, wake_at: dt.datetime | None, reason: str) -> None:
    """The call was made and its outcome is unknown; looked up at ``wake_at``, or None: a person decides."""
    with transaction.atomic():
        _mine(claim, state=State.UNCONFIRMED, reason=fitted(reason), leased_until=None, wake_at=wake_at)
        close(claim, end)


def rest(claim: Claim, wake_at: dt.datetime | None, reason: str, tries: int | None = None) -> None:
    """Leave it as it is; come back at ``wake_at`` (None, of an unconfirmed one: a person decides)."""
    counted = {} if tries is None else {"tries": tries}
    _mine(claim, reason=fitted(reason), leased_until=None, wake_at=wake_at, **counted)


def close(claim: Claim, end: Ending, late: bool = False) -> None:
    """End the attempt. One that was ended by somebody else meanwhile changes only when a receipt came late."""
    changes: dict[str, Any] = {"outcome": end.outcome.value, "ended_at": clock.now()}
    if end.message:
        changes["message"] = fitted(end.message)
    if end.raw:
        changes["raw"] = end.raw[:KEPT]
    if end.step:
        changes["step"] = end.step
    if late:
        arming.note(claim, changes)
        return
    open_yet = (Outcome.RUNNING, Outcome.PENDING, Outcome.AMBIGUOUS, Outcome.INTERRUPTED, Outcome.DUPLICATE)
    Attempt.objects.filter(pk=claim.attempt.pk, outcome__in=open_yet).update(**changes)


def _mine(claim: Claim, **changes: Any) -> None:
    if not move(claim.delivery.pk, claim.mine, **changes):
        raise LostLease(f"delivery {claim.delivery.pk} was taken over")


def address(url: str) -> str:
    """The address as it may be linked to: a connector's answer comes from outside."""
    return url if url.startswith(("https://", "http://", "file://")) and len(url) <= 2000 else ""
