"""From the database to the queue: finds the lanes with something to do now, and puts their accounts' ids there.

The queue carries work and keeps none: what is lost with it is found again at the next step. Several may run at once.
A marker per lane keeps it from being queued twice; it expires, so that a job which vanished is queued again. A job too
many does no harm: the claim of each delivery is what counts.
"""

from __future__ import annotations

from redis.exceptions import RedisError

from contenthub.lib import clock
from contenthub.publishing import jobs, lanes
from contenthub.publishing.log import LOGGER


def step() -> int:
    """Queue the lanes that have something to do; return how many were queued.

    :raises RedisError: the queue does not answer; nothing is lost.
    """
    return jobs.queue(lanes.with_work(clock.now()))


class Steps:
    """Steps one after the other; says once when the queue stops answering, and once when it answers again."""

    def __init__(self) -> None:
        self.answers = True

    def next(self) -> int | None:
        """``step``, or None when the queue does not answer."""
        try:
            count = step()
        except RedisError as error:
            if self.answers:
                LOGGER.warning("the queue does not answer (%s); deliveries wait in the database", error)
            self.answers = False
            return None
        if not self.answers:
            LOGGER.info("the queue answers again")
        self.answers = True
        return count
