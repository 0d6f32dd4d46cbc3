"""The state machine under hypothesis: the product's own actions and worker on a stage, in any order."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.actions import changing, settling
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from contenthub.variants.models import Variant
from tests.publishing.harness import interrupting, ledger
from tests.publishing.harness.stage import CALLS, CAST, LOOKS, Actor, Died, Stage

State = Delivery.State
Result = TypeVar("Result")

#: Where a worker may die or stand still; the last ones inside the transaction that stores the outcome.
STEPS = ("began", "claimed", "frozen", "prepared", "armed", "answered", "live", "scheduled", "unconfirmed", "failed")
OUTSIDE = STEPS[:6]
#: Seconds that pass at a time: within a lease, past it, past a retry's wait, past a grace period, past a key's window.
TIMES = (1, 10, 45, 130, 500, 3700)
MOST = 4

someone = st.integers(0, MOST - 1)


class Machine(RuleBasedStateMachine):
    """Up to four deliveries, on the three kinds of channel."""

    card: ClassVar[Variant]
    numbers: ClassVar = itertools.count(1)

    def __init__(self) -> None:
        super().__init__()
        Actor.stage = self.stage = Stage()
        self.pks: list[int] = []
        #: How often each may be seen at most, and at least has been when a person said "send again".
        self.allowed: dict[int, int] = {}
        self.before: dict[int, int] = {}
        self.sworn: set[int] = set()
        self.states: dict[int, str] = {}

    @initialize(channels=st.lists(st.integers(0, len(CAST) - 1), min_size=1, max_size=2))
    def begin(self, channels: list[int]) -> None:
        number = next(self.numbers)
        given = {"base_url": f"http://{number}.example"}
        self.accounts = [actions.add_account(name, f"{name} {number}", given) for name in CAST]
        if not self._approved():
            self.approve()
        for channel in channels:
            self.schedule(channel, 0)

    def teardown(self) -> None:
        rows = Delivery.objects.filter(pk__in=self.pks).exclude(state="live")
        rows.update(state="cancelled", hold="", reason="the run is over", leased_until=None, wake_at=None)

    # --- rules: the hub ----------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.pks) < MOST)
    @rule(channel=st.integers(0, len(CAST) - 1), later=st.sampled_from((0, 0, 60)))
    def schedule(self, channel: int, later: int) -> None:
        at = clock.now() + dt.timedelta(seconds=later)
        if made := self._try(lambda: actions.schedule(self.card, self.accounts[channel], at)):
            self.pks.append(made.pk)
            self.allowed[made.pk], self.before[made.pk] = 1, 0

    @precondition(lambda self: self.pks)
    @rule(one=someone, call=st.sampled_from(CALLS), look=st.sampled_from(LOOKS))
    def work(self, one: int, call: str, look: str) -> None:
        self._work(self._pk(one), call, look)

    @precondition(lambda self: self.pks)
    @rule(channel=st.integers(0, len(CAST) - 1), calls=st.lists(st.sampled_from(CALLS), max_size=MOST))
    def work_lane(self, channel: int, calls: list[str]) -> None:
        """All of an account, several in one batch."""
        self._acted(calls, [], Slice(self.accounts[channel].pk).run)

    @precondition(lambda self: self.pks)
    @rule(one=someone, step=st.sampled_from(STEPS), call=st.sampled_from(CALLS), alone=st.booleans())
    def work_and_die(self, one: int, step: str, call: str, alone: bool) -> None:
        pk = self._pk(one)
        with interrupting.at(step, pk, _die):
            if alone:
                self._work(pk, call, "answer")
            else:
                self._acted([call, call], [], Slice(Delivery.objects.get(pk=pk).account_id).run)

    @precondition(lambda self: self.pks)
    @rule(
        one=someone, step=st.sampled_from(OUTSIDE), call=st.sampled_from(CALLS),
        others=st.lists(st.tuples(st.sampled_from((10, 70)), st.sampled_from(CALLS)), min_size=1, max_size=3),
    )  # fmt: skip
    def work_and_stand_still(self, one: int, step: str, call: str, others: list[tuple[int, str]]) -> None:
        """It goes on after others have had its delivery: its lease ran out while it stood still."""
        pk = self._pk(one)

        def meanwhile() -> None:
            mine = self.stage.calls
            self.stage.forward(130)
            for seconds, theirs in others:
                self._work(pk, theirs, "answer")
                self.stage.forward(seconds)
            self.stage.calls = mine

        with interrupting.at(step, pk, meanwhile):
            self._work(pk, call, "answer")

    @rule(seconds=st.sampled_from(TIMES))
    def pass_time(self, seconds: int) -> None:
        self.stage.forward(seconds)

    # --- rules: people -----------------------------------------------------------------------------------------

    @precondition(lambda self: self._in(*changing.RETRIABLE))
    @rule(one=someone)
    def retry(self, one: int) -> None:
        self._decide(actions.retry, one, changing.RETRIABLE)

    @precondition(lambda self: self._in(*changing.RESCHEDULABLE))
    @rule(one=someone)
    def reschedule(self, one: int) -> None:
        at = clock.now() + dt.timedelta(seconds=45)
        self._decide(lambda delivery: actions.reschedule(delivery, at), one, changing.RESCHEDULABLE)

    @precondition(lambda self: len(self.pks) == MOST and self._in(*changing.CANCELLABLE))
    @rule(one=someone)
    def cancel(self, one: int) -> None:
        self._decide(actions.cancel, one, changing.CANCELLABLE)

    @precondition(lambda self: self._in(*settling.SENDABLE_AGAIN))
    @rule(one=someone)
    def send_again(self, one: int) -> None:
        def act(delivery: Delivery) -> Delivery:
            out = self.stage.out(delivery.key.hex)
            found = actions.send_again(delivery)
            self.before[delivery.pk], self.allowed[delivery.pk] = out, out + 1
            return found

        self._decide(act, one, settling.SENDABLE_AGAIN)

    @precondition(lambda self: self._in(*settling.SETTLEABLE))
    @rule(one=someone)
    def settle_live(self, one: int) -> None:
        def act(delivery: Delivery) -> Delivery:
            found = actions.settle_live(delivery, "https://stage.example/seen")
            self.sworn.add(delivery.pk)
            return found

        self._decide(act, one, settling.SETTLEABLE)

    @precondition(lambda self: self._in("scheduled", "sending", "unconfirmed"))
    @rule(channel=st.integers(0, len(CAST) - 1))
    def pause(self, channel: int) -> None:
        actions.pause_account(self.accounts[channel])

    @precondition(lambda self: Account.objects.filter(pk__in=[a.pk for a in self.accounts], state="paused").exists())
    @rule()
    def resume(self) -> None:
        for account in Account.objects.filter(pk__in=[account.pk for account in self.accounts], state="paused"):
            actions.resume_account(account)

    @precondition(lambda self: self._in("scheduled", "sending") and self._approved())
    @rule()
    def withdraw_approval(self) -> None:
        Variant.objects.get(pk=self.card.pk).specific.unpublish()

    @precondition(lambda self: self._in("scheduled", "sending", "held"))
    @rule()
    def approve(self) -> None:
        """Again, or a newer revision."""
        Variant.objects.get(pk=self.card.pk).specific.save_revision().publish()

    # --- what must always be so --------------------------------------------------------------------------------

    @invariant()
    def the_books_balance(self) -> None:
        for delivery in Delivery.objects.filter(pk__in=self.pks).select_related("account"):
            self.states[delivery.pk] = delivery.state
            seen = self.stage.shown[delivery.key.hex]
            wrong = [*ledger.owner(delivery), *self._audience(delivery, seen)]
            assert not wrong, f"{ledger.name(delivery, seen)}: {wrong}"
        assert not list(ledger.attempts(Attempt.objects.filter(delivery__in=self.pks)))

    def _audience(self, delivery: Delivery, seen: int) -> list[str]:
        pk, found = delivery.pk, []
        if seen > self.allowed[pk]:
            found.append(f"at most {self.allowed[pk]} were to be seen")
        if delivery.state == State.LIVE and pk not in self.sworn and not self.stage.out(delivery.key.hex):
            found.append("it is live and was never seen")
        if delivery.state in (State.SCHEDULED, State.FAILED, State.HELD) and seen > self.before[pk]:
            found.append("it is to be seen all the same")
        return found

    # --- means -------------------------------------------------------------------------------------------------

    def _in(self, *states: str) -> list[int]:
        return [pk for pk in self.pks if self.states.get(pk) in states]

    def _approved(self) -> bool:
        return Variant.objects.filter(pk=self.card.pk, live=True).exists()

    def _decide(self, act: Callable[[Delivery], Delivery], one: int, states: Collection[str]) -> None:
        """By somebody who sees one in such a state."""
        found = self._in(*states)
        delivery = Delivery.objects.get(pk=found[one % len(found)])
        self._try(lambda: act(delivery))

    def _pk(self, one: int) -> int:
        return self.pks[one % len(self.pks)]

    def _work(self, pk: int, call: str, look: str) -> None:
        self._acted([call], [look], lambda: work(pk))

    def _acted(self, calls: Sequence[str], looks: Sequence[str], act: Callable[[], object]) -> None:
        self.stage.calls, self.stage.looks = list(calls), list(looks)
        with suppress(Died):
            act()
        self.stage.calls, self.stage.looks = [], []

    @staticmethod
    def _try(act: Callable[[], Result]) -> Result | None:
        """What came of it; None where the hub refused, with a sentence."""
        try:
            return act()
        except PublishingError as error:
            assert str(error)
            return None


def _die() -> None:
    raise Died
