from __future__ import annotations

import datetime as dt

import pytest

from channels.waiting import LONGEST_WAIT, retry_after

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"retry-after": "1.5"}, 1.5),
        ({"Retry-After": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30),
        ({"X-RateLimit-Reset": "2026-11-21T12:05:00.000Z"}, 300),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 60)}, 60),
        ({"RateLimit-Reset": "45"}, 45),
        ({"X-RateLimit-Reset-After": "0.25", "X-RateLimit-Reset": "1"}, 0.25),
        ({"Retry-After": "7", "X-RateLimit-Reset": "99"}, 7),
    ],
)
def test_every_way_to_ask_for_a_wait_is_understood(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers, NOW) == pytest.approx(seconds)


@pytest.mark.parametrize("value", ["", "soon", "nan", "inf", "Sat, 99 Nov"])
def test_what_makes_no_sense_asks_for_nothing(value: str) -> None:
    assert retry_after({"Retry-After": value}, NOW) is None


def test_a_moment_that_has_passed_means_now() -> None:
    assert retry_after({"Retry-After": "Sat, 21 Nov 2026 11:00:00 GMT"}, NOW) == 0
    assert retry_after({"Retry-After": "-5"}, NOW) == 0


def test_nobody_can_park_a_delivery_for_ever() -> None:
    assert retry_after({"Retry-After": "999999999"}, NOW) == LONGEST_WAIT
