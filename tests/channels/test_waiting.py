from __future__ import annotations

import datetime as dt

import pytest

from channels.waiting import LONGEST_WAIT, asked_in_body, retry_after

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
        ({"X-RateLimit-Reset": str(int(NOW.timestamp() * 1000) + 90_500)}, 90.5),
        ({"Retry-After": str(int(NOW.timestamp()) + 33)}, 33),
        ({"Retry-After-Ms": "2500", "Retry-After": "3"}, 2.5),
        ({"RateLimit": '"default";r=0;t=30'}, 30),
        ({"RateLimit": "limit=100, remaining=0, reset=31"}, 31),
        ({"X-Business-Use-Case-Usage": '{"1": [{"estimated_time_to_regain_access": 6}]}'}, 360),
        (
            {
                "x-rate-limit-reset": str(int(NOW.timestamp()) + 60),
                "x-rate-limit-remaining": "70",
                "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 7200),
                "x-user-limit-24hour-remaining": "0",
            },
            7200,
        ),
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


def test_moments_are_taken_by_the_platforms_own_clock() -> None:
    headers = {"Date": "Sat, 21 Nov 2026 08:00:00 GMT", "Retry-After": "Sat, 21 Nov 2026 08:00:45 GMT"}
    assert retry_after(headers) == 45


def test_when_a_limit_begins_anew_says_nothing_while_it_is_not_reached() -> None:
    headers = {"X-RateLimit-Reset": "300", "X-RateLimit-Remaining": "299"}
    assert retry_after(headers, NOW, limited=False) is None
    assert retry_after({**headers, "Retry-After": "5"}, NOW, limited=False) == 5


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 35}}', 35),
        (b'{"message": "You are being rate limited.", "retry_after": 0.513, "global": false}', 0.513),
        (b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}', 1.5),
        (b'{"retry_after": 99999999}', LONGEST_WAIT),
        (b'{"retry_after": true}', None),
        (b'{"retry_after": "soon"}', None),
        (b"retry later", None),
        (b"[" * 50_000 + b'"retry"', None),
    ],
)
def test_a_wait_named_in_the_body_is_found(body: bytes, seconds: float | None) -> None:
    assert asked_in_body(body) == seconds
