"""What the queue server knows of lanes: which are queued, and which are being worked on.

Only to spare work. A marker that is lost leads to a job too many, which does no harm; one that is left behind by a
process that died runs out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redis import Redis

from contenthub.publishing.lanes import Lane

#: Seconds after which a lane that is still waiting in the queue is queued again: the job may have been lost.
QUEUED_SECONDS = 15

#: Seconds after which a lane counts as left by whoever worked on it; renewed every few seconds.
WORKED_SECONDS = 20


def queued(account_id: int) -> str:
    """The key that is there while the lane waits in a queue."""
    return f"hub:lane:{account_id}:queued"


def worked(account_id: int) -> str:
    """The key that is there while a worker is at the lane."""
    return f"hub:lane:{account_id}:worked"


def mark_queued(connection: Redis, lanes: Sequence[Lane]) -> list[Lane]:
    """Mark those that are neither queued nor worked on; return them."""
    with connection.pipeline(transaction=False) as pipeline:
        for lane in lanes:
            pipeline.exists(worked(lane.account_id))
        busy = pipeline.execute()
        idle = [lane for lane, is_worked in zip(lanes, busy, strict=True) if not is_worked]
        for lane in idle:
            pipeline.set(queued(lane.account_id), 1, nx=True, ex=QUEUED_SECONDS)
        new = pipeline.execute()
    return [lane for lane, is_new in zip(idle, new, strict=True) if is_new]


def begin(connection: Redis, account_id: int) -> bool:
    """Mark it as worked on instead of queued; False when somebody is at it."""
    with connection.pipeline() as pipeline:
        pipeline.set(worked(account_id), 1, nx=True, ex=WORKED_SECONDS)
        pipeline.delete(queued(account_id))
        return bool(pipeline.execute()[0])


def renew(connection: Redis, account_ids: Iterable[int]) -> None:
    """These are still worked on. What has just ended stays so: a marker that nobody takes away keeps its lane waiting."""
    with connection.pipeline(transaction=False) as pipeline:
        for account_id in account_ids:
            pipeline.set(worked(account_id), 1, xx=True, ex=WORKED_SECONDS)
        pipeline.execute()


def end(connection: Redis, account_id: int) -> None:
    """Nobody is at it any more."""
    connection.delete(worked(account_id))
