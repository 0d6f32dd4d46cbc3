"""What a platform does to a call, and how that is drawn: by seed, post and number of the call, so that a run repeats."""

from __future__ import annotations

import enum
import random
from collections.abc import Mapping


class Fault(enum.StrEnum):
    """What becomes of one publishing call; "shown" means that the audience sees the post."""

    #: Shown and answered.
    ACCEPT = "accept"
    #: Shown and answered, after a while.
    SLOW = "slow"
    #: Not shown; a definite no, now and ever.
    REFUSE = "refuse"
    #: Not shown; 429 with Retry-After.
    WAIT = "wait"
    #: Not shown; the connection breaks.
    DROP_BEFORE = "drop_before"
    #: Shown; the connection breaks.
    DROP_AFTER = "drop_after"
    #: Not shown; something that is not HTTP comes back.
    GARBAGE = "garbage"
    #: Shown; half an answer comes back.
    GARBLED = "garbled"
    #: Not shown; 503.
    ERROR_BEFORE = "error_before"
    #: Shown; 500 all the same.
    ERROR_AFTER = "error_after"
    #: Shown; no answer ever.
    SILENT = "silent"
    #: No answer ever; shown some time later.
    LATE = "late"
    #: Not shown; the caller is killed with SIGKILL during the call.
    KILL_BEFORE = "kill_before"
    #: Shown; the caller is killed before it has the answer.
    KILL_AFTER = "kill_after"


#: How often each is drawn in the seeded runs, of 100 calls.
MIX: dict[Fault, float] = {
    Fault.ACCEPT: 58,
    Fault.SLOW: 4,
    Fault.REFUSE: 3,
    Fault.WAIT: 4,
    Fault.DROP_BEFORE: 5,
    Fault.DROP_AFTER: 5,
    Fault.GARBAGE: 3,
    Fault.GARBLED: 3,
    Fault.ERROR_BEFORE: 4,
    Fault.ERROR_AFTER: 3,
    Fault.SILENT: 3,
    Fault.LATE: 3,
    Fault.KILL_BEFORE: 1,
    Fault.KILL_AFTER: 1,
}

#: How often an upload or a look-up fails, of 100.
ASKING_FAILS = 4.0


def draw(seed: str, key: str, number: int, mix: Mapping[Fault, float] = MIX) -> Fault:
    """The fault of call ``number`` (from 1) for the post with this key."""
    dice = random.Random(f"{seed}/{key}/{number}")
    return dice.choices(list(mix), weights=list(mix.values()))[0]


def asking_fails(seed: str, key: str, number: int) -> bool:
    """Whether a question (upload or look-up) about this post is left without a proper answer."""
    return random.Random(f"{seed}/{key}/asked/{number}").uniform(0, 100) < ASKING_FAILS


def lag(seed: str, key: str) -> float:
    """Seconds after which what is accepted late is shown: within the look-up's grace period."""
    return random.Random(f"{seed}/{key}/lag").uniform(1, 40)
