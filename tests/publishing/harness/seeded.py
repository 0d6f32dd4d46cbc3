"""Many deliveries, everything going wrong at random, by a seed: the faults of each call, who is killed where and when.

The seed decides what is done; how the processes run against each other, no seed decides.
"""

from __future__ import annotations

import dataclasses
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

from django.db.models import Count

from contenthub.publishing.models import Attempt, Delivery
from tests.publishing.harness import killing, planting
from tests.publishing.harness.channels import CHANNELS
from tests.publishing.harness.hub import Hub
from tests.publishing.harness.losing import lose_database

#: Accounts per channel; workers and dispatchers.
ACCOUNTS, WORKERS, DISPATCHERS = 3, 2, 2
#: One delivery in so many has an order to kill its worker; one disaster per so many.
KILLS, DISASTERS = 20, 45


@dataclasses.dataclass
class Figures:
    """What came of a run."""

    seed: str
    count: int
    complaints: list[str]
    seconds: float
    hours: float
    killed: int
    disasters: Counter[str]
    faults: Counter[str]
    states: dict[str, dict[str, int]]
    attempts: int
    failed: Counter[str]

    def __str__(self) -> str:
        lines = [
            f"seed {self.seed}: {self.count} deliveries, {self.attempts} attempts in {self.seconds:.0f} s"
            f" ({self.hours:.1f} hours on the hub's clock); {self.killed} processes killed",
            "disasters: " + _listed(self.disasters),
            "faults: " + _listed(self.faults),
            *(f"{channel}: {_listed(states)}" for channel, states in self.states.items()),
            "failed: " + _listed(self.failed),
            "the books balance" if not self.complaints else "\n".join(self.complaints[:50]),
        ]
        return "\n".join(lines)


def run(hub: Hub, count: int, seed: str, patience: float, progress: Callable[[str], None] | None = None) -> Figures:
    """Do it, until everything is at rest.

    :param patience: seconds after which it has to be.
    """
    dice = random.Random(seed)
    began = time.monotonic()
    hub.platform.reset(seed, drawn=True)
    made = _planted(hub, count, dice)
    for delivery in dice.sample(made, count // KILLS):
        killing.order(hub.folder / "kills", dice.choice(killing.STEPS), delivery.pk)
    disasters = Disasters(hub, dice, count)
    hub.start(WORKERS, DISPATCHERS)
    hub.settle(patience, lambda: disasters.meanwhile(progress))
    states: dict[str, dict[str, int]] = {}
    for channel, state, found in Delivery.objects.values_list("account__channel", "state").annotate(Count("pk")):
        states.setdefault(channel, {})[state] = found
    return Figures(
        seed, count, hub.complaints(), time.monotonic() - began, hub.ticking.offset() / 3600, hub.nursery.killed(),
        disasters.met, Counter(hub.platform.books()["met"]), states, Attempt.objects.count(),
        Counter(Delivery.objects.filter(state="failed").values_list("reason", flat=True)),
    )  # fmt: skip


class Disasters:
    """What befalls the processes, each time so many more attempts have begun."""

    def __init__(self, hub: Hub, dice: random.Random, count: int) -> None:
        self.hub, self.dice = hub, dice
        self.marks = [mark + dice.randrange(DISASTERS) for mark in range(0, count, DISASTERS)]
        self.met: Counter[str] = Counter()
        self.told = 0
        self.kinds: dict[str, Callable[[], object]] = {
            "queue flushed": hub.queue.flush,
            "queue server killed": self._queue_killed,
            "worker killed": lambda: hub.nursery.kill(self._one("worker")),
            "worker stopped": self._worker_stopped,
            "dispatcher killed": lambda: hub.nursery.kill(self._one("dispatcher")),
            "database lost": lose_database,
        }

    def meanwhile(self, progress: Callable[[str], None] | None) -> None:
        begun = Attempt.objects.count()
        if self.marks and begun >= self.marks[0]:
            del self.marks[0]
            name = self.dice.choice(list(self.kinds))
            self.kinds[name]()
            self.met[name] += 1
        if progress and begun >= self.told + 500:
            self.told = begun
            live = Delivery.objects.filter(state="live").count()
            progress(f"{begun} attempts, {live} live, {self.hub.nursery.killed()} processes killed")

    def _one(self, kind: str) -> str:
        """A running one; somebody may have died this very moment."""
        names = self.hub.until(lambda: sorted(name for name in self.hub.nursery.pids if name.startswith(kind)))
        return self.dice.choice(names)

    def _queue_killed(self) -> None:
        self.hub.queue.kill()
        time.sleep(self.dice.uniform(0.1, 1.5))
        self.hub.queue.start()

    def _worker_stopped(self) -> None:
        self.hub.nursery.end(self._one("worker"), signal.SIGTERM)
        self.hub.start(WORKERS, DISPATCHERS)


def _planted(hub: Hub, count: int, dice: random.Random) -> list[Delivery]:
    """Spread over the channels and accounts, in mixed order."""
    card = planting.approved_card()
    made: list[Delivery] = []
    places = [(channel, number) for channel in CHANNELS for number in range(1, ACCOUNTS + 1)]
    for turn, (channel, number) in enumerate(places):
        share = count // len(places) + (turn < count % len(places))
        made += planting.deliveries(card, planting.account(channel, hub.platform.url, number), share, dice)
    return made


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items(), key=lambda pair: -pair[1])) or "none"
