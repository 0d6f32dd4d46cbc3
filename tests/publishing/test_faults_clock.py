"""Clocks that are put forward or back by an hour while everything runs, everywhere or on one machine of several."""

from __future__ import annotations

import pytest

from contenthub.publishing.models import Delivery
from tests.publishing.harness.faults import Fault

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = 3600.0
CHANNELS = ("plaza", "plaza_keyed", "plaza_blind")


def some_live() -> bool:
    return Delivery.objects.filter(state="live").count() >= 5


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_everybodys_clock_is_put_by_an_hour_in_the_middle(hub, plant, by):
    for channel in CHANNELS:
        plant(channel, 15)
    hub.start(workers=2)
    hub.until(some_live)
    hub.ticking.forward(by)
    hub.settle()
    assert hub.complaints() == []
    assert set(Delivery.objects.exclude(account__channel="plaza_blind").values_list("state", flat=True)) == {"live"}


@pytest.mark.parametrize("by", [HOUR, -HOUR])
@pytest.mark.parametrize("who", ["worker.1", "dispatcher.1"])
def test_one_process_has_a_clock_that_is_wrong_by_an_hour(hub, plant, who, by):
    doubtful = [plant(channel, 10)[0] for channel in CHANNELS]
    for delivery in doubtful:
        hub.platform.script(delivery.key.hex, [Fault.DROP_AFTER])
    hub.start(workers=2, dispatchers=2)
    hub.until(some_live)
    hub.ticking.put(by, hub.nursery.slots[who])
    hub.settle()
    assert hub.complaints() == []
    assert set(Delivery.objects.exclude(account__channel="plaza_blind").values_list("state", flat=True)) == {"live"}


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_the_clock_is_put_while_what_a_dead_worker_sent_is_looked_up(hub, kill_each, by):
    made = kill_each(Fault.KILL_AFTER)
    hub.ticking.forward(by)
    hub.settle()
    assert hub.complaints() == []
    assert [hub.shown(delivery) for delivery in made.values()] == [1, 1, 1]


def test_the_clock_is_put_forward_between_arming_and_the_call(hub, kill_each):
    made = kill_each("armed")
    hub.ticking.forward(HOUR)
    hub.settle()
    assert hub.complaints() == []
    assert [hub.shown(delivery) for delivery in made.values()] == [1, 1, 0]
