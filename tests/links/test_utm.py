from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from contenthub.links.utm import MAX_LENGTH, Utm, utm_for, value


class FakeRow:
    """Stands for any stored row: the values only read these two."""

    pk = 12
    utm_campaign = "2026-11_operators"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LinkedIn", "linkedin"),
        ("Übersicht 2026!", "ubersicht-2026"),
        ("云原生安全", "yun-yuan-sheng-an-quan"),
        ("a & b?c=d#e", "a-b-c-d-e"),
        ("2026-11_operators", "2026-11_operators"),
        ("--x__y--", "x_y"),
        ("", ""),
        ("★", ""),
    ],
)
def test_a_value_is_lower_case_ascii(text, expected):
    assert value(text) == expected


@examples(deadline=None, max_examples=80)
@given(st.text(max_size=300))
def test_any_text_becomes_a_value_and_stays_one(text):
    made = value(text)
    assert re.fullmatch(r"[a-z0-9_-]{0,100}", made)
    assert len(made) <= MAX_LENGTH
    assert value(made) == made


def test_source_and_medium_come_from_the_channel_and_content_from_asset_and_variant():
    row = FakeRow()
    utm = utm_for(source="mastodon", medium="social", campaign=row, asset=row, variant_id=45, kind="social_card")
    assert utm == Utm("mastodon", "social", "2026-11_operators", "12_social_card-45")


def test_a_link_outside_any_campaign_says_so():
    utm = utm_for(source="site", medium="referral", campaign=None, asset=None, variant_id=None)
    assert (utm.campaign, utm.content) == ("always-on", "")


def test_whatever_is_given_the_values_are_clean():
    assert Utm("News Letter", "E-Mail", "Große Aktion").pairs() == [
        ("utm_source", "news-letter"),
        ("utm_medium", "e-mail"),
        ("utm_campaign", "grosse-aktion"),
    ]
