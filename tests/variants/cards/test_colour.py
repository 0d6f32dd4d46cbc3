"""Colours a text can be read in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.variants.cards.colour import contrast, ink_for, mix, parse, readable, veil_strength
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.look import BrandLook, palette, photo_palette, tone

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
HEX = COLOURS.map(lambda colour: "#{:02x}{:02x}{:02x}".format(*colour))


def test_hex_is_read_in_its_usual_forms():
    assert parse("#1A2b3c") == parse(" 1a2b3c ") == (26, 43, 60)
    assert parse("#abc") == (170, 187, 204)


@pytest.mark.parametrize("wrong", ["", "#12", "red", "#12345g", "rgb(1,2,3)"])
def test_what_is_no_colour_is_refused_with_a_sentence(wrong):
    with pytest.raises(CardError, match="write it like"):
        parse(wrong)


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@given(COLOURS, COLOURS)
def test_a_readable_colour_can_be_read(colour, ground):
    ink = ink_for(ground, [colour])
    assert contrast(ink, ground) >= 4.5
    assert contrast(readable(colour, ground, goal=ink), ground) >= 4.5


@given(COLOURS)
def test_the_veil_makes_text_readable_on_any_picture(spot):
    veil = (10, 20, 40)
    strength = veil_strength((255, 255, 255), spot, veil)
    assert contrast((255, 255, 255), mix(spot, veil, strength)) >= 4.5


@pytest.mark.parametrize("ground", ["background", "primary"])
@given(primary=HEX, accent=HEX, background=HEX, text=HEX)
def test_every_text_colour_of_any_brand_can_be_read(ground, primary, accent, background, text):
    look = BrandLook("Brand", primary, accent, background, text)
    for found in (palette(look, ground), photo_palette(look)):
        for ink in (found.ink, found.soft, found.strong):
            assert contrast(ink, found.ground) >= 4.5


@given(primary=HEX, accent=HEX, text=HEX)
def test_text_can_be_read_on_the_shapes_behind_it_too(primary, accent, text):
    shape, colours = tone(palette(BrandLook("Brand", primary, accent, text=text), "primary"))
    for ink in (colours.ink, colours.soft, colours.strong):
        assert contrast(ink, shape) >= 4.5 and contrast(ink, colours.ground) >= 4.5


def test_the_brands_own_text_colour_is_kept_where_it_can_be_read():
    assert palette(BrandLook("B", text="#14202e")).ink == (20, 32, 46)
