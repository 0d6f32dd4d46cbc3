from __future__ import annotations

import pytest
from django.test import RequestFactory

from contenthub.links import touch
from contenthub.links.actions import Utm, make_link


def read_with(cookies) -> dict:
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
    return touch.read(request)


def test_following_a_link_leaves_a_touch(reader, link):
    answer = reader.get(f"/r/{link.code}", HTTP_REFERER="https://mastodon.example/@hub/1?fbclid=x")
    found = read_with(answer.cookies)
    assert found["first"] == found["last"]
    assert found["last"]["link"] == link.code
    assert found["last"]["landing"] == link.tagged_target.partition("#")[0]
    assert found["last"]["referrer"] == "https://mastodon.example/@hub/1"


def test_the_cookie_is_out_of_scripts_reach_and_lasts_ninety_days(reader, link):
    morsel = reader.get(f"/r/{link.code}").cookies[touch.NAME]
    assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (True, "Lax", 90 * 24 * 3600)


def test_the_first_touch_stays_and_the_last_one_moves(reader, link):
    other = make_link(target="https://example.com/", utm=Utm("email", "email", "x"), campaign=None, asset=None)
    reader.get(f"/r/{link.code}")
    found = read_with(reader.get(f"/r/{other.code}").cookies)
    assert (found["first"]["link"], found["last"]["link"]) == (link.code, other.code)


@pytest.mark.parametrize("header", [{"HTTP_SEC_GPC": "1"}, {"HTTP_DNT": "1"}])
def test_who_asks_not_to_be_tracked_gets_no_cookie(reader, link, header):
    assert touch.NAME not in reader.get(f"/r/{link.code}", **header).cookies


def test_a_cookie_from_before_the_wish_is_taken_back(reader, link):
    reader.get(f"/r/{link.code}")
    assert reader.get(f"/r/{link.code}", HTTP_SEC_GPC="1").cookies[touch.NAME]["max-age"] == 0


@pytest.mark.parametrize("value", ["", "x", "eyJ9:forged:sig", "é" * 50])
def test_a_forged_cookie_is_no_touch(value):
    request = RequestFactory().get("/")
    request.COOKIES = {touch.NAME: value}
    assert touch.read(request) == {}


def test_an_old_cookie_is_no_touch(reader, link, time_machine):
    time_machine.move_to("2026-01-01T00:00:00Z")
    cookies = reader.get(f"/r/{link.code}").cookies
    time_machine.move_to("2026-04-02T00:00:00Z")
    assert read_with(cookies) == {}


def test_two_long_touches_fit_into_a_cookie(reader, db):
    long = make_link(target="https://example.com/" + "ab9" * 650, utm=Utm("a", "b", "c"), campaign=None, asset=None)
    for _ in range(2):
        morsel = reader.get(f"/r/{long.code}", HTTP_REFERER="https://r.example/" + "qz7" * 600).cookies[touch.NAME]
    assert len(morsel.OutputString()) < 4096


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?x=1&fbclid=2#y", "https://a.example/?x=1"),
        ("https://a.example/?GCLID=2", "https://a.example/"),
        ("https://a.example/?utm_id=2", "https://a.example/?utm_id=2"),
        ("", ""),
    ],
)
def test_platforms_ids_are_not_kept(url, expected):
    assert touch.without_click_ids(url) == expected
