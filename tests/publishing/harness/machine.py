"""The state machine under hypothesis: the product's own actions and worker on a stage, in any order."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.errors import PublishingError
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

    @initialize()
    def accounts(self) -> None:
        number = next(self.numbers)
        self.accounts = [
            actions.add_account(name, f"{name} {number}", {"base_url": f"http://{number}.example"}) for name in CAST
        ]
        self.approve()

    def teardown(self) -> None:
        Delivery.objects.filter(pk__in=self.pks, state__in=("scheduled", "sending", "unconfirmed")).update(
            state="cancelled", reason="the run is over", leased_until=None, wake_at=None
        )

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
    @rule(one=someone, step=st.sampled_from(STEPS), call=st.sampled_from(CALLS))
    def work_and_die(self, one: int, step: str, call: str) -> None:
        with interrupting.at(step, self._pk(one), _die):
            self._work(self._pk(one), call, "answer")

    @precondition(lambda self: self.pks)
    @rule(
        one=someone, step=st.sampled_from(OUTSIDE), call=st.sampled_from(CALLS),
        others=st.lists(st.tuples(st.sampled_from((10, 70)), st.sampled_from(CALLS)), min_size=1, max_size=3),
    )  # fmt: skip
    def work_and_stand_still(self, one: int, step: str, call: str, others: list[tuple[int, str]]) -> None:
        """It goes on after others have had its delivery: its lease ran out while it stood still."""
        pk = self._pk(one)

        def meanwhile() -> None:
            mine = self.stage.call
            self.stage.forward(130)
            for seconds, theirs in others:
                self._work(pk, theirs, "answer")
                self.stage.forward(seconds)
            self.stage.call = mine

        with interrupting.at(step, pk, meanwhile):
            self._work(pk, call, "answer")

    @rule(seconds=st.sampled_from(TIMES))
    def pass_time(self, seconds: int) -> None:
        self.stage.forward(seconds)

    # --- rules: people -----------------------------------------------------------------------------------------

    @precondition(lambda self: self.pks)
    @rule(one=someone, verb=st.sampled_from(("retry", "cancel", "reschedule")))
    def decide(self, one: int, verb: str) -> None:
        delivery = self._get(one)
        given = [clock.now() + dt.timedelta(seconds=45)] if verb == "reschedule" else []
        self._try(lambda: getattr(actions, verb)(delivery, *given))

    @precondition(lambda self: self.pks)
    @rule(one=someone)
    def send_again(self, one: int) -> None:
        delivery = self._get(one)
        out = self.stage.out(delivery.key.hex)
        if self._try(lambda: actions.send_again(delivery)):
            self.before[delivery.pk] = out
            self.allowed[delivery.pk] = out + 1

    @precondition(lambda self: self.pks)
    @rule(one=someone)
    def settle_live(self, one: int) -> None:
        delivery = self._get(one)
        if self._try(lambda: actions.settle_live(delivery, "https://stage.example/seen")):
            self.sworn.add(delivery.pk)

    @rule(channel=st.integers(0, len(CAST) - 1), pause=st.booleans())
    def pause_or_resume(self, channel: int, pause: bool) -> None:
        account = Account.objects.get(pk=self.accounts[channel].pk)
        (actions.pause_account if pause else actions.resume_account)(account)

    @rule()
    def withdraw_approval(self) -> None:
        Variant.objects.get(pk=self.card.pk).specific.unpublish()

    @rule()
    def approve(self) -> None:
        Variant.objects.get(pk=self.card.pk).specific.save_revision().publish()

    # --- what must always be so --------------------------------------------------------------------------------

    @invariant()
    def the_books_balance(self) -> None:
        for delivery in Delivery.objects.filter(pk__in=self.pks).select_related("account"):
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

    def _pk(self, one: int) -> int:
        return self.pks[one % len(self.pks)]

    def _get(self, one: int) -> Delivery:
        return Delivery.objects.get(pk=self._pk(one))

    def _work(self, pk: int, call: str, look: str) -> None:
        self.stage.call, self.stage.look = call, look
        try:
            work(pk)
        except Died:
            pass
        finally:
            self.stage.call = self.stage.look = ""

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
