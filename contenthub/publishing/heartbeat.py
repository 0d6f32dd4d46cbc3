"""Showing that a process is alive, in the database, so that every host sees it."""

from __future__ import annotations

import datetime as dt
import os
import socket

from contenthub.lib import clock
from contenthub.publishing.models import Heartbeat

#: Seconds between two beats; two are missed, and more, before a process counts as dead. Whoever looks every two seconds
#: sees it within 15 s, on a busy machine too.
EVERY = 5.0
DEAD_AFTER = dt.timedelta(seconds=12)

#: What was not stopped in order is forgotten after this long.
FORGOTTEN_AFTER = dt.timedelta(days=1)


def beat(name: str) -> None:
    """Write that this process is alive."""
    now = clock.now()
    Heartbeat.objects.update_or_create(
        name=name,
        host=socket.gethostname()[:255],
        pid=os.getpid(),
        defaults={"at": now},
        create_defaults={"at": now, "started_at": now},
    )
    Heartbeat.objects.filter(name=name, at__lt=now - FORGOTTEN_AFTER).delete()


def stop(name: str) -> None:
    """This process stops in order."""
    Heartbeat.objects.filter(name=name, host=socket.gethostname()[:255], pid=os.getpid()).delete()


def alive(name: str) -> int:
    """How many such processes have been seen lately."""
    return Heartbeat.objects.filter(name=name, at__gte=clock.now() - DEAD_AFTER).count()
