"""Dispatchers and workers that die, stop, or are there twice."""

from __future__ import annotations

import signal
from collections import Counter

import pytest

from contenthub.publishing.models import Attempt, Delivery
from tests.publishing.harness.faults import Fault

pytestmark = pytest.mark.django_db(transaction=True)


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_a_killed_dispatcher_is_followed_by_another_and_nothing_is_lost(hub, plant):
    plant("plaza", 12)
    hub.start(workers=1)
    hub.until(lambda: states()["live"] >= 2)
    hub.nursery.kill("dispatcher.1")
    plant("plaza_blind", 12)
    hub.settle()
    assert (states(), hub.complaints()) == ({"live": 24}, [])


def test_of_two_dispatchers_either_may_be_killed_and_nothing_goes_out_twice(hub, plant):
    for channel in ("plaza", "plaza_keyed", "plaza_blind"):
        plant(channel, 10)
    hub.start(workers=2, dispatchers=2)
    hub.until(lambda: states()["live"] >= 5)
    hub.nursery.kill("dispatcher.2")
    hub.settle()
    assert (states(), hub.complaints()) == ({"live": 30}, [])
    assert set(Attempt.objects.values_list("number", flat=True)) == {1}


def test_asked_to_stop_a_worker_finishes_what_it_is_sending(hub, plant):
    delivery = plant("plaza_blind")[0]
    hub.platform.script(delivery.key.hex, [Fault.SLOW])
    hub.start(workers=1)
    hub.until(lambda: hub.platform.books()["calls"])
    assert hub.nursery.end("worker.1", signal.SIGTERM) == 0
    delivery.refresh_from_db()
    assert (delivery.state, hub.shown(delivery), hub.complaints()) == ("live", 1, [])


def test_asked_to_stop_in_the_middle_of_much_a_worker_leaves_nothing_in_doubt(hub, plant):
    plant("plaza_blind", 30)
    hub.start(workers=1)
    hub.until(lambda: states()["live"] >= 3)
    assert hub.nursery.end("worker.1", signal.SIGTERM) == 0
    assert 3 <= states()["live"] < 30
    assert hub.complaints(settled=False) == []
    assert not Delivery.objects.exclude(armed_at=None).exclude(state="live").exists()
    hub.start(workers=1)
    hub.settle()
    assert (states(), hub.complaints()) == ({"live": 30}, [])


def test_a_worker_that_stands_still_until_others_took_over_and_then_goes_on_sends_nothing_twice(hub, plant):
    delivery = plant("plaza")[0]
    hub.platform.script(delivery.key.hex, [Fault.SLOW])
    hub.start(workers=1)
    hub.until(lambda: hub.platform.books()["calls"])
    still = hub.nursery.pids["worker.1"]
    hub.nursery.signal("worker.1", signal.SIGSTOP)
    hub.start(workers=2)
    hub.come_to(lambda: Delivery.objects.exclude(state="sending").exists())
    hub.nursery.signal("worker.1", signal.SIGCONT)
    hub.settle()
    delivery.refresh_from_db()
    assert (delivery.state, hub.shown(delivery), hub.complaints()) == ("live", 1, [])
    assert hub.nursery.pids["worker.1"] == still
