"""Two ways of doing one thing, timed in turns."""

from __future__ import annotations

import dataclasses
import gc
import time
from collections.abc import Callable
from statistics import median

#: What is timed: a round's number goes in, so that rounds can differ in their material.
Work = Callable[[int], object]


@dataclasses.dataclass(frozen=True)
class Row:
    """One line of the table. ``ratio`` is ours / beside; ``note`` says what stands beside."""

    subject: str
    ours: float
    beside: float
    ratio: float
    unit: str
    note: str


@dataclasses.dataclass(frozen=True)
class Seconds:
    """Median seconds of a round of each, and the median of the rounds' own ratios (ours / beside)."""

    ours: float
    beside: float
    ratio: float

    def rate(self, subject: str, count: int, unit: str, note: str) -> Row:
        """As pieces per second: more is better."""
        return Row(subject, count / self.ours, count / self.beside, 1 / self.ratio, f"{unit}/s", note)

    def cost(self, subject: str, count: int, unit: str, note: str) -> Row:
        """As milliseconds per piece: less is better."""
        return Row(subject, self.ours / count * 1000, self.beside / count * 1000, self.ratio, f"ms/{unit}", note)


def side_by_side(
    ours: Work, beside: Work, *, rounds: int = 5, clock: Callable[[], float] = time.perf_counter
) -> Seconds:
    """Time both in every round, now the one first, now the other, so that a busy machine slows both.

    Round 0 warms caches and is not counted: ``rounds`` + 1 rounds are run.

    :param clock: ``time.process_time`` for what only computes; it leaves out what other processes take.
    """
    pairs = []
    for number in range(rounds + 1):
        if number % 2:
            mine = _timed(ours, number, clock)
            other = _timed(beside, number, clock)
        else:
            other = _timed(beside, number, clock)
            mine = _timed(ours, number, clock)
        pairs.append((mine, other))
    del pairs[0]
    return Seconds(
        median(mine for mine, _ in pairs),
        median(other for _, other in pairs),
        median(mine / other for mine, other in pairs),
    )


def _timed(work: Work, number: int, clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    work(number)
    return clock() - start
