"""How long a look-up goes on, how far back it reaches, and how long a key is trusted: as each channel declares."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from tests.publishing.platform import Connector, Keyed, drop, says


def step(delivery: Delivery, seconds_ago: float | None = None) -> Delivery:
    """One step of a worker, as if the call had been made so many seconds ago."""
    if seconds_ago is not None:
        called_at = clock.now() - dt.timedelta(seconds=seconds_ago)
        Delivery.objects.update(armed_at=called_at)
        Attempt.objects.exclude(ended_at=None).update(ended_at=called_at)
    Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def with_media(delivery: Delivery) -> None:
    medium = {"path": "/nowhere/a.png", "name": "a.png", "mime_type": "image/png", "sha256": "0", "size": 1}
    delivery.refresh_from_db()
    Delivery.objects.update(post={**delivery.post, "media": [medium]})


@pytest.fixture
def since(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """The moments that look-ups reached back to."""
    asked: list[dt.datetime] = []

    def find(self: Any, post: Any, since: dt.datetime) -> None:
        asked.append(since)

    monkeypatch.setattr(Connector, "find", find)
    return asked


def test_a_text_that_is_not_seen_after_a_minute_is_absent(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    assert step(delivery, seconds_ago=50).state == "unconfirmed"
    assert step(delivery, seconds_ago=70).state == "scheduled"


def test_a_post_with_media_has_ten_minutes(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    with_media(delivery)
    assert step(delivery, seconds_ago=590).state == "unconfirmed"
    assert step(delivery, seconds_ago=610).state == "scheduled"


def test_a_channel_declares_its_own_graces(delivery, plaza, monkeypatch):
    able = dataclasses.replace(Connector.capabilities, lookup_grace=5, media_grace=20)
    monkeypatch.setattr(Connector, "capabilities", able)
    plaza.faults = [drop]
    step(delivery)
    with_media(delivery)
    assert step(delivery, seconds_ago=15).state == "unconfirmed"
    assert step(delivery, seconds_ago=25).state == "scheduled"


def test_a_look_up_reaches_back_to_a_minute_before_the_call_was_armed(delivery, plaza, since):
    plaza.faults = [drop]
    step(delivery)
    step(delivery)
    assert since == [delivery.armed_at - dt.timedelta(seconds=60)]


def test_after_an_earlier_call_in_doubt_it_reaches_back_to_that(delivery, plaza, since):
    plaza.faults = [drop, drop]
    step(delivery)
    hour_ago = clock.now() - dt.timedelta(hours=1)
    Attempt.objects.update(started_at=hour_ago)
    step(delivery, seconds_ago=100)
    assert (delivery.state, delivery.armed_at) == ("scheduled", None)
    Delivery.objects.update(due_at=clock.now())
    step(delivery)
    assert delivery.state == "unconfirmed"
    step(delivery)
    assert since[-1] == hour_ago - dt.timedelta(seconds=60)


@pytest.mark.parametrize(("window", "ago", "state"), [(3600, 3000, "live"), (600, 3000, "unconfirmed")])
def test_a_key_is_trusted_for_as_long_as_the_channel_declares(
    make_delivery, plaza, monkeypatch, window: int, ago: int, state: str
):
    monkeypatch.setattr(Keyed, "capabilities", dataclasses.replace(Keyed.capabilities, key_window=window))
    delivery = make_delivery("plaza_keyed")
    plaza.remembers_keys = True
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    assert step(delivery, seconds_ago=ago).state == state
    assert len(plaza.audience) == 1
    assert delivery.wake_at is None


def test_nothing_is_repeated_through_a_paused_account_until_it_resumes(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.remembers_keys = True
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    actions.pause_account(delivery.account)
    calls = len(plaza.requests)
    step(delivery)
    assert (delivery.state, delivery.wake_at, len(plaza.requests)) == ("unconfirmed", None, calls)
    actions.resume_account(delivery.account)
    delivery.refresh_from_db()
    assert step(delivery).state == "live"
    assert len(plaza.audience) == 1


def test_a_repeated_call_waits_for_room_like_any_other(make_delivery, plaza, monkeypatch):
    monkeypatch.setattr(Keyed, "capabilities", dataclasses.replace(Keyed.capabilities, rate=(1, 600)))
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    posts = len([request for request in plaza.requests if request.path == "/posts"])
    step(delivery)
    assert delivery.state == "unconfirmed"
    assert 590 < (delivery.wake_at - clock.now()).total_seconds() < 700
    assert delivery.attempts.count() == 1
    assert len([request for request in plaza.requests if request.path == "/posts"]) == posts


def test_a_platform_that_wants_a_wait_when_asked_again_has_the_account_wait(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [drop, says(429, Retry_After="30")]
    step(delivery)
    step(delivery)
    assert delivery.state == "unconfirmed"
    assert 25 < (Account.objects.get().not_before - clock.now()).total_seconds() <= 30
