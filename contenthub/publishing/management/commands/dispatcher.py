"""manage.py dispatcher: queue what is due, every second, until told to stop."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from contenthub.publishing import dispatcher, heartbeat, lease, upkeep
from contenthub.publishing.log import LOGGER
from contenthub.variants.behind import judging

#: Seconds between two steps.
PAUSE = 1.0

NAME = "dispatcher"


class Command(BaseCommand):
    help = "Finds deliveries that are due, look-ups and expired leases, and queues them. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        LOGGER.info("dispatcher started")
        last_beat, steps, caught_up = 0.0, dispatcher.Steps(), False
        while not stop.is_set():
            try:
                if time.monotonic() - last_beat >= heartbeat.EVERY:
                    heartbeat.beat(NAME)
                    if count := lease.shorten():
                        LOGGER.warning("the clock was set back: %s leases shortened", count)
                    last_beat = time.monotonic()
                if not caught_up:
                    # What a process that died could not compare any more.
                    judging.catch_up()
                    caught_up = True
                if count := steps.next():
                    LOGGER.info("queued %s lanes", count)
                upkeep.run_due()
            except DatabaseError as error:
                LOGGER.error("the database does not answer (%s); trying again", str(error).strip())
            close_old_connections()
            stop.wait(PAUSE)
        with contextlib.suppress(DatabaseError):
            heartbeat.stop(NAME)
        LOGGER.info("dispatcher stopped")
