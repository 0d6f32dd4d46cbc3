"""Bringing posts out through one account, one after the other: check, freeze, prepare, arm, call.

The posts of all are committed first; then each is armed right before its own call, never two at once: on a channel
that cannot be asked, a worker that dies leaves at most one delivery in doubt. Arming commits that the call is about to
be made; the same transaction keeps the receipt of the call before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from channels.base import AuthFailed, Connector, NotSent, Post, QuotaSpent, RateLimited, State
from channels.redaction import Redactor
from contenthub.publishing import (
    accounts,
    arming,
    attempting,
    baton,
    freeze,
    gate,
    lease,
    mail,
    media,
    outcomes,
    renewal,
    retry,
    turns,
)
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Held, Judge, Judgement
from contenthub.publishing.lease import Claim, LostLease
from contenthub.publishing.log import about, event, within
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.outcomes import Ending

Outcome = Attempt.Outcome

#: Errors that are the account's: whatever else goes through it at this moment would meet them, too.
_OF_THE_ACCOUNT = (RateLimited, QuotaSpent, AuthFailed, AccountTrouble)


@dataclasses.dataclass(frozen=True)
class Ready:
    """A claim with its post as it is going to be sent."""

    claim: Claim
    post: Post
    judgement: Judgement


def publish(claim: Claim) -> None:
    """Try to bring one scheduled delivery out."""
    Run([claim]).go()


class Run:
    """Brings claimed deliveries of one account out.

    :param judge: judges their variants; anew if not given.
    :param go_on: asked before each but the first; when it says no, the rest is not begun.
    """

    def __init__(
        self, claims: Sequence[Claim], judge: Judge | None = None, go_on: Callable[[], bool] = lambda: True
    ) -> None:
        self.claims = list(claims)
        self.judge = judge or Judge()
        self.go_on = go_on
        self.redactor = Redactor()
        #: Keeps the receipt of the last call; None: it is kept.
        self._unkept: Callable[[], None] | None = None
        #: The account takes no more calls for now.
        self._enough = False

    def go(self) -> list[Claim]:
        """Try each; return those that were not begun."""
        with lease.held(self.claims):
            claims = [claim for claim in self.claims if self._worth_trying(claim)]
            speaker = self._speaker(claims)
            if speaker is None:
                return []
            self.redactor = Redactor(speaker.secrets())
            try:
                ready, rest = self._frozen(claims, speaker)
                return [*self._in_turn(ready, speaker), *rest]
            finally:
                self._keep()

    def _worth_trying(self, claim: Claim) -> bool:
        """Whether not all the last tries ended with their worker: trying this is perhaps what kills them."""
        enough = retry.TRIES["interrupted"]
        if claim.delivery.tries <= enough:
            return True
        last = claim.delivery.attempts.exclude(pk=claim.attempt.pk).order_by("-number")[:enough]
        if len(last) < enough or any(attempt.outcome != Outcome.INTERRUPTED for attempt in last):
            return True
        with self._alone(claim):
            text = _("The worker stopped each time it tried this; see its log.")
            outcomes.failed(claim, Ending(Outcome.INTERRUPTED, text))
        return False

    def _speaker(self, claims: Sequence[Claim]) -> Connector | None:
        found: Connector | None = None
        for claim in claims:
            with self._alone(claim), baton.laid_down():
                found = found or renewal.speaker(claim.delivery.account)
        return found

    def _frozen(self, claims: Sequence[Claim], speaker: Connector) -> tuple[list[Ready], list[Claim]]:
        """Check and compose each, and commit all that are to go, of which nobody sees anything; and what is not begun."""
        composed: list[Ready] = []
        rest: list[Claim] = []
        for number, claim in enumerate(claims):
            # The account's own limits may be asked for here, and that may take as long as any call.
            if number and (self._enough or not self.go_on()):
                rest = list(claims[number:])
                break
            with self._alone(claim):
                turns.awaited(claim)
                if speaker.capabilities.recipients and claim.delivery.armed_at:
                    mail.go_on(claim, speaker)
                else:
                    composed.append(self._composed(claim, speaker))
        with transaction.atomic():
            stored = arming.store([ready.claim for ready in composed]) if composed else 0
            Attempt.objects.filter(pk__in=[ready.claim.attempt.pk for ready in composed]).update(step="prepare")
        if stored != len(composed):
            composed = [ready for ready in composed if self._ours(ready.claim)]
        for ready in composed:
            event("frozen", ready.claim.delivery.pk, attempt=ready.claim.attempt.number)
        return composed, rest

    def _composed(self, claim: Claim, speaker: Connector) -> Ready:
        delivery = claim.delivery
        judgement = gate.admit(delivery, self.judge)
        variant = judgement.variant
        able = gate.limits(delivery.account, speaker)
        post = media.keep(gate.compose(delivery, variant, speaker, able), freeze.rewriter(delivery.tracked, able))
        delivery.revision_id, delivery.post = variant.live_revision_id, post.as_json()
        return Ready(claim, post, judgement)

    def _ours(self, claim: Claim) -> bool:
        with self._alone(claim):
            lease.renew(claim)
            return True
        return False

    def _in_turn(self, waiting: Sequence[Ready], speaker: Connector) -> list[Claim]:
        for number, ready in enumerate(waiting):
            if self._enough or (number and not self.go_on()):
                return [each.claim for each in waiting[number:]]
            state: State | None = None
            with self._alone(ready.claim):
                state = self._armed(ready, speaker)
            if state is not None:
                with within(ready.claim.delivery.pk):
                    self._call(ready, speaker, state)
        return []

    def _armed(self, ready: Ready, speaker: Connector) -> State | None:
        """Prepare and arm it; None when that is all there is to be done."""
        claim = ready.claim
        turns.awaited(claim)
        state = dict(claim.delivery.prepared)
        if type(speaker).prepare is not Connector.prepare:
            self._keep()
            with baton.laid_down():
                state = speaker.prepare(ready.post, state)
            if state != claim.delivery.prepared:
                attempting.step(claim, "prepare", prepared=state)
        event("prepared", claim.delivery.pk, attempt=claim.attempt.number)
        if speaker.capabilities.assisted:
            outcomes.handed_over(claim)
            return None
        with turns.reserved(claim):
            with transaction.atomic():
                if self._unkept:
                    self._unkept()
                armed = arming.arm(claim, ready.judgement)
            self._unkept = None
            if not armed:
                self.judge.forget(claim.delivery.variant_id)
                raise why_not(claim)
        event("armed", claim.delivery.pk, attempt=claim.attempt.number)
        return state

    def _call(self, ready: Ready, speaker: Connector, state: State) -> None:
        claim, redactor = ready.claim, self.redactor
        try:
            if speaker.capabilities.recipients:
                mail.go_on(claim, speaker)
                return
            receipt = attempting.answered(claim, speaker, ready.post, state, redactor, self._note)
            if receipt and receipt.pending:
                attempting.stored(lambda: outcomes.pending(claim, receipt, redactor))
            elif receipt:
                self._unkept = lambda: outcomes.live(claim, receipt, redactor)
        except LostLease as lost:
            _left(claim, lost)

    def _note(self, error: Exception) -> None:
        self._enough = self._enough or isinstance(error, _OF_THE_ACCOUNT)

    def _keep(self) -> None:
        keep, self._unkept = self._unkept, None
        if keep:
            attempting.stored(keep)

    @contextmanager
    def _alone(self, claim: Claim) -> Iterator[None]:
        """What goes wrong here, before the call, is this delivery's end for now and not the others'."""
        with within(claim.delivery.pk):
            try:
                yield
            except LostLease as lost:
                _left(claim, lost)
            except turns.NotYet:
                self._enough = True
                outcomes.not_yet(claim)
            except Exception as error:
                self._note(error)
                self._keep()
                try:
                    attempting.before_the_call(claim, error, self.redactor)
                except LostLease as lost:
                    _left(claim, lost)


def why_not(claim: Claim) -> Exception:
    """What stood against arming."""
    delivery = claim.delivery
    if not Delivery.objects.filter(claim.mine, pk=delivery.pk).exists():
        return LostLease(f"delivery {delivery.pk} was taken over")
    judgement = gate.judged(delivery.variant_id, accounts.capabilities(delivery.account))
    if not judgement.variant.live:
        return Held(Delivery.Hold.NOT_APPROVED, _("Its approval was withdrawn. Approve it, then send this again."))
    if judgement.behind:
        return Held(Delivery.Hold.BEHIND, judgement.behind)
    account = Account.objects.get(pk=delivery.account_id)
    if account.state != Account.State.ACTIVE:
        return Held(Delivery.Hold.ACCOUNT_PAUSED, gate.account_paused(account))
    return NotSent(_("A newer revision was approved meanwhile; that one is sent."), retry_after=0)


def _left(claim: Claim, lost: LostLease) -> None:
    about(claim.delivery.pk, attempt=claim.attempt.number).warning("%s; left to the other", lost)
