from __future__ import annotations

import pytest
from django.test import RequestFactory

from contenthub.links.visitors import address, opted_out, visitor


def request(**meta: str):
    return RequestFactory().get("/", **{"REMOTE_ADDR": "192.0.2.1", "HTTP_USER_AGENT": "x", **meta})


def test_a_visitor_is_the_same_within_a_day_and_another_the_next(time_machine):
    time_machine.move_to("2026-11-21T00:01:00Z")
    morning = visitor(request())
    time_machine.move_to("2026-11-21T23:59:00Z")
    assert visitor(request()) == morning
    time_machine.move_to("2026-11-22T00:00:00Z")
    assert visitor(request()) != morning


def test_the_hash_tells_addresses_and_browsers_apart_and_holds_neither():
    made = {visitor(request()), visitor(request(REMOTE_ADDR="192.0.2.2")), visitor(request(HTTP_USER_AGENT="y"))}
    assert len(made) == 3
    assert not any("192" in text and "192.0.2" in text for text in made)


def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours():
    assert address(request(HTTP_X_FORWARDED_FOR="203.0.113.9")) == "192.0.2.1"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", ""),
    ],
)
def test_behind_our_proxies_the_address_they_saw_counts(settings, trusted, forwarded, expected):
    settings.TRUSTED_PROXIES = trusted
    assert address(request(HTTP_X_FORWARDED_FOR=forwarded)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [({}, False), ({"HTTP_SEC_GPC": "1"}, True), ({"HTTP_DNT": "1"}, True), ({"HTTP_DNT": "0"}, False)],
)
def test_a_wish_not_to_be_tracked_is_heard(header, expected):
    assert opted_out(request(**header)) is expected
