"""The queue server flushed, killed and started again: it only carries work."""

from __future__ import annotations

import pytest

from contenthub.publishing.models import Attempt, Delivery

pytestmark = pytest.mark.django_db(transaction=True)


def live() -> int:
    return Delivery.objects.filter(state="live").count()


def test_a_queue_flushed_again_and_again_loses_and_doubles_nothing(hub, plant):
    for channel in ("plaza", "plaza_keyed", "plaza_blind"):
        plant(channel, 12)
    hub.start(workers=2, dispatchers=2)
    for reached in (1, 6, 12, 20):
        hub.until(lambda reached=reached: live() >= reached, 40)
        hub.queue.flush()
    hub.settle()
    assert (live(), hub.complaints()) == (36, [])
    assert set(Attempt.objects.values_list("number", flat=True)) == {1}


def test_a_queue_server_that_was_killed_comes_back_empty_and_work_goes_on(hub, plant):
    for channel in ("plaza", "plaza_keyed", "plaza_blind"):
        plant(channel, 8)
    hub.start(workers=2)
    hub.until(lambda: live() >= 3)
    hub.queue.kill()
    there = live()
    hub.until(lambda: not Delivery.objects.filter(state="sending").exists())
    assert hub.complaints(settled=False) == []
    hub.queue.start()
    hub.settle()
    assert (live(), hub.complaints()) == (24, [])
    assert there < 24
