from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.lib.slugs import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("安静的发布白皮书", "an-jing-de-fa-bu-bai-pi-shu"),
        ("ACME 云原生 Paper", "acme-yun-yuan-sheng-paper"),
        ("What’s new in 2025?", "whats-new-in-2025"),
        ("Über Größe", "uber-grosse"),
        ("!!!", "untitled"),
        ("", "untitled"),
    ],
)
def test_a_title_becomes_an_address(title, expected):
    assert slug(title) == expected


def test_a_long_title_is_cut_between_words():
    assert slug("one two three four", max_length=12) == "one-two"
    assert slug("a" * 100, max_length=12) == "a" * 12


@given(st.text(max_size=80), st.integers(8, 60))
def test_it_is_never_empty_never_too_long_and_always_ascii(title, limit):
    made = slug(title, max_length=limit)
    assert 0 < len(made) <= limit
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made)
