"""What a dispatcher does beside queueing, each step every so often: resuming, renewing, announcing.

Several dispatchers run the same steps at once, so each step must bear that: it changes rows by guarded updates only.
A step that raises is logged and tried again at its next turn; it does not stop the others.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable

from django.db import OperationalError

from contenthub.lib import clock
from contenthub.publishing.log import LOGGER


@dataclasses.dataclass
class Step:
    """One function and how often it is run."""

    name: str
    #: Seconds between two runs.
    every: float
    function: Callable[[dt.datetime], object]
    #: On this process's own clock, which nobody sets: when it is next run.
    next_at: float = 0.0


#: By name; see ``register``.
STEPS: dict[str, Step] = {}


def register(name: str, every: float, function: Callable[[dt.datetime], object]) -> None:
    """Have ``function(now)`` run by every dispatcher every so many seconds; a name registered again is replaced."""
    STEPS[name] = Step(name, every, function)


def run_due() -> list[str]:
    """Run the steps whose turn has come; return their names.

    :raises OperationalError: the database does not answer; the steps not yet run keep their turn.
    """
    ran = []
    for step in list(STEPS.values()):
        if time.monotonic() < step.next_at:
            continue
        step.next_at = time.monotonic() + step.every
        try:
            step.function(clock.now())
        except OperationalError:
            raise
        except Exception:
            LOGGER.exception("upkeep: %s failed; it is run again in %g seconds", step.name, step.every)
        ran.append(step.name)
    return ran
