"""The worker process itself: several lanes beside each other, a stop in order, a death that shows."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
import time

import django_rq
import pytest
from django.db import connection

from contenthub.lib import clock
from contenthub.publishing import actions, dispatcher, heartbeat, lease, markers
from contenthub.publishing.models import Delivery, Heartbeat
from contenthub.publishing.rq_worker import LANES, OF_ONE_CHANNEL, LaneWorker
from tests.publishing import platform
from tests.publishing.platform import Plaza

pytestmark = pytest.mark.django_db(transaction=True)


def _work() -> None:
    platform.PATIENCE = (5.0, 60.0)
    queues = [django_rq.get_queue(name) for name in ("publish", "mail", "default")]
    LaneWorker(queues, connection=queues[0].connection).work(logging_level="WARNING")


def _work_beside_a_queue_that_hangs() -> None:
    markers.renew = lambda connection, accounts: time.sleep(60)
    heartbeat.EVERY = 0.2
    _work()


@pytest.fixture
def worker(settings, valkey_url, db):
    """A worker process, up and waiting."""
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    django_rq.get_queue("publish").connection.flushall()
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_work)
    process.start()
    until(lambda: heartbeat.alive("worker"))
    yield process
    process.kill()
    process.join()


def until(done, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def slow(plaza: Plaza, seconds: float, arrived: threading.Event):
    """Accepts after a while."""

    def accept(post):
        arrived.set()
        time.sleep(seconds)
        return plaza.accept(post)

    return accept


def is_live(delivery: Delivery) -> bool:
    return Delivery.objects.filter(pk=delivery.pk, state="live").exists()


def test_two_accounts_that_hang_do_not_keep_a_third_waiting(card, make_account, plaza, worker):
    arrived = [threading.Event(), threading.Event()]
    with Plaza() as one, Plaza() as other:
        for number, hanging in enumerate((one, other)):
            hanging.faults = [slow(hanging, 5.0, arrived[number])]
            actions.schedule(card, make_account(name=f"Hangs {number}", base_url=hanging.url))
        dispatcher.step()
        assert all(event.wait(20) for event in arrived)
        third = actions.schedule(card, make_account(name="Quick"))
        start = time.monotonic()
        dispatcher.step()
        until(lambda: is_live(third))
        took = time.monotonic() - start
        assert (one.audience, other.audience) == ([], [])
    assert took < 4


def test_a_channel_that_hangs_with_all_its_accounts_keeps_no_other_channel_waiting(card, make_account, plaza, worker):
    arrived = threading.Event()
    with Plaza() as hanging:
        hanging.faults = [slow(hanging, 5.0, arrived)] * 30
        for number in range(LANES + 4):
            actions.schedule(card, make_account("plaza_blind", name=f"Hangs {number}", base_url=hanging.url))
        dispatcher.step()
        assert arrived.wait(20)
        other = actions.schedule(card, make_account())
        start = time.monotonic()
        dispatcher.step()
        until(lambda: is_live(other))
        took = time.monotonic() - start
        assert hanging.audience == []
        assert sum(request.path == "/posts" for request in hanging.requests) == OF_ONE_CHANNEL
        # Those that waited for a berth follow.
        until(lambda: len(hanging.audience) > OF_ONE_CHANNEL)
    assert took < 4


def test_a_worker_asked_to_stop_finishes_what_is_under_way_and_leaves_the_rest(card, account, plaza, worker):
    made = [actions.schedule(card, account) for _ in range(5)]
    arrived = threading.Event()
    plaza.faults = [slow(plaza, 3.0, arrived)] * 5
    dispatcher.step()
    assert arrived.wait(20)
    os.kill(worker.pid, signal.SIGTERM)
    time.sleep(1.0)
    # It is at it still, and would be missed.
    assert heartbeat.alive("worker")
    worker.join(20)
    assert worker.exitcode == 0
    found = [Delivery.objects.get(pk=delivery.pk) for delivery in made]
    assert [each.state for each in found] == ["live", *["scheduled"] * 4]
    assert [each.attempts.count() for each in found] == [1, 0, 0, 0, 0]
    assert len(plaza.audience) == 1
    assert not Heartbeat.objects.exists()


def test_a_killed_workers_lane_is_taken_over_when_its_lease_is_over(card, account, plaza, worker):
    delivery = actions.schedule(card, account)
    plaza.stops_at = "/uploads"
    dispatcher.step()
    assert plaza.arrived.wait(20)
    worker.kill()
    worker.join()
    plaza.stops_at = ""
    Delivery.objects.update(leased_until=clock.now())
    django_rq.get_queue("publish").connection.delete(f"hub:lane:{account.pk}:worked")
    again = multiprocessing.get_context("fork").Process(target=_work)
    connection.close()
    again.start()
    try:
        until(lambda: dispatcher.step() is not None and is_live(delivery))
        assert len(plaza.audience) == 1
        again.terminate()
        again.join(20)
        assert again.exitcode == 0
    finally:
        again.kill()
        again.join()


def test_a_lease_from_before_the_clock_was_set_back_is_shortened(delivery):
    lease.claim(delivery.pk, "dead")
    Delivery.objects.update(leased_until=clock.now() + dt.timedelta(hours=1))
    assert (lease.shorten(), lease.shorten()) == (1, 0)
    delivery.refresh_from_db()
    assert delivery.leased_until <= lease.lease_end()


def test_a_queue_server_that_hangs_does_not_make_a_worker_look_dead(settings, valkey_url, db):
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_work_beside_a_queue_that_hangs)
    process.start()
    try:
        until(lambda: heartbeat.alive("worker"))
        first = clock.now()
        until(lambda: Heartbeat.objects.filter(name="worker", at__gt=first + dt.timedelta(seconds=1)).exists())
        process.terminate()
        process.join(20)
        assert process.exitcode == 0
    finally:
        process.kill()
        process.join()
