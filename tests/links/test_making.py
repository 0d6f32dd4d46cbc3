from __future__ import annotations

import re

import pytest
from django.db import IntegrityError

from contenthub.links import codes
from contenthub.links.actions import CannotLink, Utm, lookup, make_link
from contenthub.links.models import Link

UTM = Utm("mastodon", "social", "launch")


def test_a_link_knows_where_it_leads_and_what_it_carries(link):
    assert link.target == "https://example.com/paper?x=1#top"
    assert link.tagged_target == (
        "https://example.com/paper?x=1&utm_source=mastodon&utm_medium=social&utm_campaign=launch"
        f"&utm_content=1_email-2&utm_id={link.code}#top"
    )


def test_the_code_is_the_utm_id_and_has_no_look_alikes(link):
    assert link.utm_id == link.code
    assert re.fullmatch("[2-9a-hjkmnp-z]{8}", link.code)


def test_the_short_address_is_below_the_hubs_own(link, settings):
    assert link.short_url == f"{settings.BASE_URL}/r/{link.code}"


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "/paper",
        "//evil.example",
        "ftp://a.example",
        "https://a.example/\r\nSet-Cookie:x",
        "",
        "https:///x",
    ],
)
@pytest.mark.django_db
def test_only_a_full_web_address_can_be_a_target(target):
    with pytest.raises(CannotLink):
        make_link(target=target, utm=UTM, campaign=None, asset=None)
    assert not Link.objects.exists()


@pytest.mark.django_db
def test_a_target_too_long_to_store_is_refused():
    with pytest.raises(CannotLink, match="2000"):
        make_link(target="https://a.example/" + "x" * 2000, utm=UTM, campaign=None, asset=None)


def test_a_code_that_is_taken_is_drawn_again(link, monkeypatch):
    drawn = iter([link.code, link.code, "free2345"])
    monkeypatch.setattr(codes, "new", lambda: next(drawn))
    assert make_link(target="https://a.example/", utm=UTM, campaign=None, asset=None).code == "free2345"


def test_drawing_codes_ends(link, monkeypatch):
    monkeypatch.setattr(codes, "new", lambda: link.code)
    with pytest.raises(IntegrityError):
        make_link(target="https://a.example/", utm=UTM, campaign=None, asset=None)


def test_a_code_is_found_in_capitals_too(link):
    assert lookup(link.code.upper()) == lookup(link.code) == link


@pytest.mark.parametrize("code", ["", "../admin", "a b", "%00", "x" * 17, "é", "\x00"])
@pytest.mark.django_db
def test_what_cannot_be_a_code_is_not_looked_up(code, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert lookup(code) is None
