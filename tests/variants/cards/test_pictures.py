"""Photographs, diagrams and logos on cards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from contenthub.variants.cards.colour import contrast
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.draw import draw_card
from contenthub.variants.cards.frames import SIZES
from contenthub.variants.cards.logo import logo_for
from contenthub.variants.cards.look import photo_palette
from contenthub.variants.cards.photo import cover, open_picture, paper, veil
from tests.variants.cards.looks import LIGHT, diagram, english, photograph


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("template", ["statement", "figure", "quotation"])
def test_a_picture_fits_every_size(template, size):
    with_picture = draw_card(english(template, image=photograph()), LIGHT, size)
    assert with_picture.size == size
    assert with_picture.tobytes() != draw_card(english(template), LIGHT, size).tobytes()


def test_the_veil_makes_every_spot_under_the_text_readable():
    colours, white = photo_palette(LIGHT), Image.new("RGB", (1200, 630), "white")
    box = (72, 200, 744, 574)
    veil(white, colours.ground, colours.soft, box)
    for spot in (box[:2], (box[2] - 1, box[3] - 1), (400, 400)):
        pixel = white.getpixel(spot)
        assert contrast(colours.soft, pixel) >= 4.5 and contrast(colours.ink, pixel) >= 4.5


def test_the_focal_point_stays_visible():
    picture = Image.new("RGB", (900, 300), "white")
    picture.paste((255, 0, 0), (0, 0, 100, 300))
    left = cover(picture, (100, 100), (0.05, 0.5))
    right = cover(picture, (100, 100), (0.95, 0.5))
    assert left.getpixel((5, 50)) == (255, 0, 0) and right.getpixel((5, 50)) == (255, 255, 255)


def test_a_diagram_is_shown_whole_and_a_photograph_is_cropped():
    assert paper(diagram()) == (255, 255, 255) and paper(photograph()) is None
    card = draw_card(english("figure", image=diagram()), LIGHT, SIZES["square"])
    bar = [x for x in range(1080) if card.getpixel((x, 268))[0] in range(190, 211) and card.getpixel((x, 268))[1] < 60]
    assert min(bar) > 30 and max(bar) < 1050


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
def test_any_kind_of_picture_will_do(mode):
    picture = (
        photograph().convert("L").convert("I").convert("I;16")
        if mode == "I;16"
        else photograph().convert("RGBA" if mode == "LA" else mode).convert(mode)
    )
    assert draw_card(english("figure", image=picture), LIGHT, SIZES["wide"]).mode == "RGB"


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(tmp_path):
    broken = tmp_path / "chart.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    for path in (broken, tmp_path / "missing.jpg"):
        with pytest.raises(CardError, match="cannot be opened as a picture"):
            draw_card(english("figure", image=path), LIGHT, SIZES["wide"])
    with pytest.raises(CardError, match="upload it again"):
        draw_card(english("statement"), replace(LIGHT, logo=tmp_path / "missing.png"), SIZES["wide"])


def test_a_picture_lying_on_its_side_is_set_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "phone.jpg"
    Image.new("RGB", (80, 40)).save(path, exif=exif)
    assert open_picture(path, (80, 80)).size == (40, 80)


def test_a_logo_that_would_not_be_seen_gets_a_plate():
    white = Image.new("RGBA", (200, 60))
    white.paste((255, 255, 255, 255), (20, 10, 180, 30))
    white.paste((255, 255, 255, 255), (20, 10, 60, 50))
    plated = logo_for(white, (255, 255, 255), 50, 300)
    plain = logo_for(white, (18, 53, 91), 50, 300)
    assert plated.height <= 50 and plain.size == (200, 50)
    card = Image.new("RGB", (300, 50), "white")
    card.paste(plated, (0, 0), plated)
    assert card.convert("L").getextrema()[0] < 40
    assert plain.getpixel((20, 25)) == (255, 255, 255, 255)


def test_a_changed_logo_file_is_read_anew(tmp_path):
    path = tmp_path / "logo.png"
    cards = []
    for number, colour in enumerate(("red", "blue")):
        Image.new("RGB", (200, 60), colour).save(path)
        path.touch()
        cards.append(draw_card(english("statement"), replace(LIGHT, logo=path, name=f"B{number * 0}"), SIZES["wide"]))
    assert cards[0].tobytes() != cards[1].tobytes()
