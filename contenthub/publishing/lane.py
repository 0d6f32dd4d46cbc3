"""Working one lane for a short while: what was left over first, then what is due, a batch at a time."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator

from channels.base import Capabilities
from contenthub.lib import clock
from contenthub.publishing import accounts, batches, lanes
from contenthub.publishing.bringing import Run
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.gate import Judge
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work

#: Seconds that a lane is worked on before others get their turn; the delivery under way is finished.
SLICE = 2.0

#: Deliveries claimed at once: at first, when nothing is known of the channel's pace, and at most.
FIRST_BATCH, LARGEST_BATCH = 8, 50

_CHANGES = (Delivery.Intent.UPDATE, Delivery.Intent.WITHDRAW)


def always() -> bool:
    """Nobody wants this to stop."""
    return True


@dataclasses.dataclass
class Slice:
    """One turn of a lane.

    :param go_on: asked between two deliveries; when it says no, this ends as soon as the one under way has.
    """

    account_id: int
    worker: str = ""
    judge: Judge = dataclasses.field(default_factory=Judge)
    go_on: Callable[[], bool] = always
    seconds: float = SLICE
    #: The deliveries that were worked on.
    worked: list[int] = dataclasses.field(default_factory=list)

    def run(self) -> list[int]:
        """Work until the slice is over or nothing is left; return what was worked on."""
        self._end = time.monotonic() + self.seconds
        account = Account.objects.get(pk=self.account_id)
        able = _able(account)
        for pk in self._one_by_one(account, able):
            if work(pk, self.worker):
                self.worked.append(pk)
        if not (able.recipients or able.assisted):
            self._batches(account, able)
        return self.worked

    def _one_by_one(self, account: Account, able: Capabilities) -> Iterator[int]:
        """What is not simply a post to be sent: left over from before, changes of what is live, mailings."""
        now = clock.now()
        for pk in lanes.left_over(account.pk, now):
            if self._more():
                yield pk
        intents = () if able.recipients or able.assisted else _CHANGES
        for pk in lanes.next_due(account.pk, now, LARGEST_BATCH, intents=intents):
            if self._more():
                yield pk

    def _batches(self, account: Account, able: Capabilities) -> None:
        size, pace = FIRST_BATCH if self._more() else 1, 0.0
        # At least one goes in each slice, even if what was left over took all of it: look-ups that come again and again
        # would keep everything else waiting.
        first = True
        while self.go_on() and (first or self._more()):
            first = False
            start = time.monotonic()
            claims = batches.take(account, size, self.worker)
            rest = Run(claims, self.judge, self._more).go() if claims else []
            batches.give_back(rest)
            left = {claim.delivery.pk for claim in rest}
            self.worked += [claim.delivery.pk for claim in claims if claim.delivery.pk not in left]
            begun = len(claims) - len(rest)
            if rest or begun < size:
                return
            pace = (time.monotonic() - start) / begun
            size = min(max(int((self._end - time.monotonic()) / pace), 1), LARGEST_BATCH)

    def _more(self) -> bool:
        return time.monotonic() < self._end and self.go_on()


def _able(account: Account) -> Capabilities:
    try:
        return accounts.capabilities(account)
    except AccountTrouble:
        return Capabilities()
