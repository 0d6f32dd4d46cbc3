"""Text into boxes: size, place, and what happens when it does not fit."""

from __future__ import annotations

import pytest
from PIL import Image

from contenthub.variants.cards.layout import Style, fit_text
from contenthub.variants.cards.paint import letterspaced, paint

HEADLINE = Style(weight=760, leading=1.13, wide_leading=1.3)
TEXTS = {
    "english": "Operators turn what your best engineers know into software",
    "chinese": "云原生安全：把防线推到开发的第一天，而不是上线前夜",
    "mixed": "CNCF 云原生安全白皮书 v1.0：12% 增长 🚀",
    "accents": "ÅÉÎ ĝjpqy Ünïcödé",
    "address": "https://example.org/" + "operators/" * 12,
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "endless": "云原生安全白皮书" * 60,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("box", [(846, 330), (440, 300), (300, 120)])
def test_the_ink_stays_inside_the_box(text, box):
    block = fit_text(text, box, (96, 30), HEADLINE, "云" in text)
    assert 30 <= block.size <= 96
    assert block.width <= box[0] + 1 and block.height <= box[1] + 1
    image = Image.new("L", (box[0] + 80, box[1] + 80))
    paint(image.convert("RGB"), block, (40, 40), (255, 255, 255))
    painted = Image.new("RGB", image.size)
    paint(painted, block, (40, 40), (255, 255, 255))
    left, top, right, bottom = painted.getbbox()
    assert left >= 38 and top >= 38 and right <= box[0] + 42 and bottom <= box[1] + 42


def test_a_short_text_gets_the_largest_size():
    assert fit_text("Ship it.", (846, 330), (96, 30), HEADLINE).size == 96


def test_a_larger_box_never_makes_the_text_smaller_than_readable():
    assert fit_text(TEXTS["endless"], (300, 200), (96, 34), HEADLINE, True).size == 34


def test_a_text_that_does_not_fit_says_so_and_ends_in_an_ellipsis_after_a_whole_word():
    block = fit_text("Declarative configuration explained for busy readers " * 9, (400, 160), (60, 30), HEADLINE)
    assert block.overflow
    last = block.lines[-1].runs
    assert "".join(run.text for run in last).endswith("…")
    words = {"Declarative", "configuration", "explained", "for", "busy", "readers"}
    assert last[-1].text.rstrip("…") in words | {""} and all(run.text in words for run in last[:-1])


def test_a_text_that_fits_does_not_say_it_overflows():
    assert not fit_text(TEXTS["mixed"], (846, 330), (96, 30), HEADLINE, True).overflow


def test_lines_are_of_even_length():
    block = fit_text(TEXTS["english"], (700, 400), (60, 60), HEADLINE)
    widths = [line.width for line in block.lines]
    assert len(widths) > 1 and min(widths) > 0.7 * max(widths)


def test_line_ends_that_were_typed_are_kept():
    block = fit_text("First line\nSecond line", (900, 300), (60, 30), HEADLINE)
    assert [line.text for line in block.lines] == ["Firstline", "Secondline"]


def test_no_text_and_no_room_give_an_empty_block():
    assert fit_text("  ", (300, 100), (40, 30), HEADLINE).lines == ()
    crowded = fit_text("Words", (300, 10), (40, 30), HEADLINE)
    assert crowded.lines == () and crowded.overflow


def test_letterspacing_widens_and_keeps_the_order():
    block = fit_text("STATE OF OPS", (900, 60), (30, 30), HEADLINE)
    wider = letterspaced(block, 0.1)
    places = [run.x for run in wider.lines[0].runs]
    assert wider.width > block.width and places == sorted(places)
