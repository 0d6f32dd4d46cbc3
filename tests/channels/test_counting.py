from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import LINK_PLACEHOLDER
from channels.counting import UNITS, measure, urls

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("text", "characters", "graphemes", "octets", "utf16"),
    [
        ("abc", 3, 3, 3, 3),
        ("é", 1, 1, 2, 1),
        ("e\u0301", 2, 1, 3, 2),
        ("中文", 2, 2, 6, 2),
        ("👍", 1, 1, 4, 2),
        (FAMILY, 7, 1, 25, 11),
        ("🇨🇳🇩🇪", 4, 2, 16, 8),
        ("a\r\nb", 4, 3, 4, 4),
        ("", 0, 0, 0, 0),
    ],
)
def test_each_unit_counts_in_its_own_way(text: str, characters: int, graphemes: int, octets: int, utf16: int) -> None:
    counts = [measure(text, unit) for unit in ("characters", "graphemes", "bytes", "utf16")]
    assert counts == [characters, graphemes, octets, utf16]


def test_a_link_in_the_middle_of_chinese_is_counted_in_bytes() -> None:
    text = "看这里 https://a.co 👍"
    ((start, end),) = urls(text)
    assert (len(text[:start].encode()), len(text[:end].encode()), measure(text, "bytes")) == (10, 22, 27)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Read https://hub.example/r/Ab3xY.", ["https://hub.example/r/Ab3xY"]),
        ("(see https://en.example/wiki/A_(b)), then", ["https://en.example/wiki/A_(b)"]),
        ("看https://a.co/r/x。好", ["https://a.co/r/x"]),
        ("https://a.co看这里", ["https://a.co"]),
        ("https://例子.中国/a", ["https://例子.中国/a"]),
        ("HTTP://127.0.0.1:8000/r/x?a=1#b!", ["HTTP://127.0.0.1:8000/r/x?a=1#b"]),
        (f"Read {LINK_PLACEHOLDER}.", [LINK_PLACEHOLDER]),
        ("no link, just mailto:a@b.example and example.com", []),
    ],
)
def test_addresses_end_where_a_reader_sees_them_end(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in urls(text)] == found


def test_every_address_counts_the_platforms_own_length() -> None:
    text = f"A https://hub.example/{'x' * 80} b http://a.co {LINK_PLACEHOLDER}"
    assert measure(text, "graphemes", url_length=23) == len("A  b  ") + 3 * 23


def test_an_unknown_unit_names_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="characters, graphemes, bytes, utf16, x_weighted"):
        measure("x", "syllables")


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_any_text_can_be_measured_in_any_unit(text: str) -> None:
    for unit in UNITS:
        assert measure(text, unit, url_length=23) >= 0
    assert measure(text, "graphemes") <= measure(text, "characters") <= measure(text, "utf16")
