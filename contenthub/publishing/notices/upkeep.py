"""What a dispatcher does about notices, every few seconds; and the supervisor where there is no dispatcher."""

from __future__ import annotations

import datetime as dt
import time

import django_rq
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from contenthub.lib import clock
from contenthub.publishing import heartbeat, upkeep
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import NoticeTarget
from contenthub.publishing.notices import deriving, sending, settling
from contenthub.publishing.notices.watching import Watch

#: Seconds between two looks at what there is to tell, and at the processes.
EVERY, WATCH_EVERY = 5.0, 15.0

#: Seconds after which messages that were given to a worker and are still there are given to one again.
MARKER_SECONDS = 60

#: This process's.
WATCH = Watch()


def tell(now: dt.datetime) -> None:
    """Write what there is to tell, and have it sent: by a worker, or here where there is none."""
    if not NoticeTarget.objects.exists():
        return
    settling.settle(now)
    deriving.derive(now)
    sending.gather(now)
    if sending.waiting(now) and not (heartbeat.alive("worker") and _queued()):
        sending.send_due()


def watch(now: dt.datetime) -> None:
    """Look after the processes."""
    if NoticeTarget.objects.exists():
        WATCH.look(now)


def forever() -> None:
    """In a supervisor: look after the processes, and do a dispatcher's part while there is none."""
    while True:
        time.sleep(WATCH_EVERY)
        try:
            watch(clock.now())
            if not heartbeat.alive("dispatcher"):
                tell(clock.now())
        except DatabaseError as error:
            LOGGER.error("the processes cannot be looked after: %s", str(error).strip())
        except Exception:
            LOGGER.exception("the processes cannot be looked after")
        finally:
            connection.close()


def _queued() -> bool:
    """Whether a worker was given them; False: the queue does not answer."""
    try:
        queue = django_rq.get_queue("default")
        if queue.connection.set(sending.MARKER, 1, nx=True, ex=MARKER_SECONDS):
            queue.enqueue(sending.run, job_timeout=600, result_ttl=0, failure_ttl=24 * 3600)
    except (RedisError, OSError):
        return False
    return True


def register() -> None:
    """Have every dispatcher do this."""
    upkeep.register("notices", EVERY, tell)
    upkeep.register("notices of the hub", WATCH_EVERY, watch)
