"""From the database to the queue, on a real queue server."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time

import django_rq
import pytest
from django.core.management import call_command
from django.db import connection
from rq import SimpleWorker

from contenthub.lib import clock
from contenthub.publishing import actions, dispatcher, heartbeat, lanes, markers
from contenthub.publishing.models import Delivery, Heartbeat
from tests.publishing.platform import says

#: Jobs close the connections they find, as they must, and with them a transaction that a test would run in.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(settings, valkey_url):
    """The queues on a server of the tests' own, empty."""
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    django_rq.get_queue("publish").connection.flushall()
    return lambda name="publish": django_rq.get_queue(name)


def run_jobs(queue) -> None:
    SimpleWorker([queue("publish"), queue("mail")], connection=queue().connection).work(burst=True)


def test_what_is_due_is_queued_and_published(delivery, plaza, queue):
    assert dispatcher.step() == 1
    run_jobs(queue)
    delivery.refresh_from_db()
    assert delivery.state == "live"
    assert queue().count == 0


def test_nothing_is_queued_twice_in_the_same_situation(delivery, queue):
    assert [dispatcher.step() for _ in range(3)] == [1, 0, 0]
    assert queue().count == 1


def test_what_is_to_be_tried_again_at_once_is(delivery, plaza, queue):
    plaza.faults = [says(429, Retry_After="0")]
    dispatcher.step()
    run_jobs(queue)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts.count(), len(plaza.audience)) == ("live", 2, 1)


def test_a_flushed_queue_loses_nothing(delivery, plaza, queue):
    dispatcher.step()
    queue().connection.flushall()
    assert dispatcher.step() == 1
    run_jobs(queue)
    assert len(plaza.audience) == 1


def test_a_queue_that_is_gone_leaves_it_in_the_database(delivery, settings, caplog):
    settings.RQ_QUEUES = {name: {"URL": "unix:///nowhere/valkey.sock"} for name in settings.RQ_QUEUES}
    caplog.set_level("INFO", "contenthub.publishing")
    steps = dispatcher.Steps()
    assert [steps.next(), steps.next()] == [None, None]
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"
    assert caplog.text.count("does not answer") == 1


def test_a_job_too_many_does_no_harm(delivery, plaza, queue):
    dispatcher.step()
    for key in queue().connection.keys("hub:lane:*"):
        queue().connection.delete(key)
    assert dispatcher.step() == 1
    run_jobs(queue)
    assert len(plaza.audience) == 1


def test_an_account_is_one_job_however_much_is_due(card, account, queue, plaza):
    made = [actions.schedule(card, account) for _ in range(3)]
    assert dispatcher.step() == 1
    run_jobs(queue)
    assert {post["key"] for post in plaza.audience} == {delivery.key.hex for delivery in made}


def test_a_lane_that_is_worked_on_is_not_queued(delivery, queue):
    assert markers.begin(queue().connection, delivery.account_id)
    assert dispatcher.step() == 0
    assert not markers.begin(queue().connection, delivery.account_id)
    markers.end(queue().connection, delivery.account_id)
    assert dispatcher.step() == 1


def test_everything_with_something_to_do_is_found_and_nothing_else(card, account):
    made = {
        name: actions.schedule(card, account) for name in ("due", "later", "dead", "busy", "look", "person", "live")
    }
    now, soon = clock.now(), clock.now() + dt.timedelta(minutes=5)

    def put(name: str, **fields) -> None:
        Delivery.objects.filter(pk=made[name].pk).update(**fields)

    put("later", due_at=soon)
    put("dead", state="sending", leased_until=now, leased_by="x")
    put("busy", state="sending", leased_until=soon, leased_by="y")
    put("look", state="unconfirmed", wake_at=now)
    put("person", state="unconfirmed")
    put("live", state="live", live_at=now)
    assert [lane.account_id for lane in lanes.with_work(now)] == [account.pk]
    assert set(lanes.left_over(account.pk, now)) == {made[name].pk for name in ("dead", "look")}
    assert lanes.next_due(account.pk, now, 10) == [made["due"].pk]


def test_mail_has_a_queue_of_its_own(db):
    found = [lanes.Lane(1, channel, clock.now()).queue for channel in ("plaza", "email", "gone")]
    assert found == ["publish", "mail", "publish"]


def test_a_process_shows_that_it_is_alive_until_it_stops(db):
    heartbeat.beat("dispatcher")
    heartbeat.beat("dispatcher")
    assert (heartbeat.alive("dispatcher"), Heartbeat.objects.count()) == (1, 1)
    Heartbeat.objects.update(at=clock.now() - dt.timedelta(seconds=16))
    assert heartbeat.alive("dispatcher") == 0
    heartbeat.stop("dispatcher")
    assert not Heartbeat.objects.exists()


def test_the_command_beats_dispatches_and_stops_when_asked(delivery, queue):
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=call_command, args=("dispatcher",))
    process.start()
    try:
        end = time.monotonic() + 20
        while not (heartbeat.alive("dispatcher") and queue().count) and time.monotonic() < end:
            time.sleep(0.05)
        assert queue().count == 1
        assert Heartbeat.objects.get().pid == process.pid
        process.terminate()
        process.join(20)
        assert process.exitcode == 0
        assert not Heartbeat.objects.exists()
    finally:
        process.kill()
        process.join()
