"""How the hub is: counted from the database, with what is wrong in sentences."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from contenthub.lib import clock
from contenthub.publishing import actions, heartbeat, lease
from contenthub.publishing.models import Account, Delivery, Heartbeat
from contenthub.publishing.status import span, status

PROMISED = ["dispatchers", "workers", "queues", "due", "held", "unconfirmed", "oldest_due_seconds"]


@pytest.fixture
def queue_server(settings, valkey_url):
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}


@pytest.fixture
def no_queue_server(settings):
    settings.RQ_QUEUES = {name: {"URL": "unix:///tmp/nobody-listens-here.sock"} for name in settings.RQ_QUEUES}


def beats(name: str, pid: int, ago: float = 0.0) -> None:
    at = clock.now() - dt.timedelta(seconds=ago)
    Heartbeat.objects.create(name=name, host="box", pid=pid, started_at=at, at=at)


@pytest.fixture
def running(db, queue_server):
    beats("dispatcher", 1)
    beats("worker", 2)


def asked(*words: str) -> tuple[str, int]:
    """What ``manage.py hub status`` prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("hub", "status", *words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_command_prints_the_promised_keys_first(running, delivery):
    text, code = asked("--json")
    said = json.loads(text)
    assert list(said)[:7] == PROMISED
    assert (said["dispatchers"], said["workers"], said["due"], code) == (1, 1, 1, 0)
    assert said["queues"] == {"publish": 0, "mail": 0, "media": 0, "default": 0}


def test_all_is_well_is_said_in_words_and_by_the_exit_code(running):
    text, code = asked()
    assert text.startswith("All is well.") and code == 0
    assert "box" in text


def test_nothing_running_is_wrong(db, queue_server):
    text, code = asked()
    assert code == 1
    assert "No dispatcher is running" in text and "No worker is running" in text


def test_a_queue_server_that_is_gone_is_wrong_and_its_lengths_unknown(running, no_queue_server):
    said, code = asked("--json")
    assert code == 1
    assert json.loads(said)["queues"]["publish"] is None
    assert "queue server does not answer" in json.loads(said)["problems"][0]


def test_a_process_counts_as_dead_in_time_to_be_seen_within_fifteen_seconds_and_is_shown_for_an_hour(db, queue_server):
    for pid, ago in enumerate([0, 11, 14, 3500, 3700]):
        beats("worker", pid, ago)
    found = status()
    assert found.alive("worker") == 2
    assert [process.pid for process in found.processes] == [0, 1, 2, 3]


def test_one_that_stops_in_order_is_not_shown_as_dead(db, queue_server):
    heartbeat.beat("worker")
    heartbeat.stop("worker")
    assert status().processes == []


def test_what_a_worker_is_doing_is_shown(running, delivery):
    heartbeat.beat("worker")
    lease.claim(delivery.pk)
    busy = [process for process in status().processes if process.deliveries]
    assert [(process.name, process.deliveries) for process in busy] == [("worker", (delivery.pk,))]


def test_what_is_due_for_more_than_a_minute_is_wrong(running, delivery):
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(seconds=30))
    assert status().healthy
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(seconds=90))
    found = status()
    assert found.oldest_due_seconds == pytest.approx(90, abs=5)
    assert "waited for 90 s" in found.problems[0] or "waited for 9" in found.problems[0]


def test_what_waits_because_its_platform_asked_to_is_not_late(running, delivery):
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(seconds=90))
    Account.objects.update(not_before=timezone.now() + dt.timedelta(seconds=60))
    assert status().due == 0


def test_a_part_of_a_thread_is_due_once_the_one_before_is_live(running, card, account):
    one, two = actions.schedule(card, account), actions.schedule(card, account)
    Delivery.objects.filter(pk=two.pk).update(after=one)
    assert status().due == 1
    Delivery.objects.filter(pk=one.pk).update(state="live", live_at=clock.now())
    assert status().due == 1


def test_open_deliveries_are_counted_by_state_and_reason(running, card, account):
    made = [actions.schedule(card, account) for _ in range(5)]
    for delivery, fields in zip(
        made,
        [
            {"state": "held", "hold": "missed"},
            {"state": "held", "hold": "behind"},
            {"state": "unconfirmed"},
            {"state": "failed"},
            {"state": "live", "live_at": clock.now()},
        ],
        strict=True,
    ):
        Delivery.objects.filter(pk=delivery.pk).update(**fields)
    said = status().as_dict()
    assert (said["held"], said["unconfirmed"], said["failed"], said["due"]) == (2, 1, 1, 0)
    assert status().holds == {"missed": 1, "behind": 1}


def test_asking_costs_few_queries_however_much_there_is(running, card, account, django_assert_max_num_queries):
    for _ in range(5):
        actions.schedule(card, account)
    with django_assert_max_num_queries(6):
        status()


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (90, "90 s"), (600, "10 min"), (11100, "3 h 5 min")])
def test_spans_are_short(seconds, said):
    assert span(seconds) == said
