"""The brand's sheet: readable colours, safe text, an address that changes with it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.brand import stylesheet
from contenthub.brand.models import Brand

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def values(brand: Brand | None) -> dict[str, str]:
    return dict(re.findall(r"--brand-([a-z-]+): ([^;]+);", stylesheet.css(brand)))


@given(primary=COLOUR, accent=COLOUR, background=COLOUR, text=COLOUR)
def test_every_pair_of_colours_can_be_read(primary, accent, background, text):
    found = values(Brand(primary_colour=primary, accent_colour=accent, background_colour=background, text_colour=text))
    for ink, ground in [
        ("on-primary", "primary"),
        ("on-accent", "accent"),
        ("text", "background"),
        ("soft", "background"),
        ("link", "background"),
        ("strong", "background"),
        ("accent-on-primary", "primary"),
    ]:
        assert stylesheet.contrast(found[ink], found[ground]) >= 4.5, (ink, ground)


def test_a_dark_brand_says_so_to_the_browser():
    assert "color-scheme: dark;" in stylesheet.css(Brand(background_colour="#101010", text_colour="#eeeeee"))
    assert "color-scheme: light;" in stylesheet.css(None)


def test_the_address_changes_with_the_look_and_with_nothing_else():
    one = stylesheet.url(Brand(pk=3, name="A"))
    assert one == stylesheet.url(Brand(pk=3, name="B"))
    assert one != stylesheet.url(Brand(pk=3, name="A", primary_colour="#000000"))
    assert re.fullmatch(r"/m/brand/3-[0-9a-f]{12}\.css", one)
    assert stylesheet.url(None).startswith("/m/brand/0-")


@pytest.mark.parametrize("font", ['"; } body { display: none', "Noto\nSans</style>", "", "   "])
def test_a_font_s_name_cannot_end_its_declaration(font):
    sheet = stylesheet.css(Brand(heading_font=font))
    assert sheet.count("{") == sheet.count("}") == 1
    assert "<" not in sheet
