"""The worker of deliveries: an RQ worker that works several lanes beside each other.

A platform that hangs keeps its own lane waiting and no other; a channel that hangs with all its accounts keeps no other
channel waiting. ``manage.py rqworker publish mail default --worker-class contenthub.publishing.rq_worker.LaneWorker``.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection
from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.job import Job
from rq.queue import Queue

from contenthub.publishing import baton, errands, gate, heartbeat, jobs, markers
from contenthub.publishing.berths import Berths
from contenthub.publishing.log import LOGGER

#: Lanes that one process works at a time, and how many of them may be of one channel.
LANES, OF_ONE_CHANNEL = 16, 6

#: Errands (see there) that it runs at a time.
ERRANDS = 4

#: Seconds that what was found out about a variant is taken to hold.
JUDGEMENT_AGE = 30.0

NAME = "worker"


class LaneWorker(SimpleWorker):
    """Hands each lane, and each errand, to a thread and takes the next job at once; other jobs it does itself."""

    def work(self, *args: Any, **kwargs: Any) -> bool:
        self._room = threading.Semaphore(LANES)
        self._stopping, self._idle = threading.Event(), threading.Event()
        self._judge = gate.Judge(JUDGEMENT_AGE)
        self._at: set[int] = set()
        self._berths = Berths(OF_ONE_CHANNEL)
        self._threads = ThreadPoolExecutor(LANES, thread_name_prefix="lane")
        errands.threads = ThreadPoolExecutor(ERRANDS, thread_name_prefix="errand")
        pulse = threading.Thread(target=self._pulse, name="pulse", daemon=True)
        pulse.start()
        # By itself: a queue server that hangs must not make this process look dead. Nobody waits for its end either.
        threading.Thread(target=self._mark, name="markers", daemon=True).start()
        jobs.beside = self._begin
        try:
            return bool(super().work(*args, **kwargs))
        finally:
            jobs.beside = None
            self._stopping.set()
            # What has not begun is not lost: the database has it.
            self._threads.shutdown(cancel_futures=True)
            errands.threads.shutdown(cancel_futures=True)
            errands.threads = None
            self._idle.set()
            pulse.join()

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        """Wait until there is room for a lane before taking what could be one."""
        while not self._room.acquire(timeout=30):
            self.heartbeat()
        self._room.release()
        return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)

    def reorder_queues(self, reference_queue: Queue) -> None:
        """The queues take turns: what is taken from one is begun at once, and where the first is never empty the others
        would wait for ever."""
        place = self._ordered_queues.index(reference_queue) + 1
        self._ordered_queues = self._ordered_queues[place:] + self._ordered_queues[:place]

    def handle_warm_shutdown_request(self) -> None:
        """Told to stop: each lane finishes the delivery under way and gives back the rest."""
        self._stopping.set()
        super().handle_warm_shutdown_request()

    def _begin(self, account_id: int, channel: str) -> None:
        if self._berths.take(channel, account_id):
            self._room.acquire()
            self._start(account_id, channel)

    def _start(self, account_id: int, channel: str) -> None:
        self._at.add(account_id)
        turn = self._threads.submit(self._turn, account_id)
        turn.add_done_callback(lambda done: self._ended(account_id, channel, done))

    def _turn(self, account_id: int) -> None:
        with baton.carried():
            jobs.turn(account_id, self._judge, lambda: not self._stopping.is_set())

    def _ended(self, account_id: int, channel: str, done: Future[None]) -> None:
        self._at.discard(account_id)
        if not done.cancelled() and (error := done.exception()):
            # What it had in hand is taken over when the leases run out.
            LOGGER.error("account=%s its lane broke off", account_id, exc_info=error)
        follower = self._berths.leave(channel)
        if follower is None or self._stopping.is_set():
            self._room.release()
        else:
            self._start(follower, channel)

    def _pulse(self) -> None:
        """Show that this process is alive, to the end of what it is at: until then its death would be one."""
        while True:
            try:
                heartbeat.beat(NAME)
            except DatabaseError as error:
                LOGGER.warning("no heartbeat: %s", str(error).strip())
            except Exception:
                # Whatever it is: without this thread the process would seem dead, and others take its lanes.
                LOGGER.exception("no heartbeat")
            finally:
                connection.close()
            if self._idle.wait(heartbeat.EVERY):
                break
        try:
            heartbeat.stop(NAME)
        except DatabaseError:
            LOGGER.warning("the heartbeat could not be taken away; it runs out")
        finally:
            connection.close()

    def _mark(self) -> None:
        """Show which lanes this process is at."""
        while not self._stopping.wait(heartbeat.EVERY):
            try:
                markers.renew(self.connection, list(self._at))
            except RedisError as error:
                LOGGER.warning("the lanes could not be marked: %s", error)
