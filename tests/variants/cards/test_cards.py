"""Whole cards: every template in every size."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from contenthub.variants.cards import dress
from contenthub.variants.cards.content import CardContent, CardError
from contenthub.variants.cards.draw import card_templates, draw_card, encode, overflowing
from contenthub.variants.cards.frames import SIZES, frame_for
from tests.variants.cards.looks import DARK, LIGHT, chinese, english

TEMPLATES = ("figure", "number", "quotation", "statement")
SLACK = 6  # a J reaches a little left of where it stands


def test_the_templates_are_the_files_in_the_folder():
    assert tuple(card_templates()) == TEMPLATES
    for template in card_templates().values():
        assert template.label and set(template.fields) <= set(CardContent.__dataclass_fields__)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("make", "look"), [(english, LIGHT), (chinese, DARK)], ids=["english", "chinese"])
def test_every_template_draws_every_size_whole(template, size, make, look, monkeypatch):
    monkeypatch.setattr(dress, "_PATTERNS", 1)  # the pattern turns with the words; here only the words may differ
    content = make(template)
    card = draw_card(content, look, size)
    assert card.size == size and card.mode == "RGB"
    assert overflowing(content, look, size) == ()
    assert text_box_is_kept(content, look, size)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_endless_text_stays_on_the_card_and_is_reported(template, size, monkeypatch):
    monkeypatch.setattr(dress, "_PATTERNS", 1)
    words = "云原生安全白皮书，declarative configuration。" * 15
    content = chinese(template, headline=words, text=words, kicker=words, speaker=words, footer=words)
    assert "headline" in overflowing(content, DARK, size)
    assert text_box_is_kept(content, DARK, size)


def text_box_is_kept(content: CardContent, look, size) -> bool:
    """Whether all that the texts add to the card lies inside the frame's box."""
    bare = CardContent(content.template, language=content.language)
    changed = ImageChops.difference(draw_card(content, look, size), draw_card(bare, look, size)).getbbox()
    left, top, right, bottom = frame_for(size).box
    return (
        changed[0] >= left - SLACK
        and changed[1] >= top - SLACK
        and changed[2] <= right + SLACK
        and changed[3] <= bottom + SLACK
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_the_same_content_gives_the_same_bytes(format):
    content = chinese("statement")
    one, two = (encode(draw_card(replace(content), DARK, SIZES["wide"]), format) for _ in range(2))
    assert one == two
    assert Image.open(BytesIO(one)).format == format


def test_another_headline_gives_another_card():
    one, two = (draw_card(english("statement", headline=text), LIGHT, SIZES["wide"]) for text in ("One", "Two"))
    assert ImageChops.difference(one, two).getbbox()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_card_with_nothing_to_say_is_still_drawn(template):
    assert draw_card(CardContent(template), LIGHT, (1200, 628)).size == (1200, 628)


def test_other_sizes_follow_the_nearest_design():
    assert frame_for((600, 315)).name == "wide" and frame_for((750, 1334)).name == "story"
    assert draw_card(english("quotation"), LIGHT, (1500, 500)).size == (1500, 500)


def test_no_type_is_smaller_than_a_phone_can_show():
    for size in SIZES.values():
        frame = frame_for(size)
        assert min(frame.small, *frame.body, *frame.headline) >= 0.022 * size[0]


def test_what_cannot_be_drawn_is_refused_with_a_sentence():
    with pytest.raises(CardError, match="choose one of: figure, number"):
        draw_card(CardContent("poster"), LIGHT, SIZES["wide"])
    with pytest.raises(CardError, match="between 240 and 4096"):
        draw_card(english("statement"), LIGHT, (100, 100))
    with pytest.raises(CardError, match="write it like"):
        draw_card(english("statement"), replace(LIGHT, primary="navy"), SIZES["wide"])
    with pytest.raises(CardError, match="JPEG or PNG"):
        encode(Image.new("RGB", (4, 4)), "GIF")


@pytest.mark.parametrize("template", ["statement", "number", "quotation", "figure"])
def test_whether_a_text_fits_is_found_without_drawing_and_as_a_drawing_finds_it(template, monkeypatch):
    endless = english(template, headline="Declarative configuration explained for busy readers " * 12)
    drawn = []
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda *args, **options: drawn.append(args))
    assert overflowing(endless, LIGHT, SIZES["wide"]) == ("headline",)
    assert overflowing(english(template), LIGHT, SIZES["wide"]) == ()
    assert not drawn


def test_cards_of_one_brand_are_kin_and_not_twins():
    edges = {
        draw_card(english("statement", headline=words), LIGHT, SIZES["wide"]).crop((1000, 0, 1200, 630)).tobytes()
        for words in ("One", "Two", "Three", "Four", "Five", "Six")
    }
    assert len(edges) > 1
