"""A worker killed with SIGKILL at each step of a try: real processes, a real platform, the audience counted."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections.abc import Callable

import pytest
from django.db import connection

from contenthub.lib import clock
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.worker import work
from tests.publishing import platform

pytestmark = pytest.mark.django_db(transaction=True)


def _patient(pk: int) -> None:
    platform.PATIENCE = (5.0, 60.0)
    work(pk, "victim")


@pytest.fixture
def killed(plaza) -> Callable[[Delivery, str], None]:
    """Run a worker in a process of its own until the platform got a call to ``path``; SIGKILL it; its lease is over."""

    def kill(delivery: Delivery, path: str) -> None:
        plaza.stops_at = path
        connection.close()
        process = multiprocessing.get_context("fork").Process(target=_patient, args=(delivery.pk,))
        process.start()
        assert plaza.arrived.wait(20), "the worker never came that far"
        process.kill()
        process.join()
        assert process.exitcode == -9
        plaza.stops_at = ""
        Delivery.objects.update(leased_until=clock.now())

    return kill


def test_killed_while_it_prepares_another_simply_takes_it(delivery, plaza, killed):
    killed(delivery, "/uploads")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.armed_at) == ("sending", None)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "live"
    assert len(plaza.audience) == 1
    assert list(delivery.attempts.order_by("number").values_list("outcome", flat=True)) == ["interrupted", "live"]


def test_killed_between_arming_and_the_call_it_is_looked_up_and_sent_once(delivery, plaza, killed):
    killed(delivery, "/before")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.armed_at is not None) == ("sending", True)
    finish(delivery)
    assert len(plaza.audience) == 1


def test_killed_after_the_platform_accepted_it_is_found_and_not_sent_again(delivery, plaza, killed):
    plaza.faults = [plaza.accept_silently]
    kill_in_call(delivery, plaza, killed)
    assert len(plaza.audience) == 1
    finish(delivery)
    assert len(plaza.audience) == 1
    assert delivery.attempts.count() == 1


def test_killed_in_the_call_on_a_channel_that_cannot_be_asked_it_is_a_persons(make_delivery, plaza, killed):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.accept_silently]
    kill_in_call(delivery, plaza, killed)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert delivery.attempts.get().outcome == Attempt.Outcome.INTERRUPTED
    assert not work(delivery.pk)
    assert len(plaza.audience) == 1


def test_a_worker_that_dies_each_time_it_tries_ends_in_failed(delivery, plaza):
    for number in range(1, 6):
        Attempt.objects.create(delivery=delivery, number=number, started_at=clock.now(), outcome="interrupted")
    Delivery.objects.update(state="sending", leased_until=clock.now(), leased_by="dead", tries=5)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert plaza.requests == []


def kill_in_call(delivery: Delivery, plaza, killed) -> None:
    accept = plaza.faults.pop()

    def accept_and_stop(post):
        answer = accept(post)
        plaza.arrived.set()
        return answer

    plaza.faults = [accept_and_stop]
    killed(delivery, "")


def finish(delivery: Delivery) -> None:
    """Let workers have it until it is live, as if the grace period passed between two looks."""
    for _ in range(6):
        work(delivery.pk)
        delivery.refresh_from_db()
        if delivery.state == "live":
            return
        Delivery.objects.exclude(armed_at=None).update(armed_at=clock.now() - dt.timedelta(hours=1))
        Attempt.objects.exclude(ended_at=None).update(ended_at=clock.now() - dt.timedelta(hours=1))
        Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
        Delivery.objects.update(due_at=clock.now())
    raise AssertionError(f"still {delivery.state}: {delivery.reason}")
