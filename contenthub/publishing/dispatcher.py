"""From the database to the queue: finds what is to be done now, and puts its id there.

The queue carries work and keeps none: what is lost with it is found again at the next step. Several may run at once.
A marker per delivery and situation keeps one from being queued twice; it expires, so that a job which vanished is
queued again. A job too many does no harm: the claim is what counts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable

import django_rq
from django.db.models import QuerySet
from redis.exceptions import RedisError
from rq import Queue

from channels import registry
from contenthub.lib import clock
from contenthub.publishing import jobs
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Delivery

#: Deliveries taken from the database per step and query.
BATCH = 500

#: Jobs in a queue beyond which no more are put there: the rest waits where it is safe.
QUEUE_LIMIT = 1000

#: Seconds after which a delivery that is still in the same situation is queued again.
MARKER_SECONDS = 60

#: Seconds of one job: longer than any connector's call, shorter than nobody noticing.
JOB_SECONDS = 600


@dataclasses.dataclass(frozen=True)
class Due:
    """A delivery with something to do."""

    pk: int
    channel: str
    #: The same as long as nothing about the delivery changes.
    situation: str

    @property
    def job_id(self) -> str:
        return f"delivery-{self.pk}-{self.situation}"


def due(at: dt.datetime | None = None, limit: int = BATCH) -> list[Due]:
    """What is to be done now, most urgent first: abandoned, to be looked up, due."""
    now = at or clock.now()
    rows = Delivery.objects.all()
    found: dict[int, Due] = {}
    for query in (rows.abandoned(now), rows.waking(now), rows.due(now)):
        for item in _read(query, limit):
            found.setdefault(item.pk, item)
    return list(found.values())


def step() -> int:
    """Queue what is due; return how many deliveries were queued.

    :raises RedisError: the queue does not answer; nothing is lost.
    """
    waiting = due()
    return sum(_queue(name, items) for name, items in _by_queue(waiting).items()) if waiting else 0


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


def _read(query: QuerySet[Delivery], limit: int) -> Iterable[Due]:
    fields = ("pk", "account__channel", "state", "tries", "due_at", "wake_at", "leased_by", "account__not_before")
    for pk, channel, *rest in query.values_list(*fields)[:limit]:
        situation = hashlib.sha256(repr(rest).encode()).hexdigest()[:12]
        yield Due(pk, channel, situation)


def _by_queue(items: Iterable[Due]) -> dict[str, list[Due]]:
    """Mail has a queue of its own: a long mailing must not keep a post waiting."""
    sorted_out: dict[str, list[Due]] = {}
    for item in items:
        known = item.channel in registry.names()
        bulk = known and registry.get(item.channel).capabilities.recipients
        sorted_out.setdefault("mail" if bulk else "publish", []).append(item)
    return sorted_out


def _queue(name: str, items: list[Due]) -> int:
    queue: Queue = django_rq.get_queue(name)
    room = QUEUE_LIMIT - queue.count
    if room <= 0:
        return 0
    fresh = _marked(queue, items[:room])
    data = [
        Queue.prepare_data(
            jobs.run, (item.pk,), job_id=item.job_id, timeout=JOB_SECONDS, result_ttl=0, failure_ttl=24 * 3600
        )
        for item in fresh
    ]
    if data:
        queue.enqueue_many(data)
    return len(data)


def _marked(queue: Queue, items: list[Due]) -> list[Due]:
    """Those nobody has queued lately in the situation they are in."""
    with queue.connection.pipeline(transaction=False) as pipeline:
        for item in items:
            pipeline.set(f"hub:queued:{item.job_id}", 1, nx=True, ex=MARKER_SECONDS)
        answers = pipeline.execute()
    return [item for item, new in zip(items, answers, strict=True) if new]
