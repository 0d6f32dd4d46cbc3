"""When a delivery is tried again, and when that ends."""

from __future__ import annotations

import datetime as dt
import random
from typing import Literal

#: Why a try came to nothing without reaching anybody.
Cause = Literal["asked_to_wait", "not_sent", "unexpected", "interrupted", "absent"]

#: Tries of a cause since a person last decided, after which the delivery fails; what a try ended with is counted by
#: ``STEPS``. A platform that names a time is waited for longest; a fault of our own is not repeated often; a post that
#: the platform took and lost is hardly repeated at all.
TRIES: dict[Cause, int] = {"asked_to_wait": 20, "not_sent": 8, "unexpected": 5, "interrupted": 5, "absent": 4}

#: What the step of an attempt that was not sent says of its cause; any other step: one of the rest, which count together.
STEPS: dict[Cause, str] = {"asked_to_wait": "wait", "absent": "find"}

#: Seconds: before the second try, and the most between two tries.
FIRST, LONGEST = 30.0, 1800.0

#: A wait is drawn from this share of it to this, so that what failed together does not come back together.
JITTER = (0.8, 1.2)

#: A platform that asks for more than so many seconds has its account paused: people are to know.
LONG_WAIT = 900.0

#: The platform's clock and ours may differ by this much: a look-up reaches back further than the call.
CLOCKS_APART = dt.timedelta(seconds=60)

#: Seconds after which a call whose worker died cannot be under way any more: every time-out of a connector, added up.
LONGEST_CALL = 400.0

#: Beyond what was planned between two look-ups, after which more time may seem to have passed than has.
UNWATCHED = dt.timedelta(minutes=2)

#: Seconds that a look-up which cannot tell is repeated after the grace period, before a person is asked.
LOOK_PATIENCE = 3600.0

#: Seconds that a platform may take to show what it has accepted, before a person is asked.
PENDING_PATIENCE = 6 * 3600.0

#: Seconds between look-ups: the first of these, doubled each time, up to the second.
_LOOK_FIRST, _LOOK_LONGEST = 2.0, 60.0


def wait(tries: int, asked: float | None = None) -> dt.timedelta:
    """How long after try number ``tries`` (from 1) the next one follows; to the second what the platform ``asked``."""
    if asked is not None:
        # "At once", said again and again, is not believed for ever.
        least = min(2.0 ** (tries - 3), LONGEST) if asked < 1 and tries > 3 else 0.0
        return dt.timedelta(seconds=max(asked, least))
    seconds = min(FIRST * 2 ** (max(tries, 1) - 1), LONGEST)
    return dt.timedelta(seconds=seconds * random.uniform(*JITTER))


def exhausted(tries: int, cause: Cause) -> bool:
    """Whether try number ``tries`` of this cause was the last one."""
    return tries >= TRIES[cause]


def look_wait(looks: int, asked: float | None = None) -> dt.timedelta:
    """How long after look-up number ``looks`` (from 1) the next one follows."""
    return dt.timedelta(seconds=max(min(_LOOK_FIRST * 2 ** (max(looks, 1) - 1), _LOOK_LONGEST), asked or 0.0))
