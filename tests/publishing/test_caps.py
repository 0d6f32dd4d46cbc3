"""Each class of error has a cap of its own: patience with a busy platform does not use up the tries after an outage."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.lib import clock
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from tests.publishing.platform import says


@pytest.fixture
def try_with(delivery, plaza, monkeypatch):
    """Try it once more, the platform answering so."""

    def again(fault) -> Delivery:
        later = clock.now() + dt.timedelta(minutes=40)
        monkeypatch.setattr(clock, "now", lambda: later)
        Delivery.objects.update(planned_at=later)
        plaza.faults = [fault]
        assert work(delivery.pk)
        delivery.refresh_from_db()
        return delivery

    return again


def test_waiting_politely_does_not_use_up_the_tries_after_an_outage(try_with):
    for _ in range(10):
        try_with(says(429, Retry_After="60"))
    for _ in range(7):
        assert try_with(says(425)).state == "scheduled"
    assert try_with(says(425)).state == "failed"


def test_nor_do_outages_use_up_the_patience_with_a_busy_platform(try_with):
    for _ in range(7):
        assert try_with(says(425)).state == "scheduled"
    for _ in range(19):
        assert try_with(says(429, Retry_After="60")).state == "scheduled"
    assert try_with(says(429, Retry_After="60")).state == "failed"


def test_the_first_wait_after_an_outage_is_short_however_long_the_platform_was_busy(try_with):
    for _ in range(6):
        try_with(says(429, Retry_After="60"))
    delivery = try_with(says(425))
    assert 20 < (delivery.due_at - clock.now()).total_seconds() < 40


def test_what_a_person_sends_again_has_all_its_tries(try_with, delivery):
    from contenthub.publishing import actions

    for _ in range(8):
        try_with(says(425))
    actions.retry(delivery)
    for _ in range(7):
        assert try_with(says(425)).state == "scheduled"
    assert try_with(says(425)).state == "failed"
