"""How long the queues are, where the queue server answers; never waits for one that does not."""

from __future__ import annotations

import dataclasses

import redis
from django.conf import settings
from rq import Queue

#: Seconds that the queue server may take: a page waits for this.
PATIENCE = 1.0


@dataclasses.dataclass(frozen=True)
class Queues:
    """Jobs by queue; None where nobody could say. ``error``: why not."""

    lengths: dict[str, int | None]
    error: str = ""


def look() -> Queues:
    """The length of every queue there is."""
    names = list(settings.RQ_QUEUES)
    url = str(settings.RQ_QUEUES[names[0]].get("URL", settings.REDIS_URL))
    try:
        with redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as server:
            known = sorted({queue.name for queue in Queue.all(connection=server)} - set(names))
            lengths = {name: int(Queue(name, connection=server).count) for name in [*names, *known]}
    except (redis.RedisError, OSError, ValueError) as error:
        return Queues(dict.fromkeys(names), " ".join(str(error).split())[:200] or type(error).__name__)
    return Queues(dict(lengths))
