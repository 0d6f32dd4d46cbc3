"""What travels on the queue: an account's id and its channel. The job is one turn of that account's lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import django_rq
from django.db import close_old_connections
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from contenthub.lib import clock
from contenthub.publishing import lanes, markers
from contenthub.publishing.gate import Judge
from contenthub.publishing.lane import Slice, always
from contenthub.publishing.lanes import Lane
from contenthub.publishing.log import LOGGER

T = TypeVar("T")

#: Seconds of one job where it runs in RQ's own thread: longer than any connector's call.
JOB_SECONDS = 600

#: Where this process runs lanes beside each other; None: one after the other, in the job itself.
beside: Callable[[int, str], None] | None = None


def queue(found: Sequence[Lane]) -> int:
    """Put the lanes on their queues that are neither there nor worked on; how many.

    :raises RedisError: the queue does not answer.
    """
    by_queue: dict[str, list[Lane]] = {}
    for lane in found:
        by_queue.setdefault(lane.queue, []).append(lane)
    return sum(_put(django_rq.get_queue(name), some) for name, some in by_queue.items())


def run(account_id: int, channel: str = "") -> None:
    """One turn of a lane, on an RQ worker."""
    if beside is None:
        turn(account_id)
    else:
        beside(account_id, channel)


def turn(account_id: int, judge: Judge | None = None, go_on: Callable[[], bool] = always) -> None:
    """Work the lane for a while; if there is more, queue it again, behind the others."""
    connection: Redis = django_rq.get_queue("publish").connection
    if not _quietly(lambda: markers.begin(connection, account_id), otherwise=True):
        return
    close_old_connections()
    try:
        Slice(account_id, judge=judge or Judge(), go_on=go_on).run()
    finally:
        _quietly(lambda: markers.end(connection, account_id), otherwise=None)
        close_old_connections()
    if go_on() and (more := lanes.with_work(clock.now(), account_id)):
        _quietly(lambda: queue(more), otherwise=0)


def _put(queue: Queue, some: Sequence[Lane]) -> int:
    # Each job with an id of its own: RQ deletes a job when it ends, and so would delete one that it queued itself.
    data = [
        Queue.prepare_data(run, (lane.account_id, lane.channel), timeout=JOB_SECONDS, result_ttl=0, failure_ttl=3600)
        for lane in markers.mark_queued(queue.connection, some)
    ]
    if data:
        queue.enqueue_many(data)
    return len(data)


def _quietly(ask: Callable[[], T], otherwise: T) -> T:
    """What the queue server says; ``otherwise`` while it does not answer: work goes on without it."""
    try:
        return ask()
    except RedisError as error:
        LOGGER.warning("the queue does not answer (%s)", error)
        return otherwise
