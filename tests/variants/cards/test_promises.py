"""What holds for every card: nothing lost at line ends, the same bytes always, readable on photographs and on phones."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from contenthub.variants.cards import fonts, kinsoku, runs
from contenthub.variants.cards.colour import READABLE, contrast
from contenthub.variants.cards.frames import READABLE_SHARE, SIZES, frame_for
from contenthub.variants.cards.kinsoku import CLOSING, NOT_LAST, OPENING
from contenthub.variants.cards.layout import Style, fit_text
from contenthub.variants.cards.photo import pixels_of, veil

WORDS = st.sampled_from(
    [
        "Betriebsstörungen",
        "small",
        "steps",
        "12%",
        "（小步）",
        "发布，",
        "“稳定”",
        "系统。",
        "Kubernetes",
        "云原生",
        "a",
        "3倍",
        "——",
        "《指南》",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30)
STYLE = Style(weight=700, leading=1.2, wide_leading=1.4)


@settings(max_examples=120, deadline=None)
@given(words=TEXTS, spaced=st.booleans(), width=st.integers(500, 1000))
def test_lines_lose_no_sign_and_end_where_they_may(words, spaced, width):
    text = (" " if spaced else "").join(words)
    block = fit_text(text, (width, 3000), (90, 28), STYLE, True)
    assert not block.overflow
    said = "".join(line.text for line in block.lines)
    assert said.replace(" ", "") == runs.clean(text).replace(" ", "")
    for line in block.lines[1:]:
        assert line.text[0] not in CLOSING
    for line in block.lines[:-1]:
        assert line.text[-1] not in OPENING | (NOT_LAST - {"@", "#"})
    assert all(line.width * block.size <= width + 0.5 for line in block.lines)


DRAWN = """
import hashlib
from contenthub.variants.cards.content import CardContent
from contenthub.variants.cards.draw import draw_card, encode
from contenthub.variants.cards.look import BrandLook
card = CardContent("statement", headline="小步前进 and small steps", text="Half of it.", language="zh-hans")
print(hashlib.sha256(encode(draw_card(card, BrandLook("Steady"), (600, 600)))).hexdigest())
"""


def test_two_processes_with_other_hash_seeds_draw_the_same_bytes():
    found = {
        subprocess.run(
            [sys.executable, "-c", DRAWN],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1 and len(found.pop().strip()) == 64


@pytest.mark.parametrize("bright", [(255, 255, 255), (0, 255, 0), (255, 255, 0), (80, 220, 255), (255, 90, 200)])
def test_words_on_a_photograph_have_contrast_wherever_it_is_bright(bright):
    picture = Image.new("RGB", (600, 314), (30, 40, 50))
    picture.paste(bright, (120, 80, 200, 160))
    box = (40, 40, 380, 280)
    veil(picture, (12, 20, 40), (255, 255, 255), box)
    assert min(contrast((255, 255, 255), spot) for spot in set(pixels_of(picture.crop(box)))) >= READABLE


def test_without_an_emoji_font_no_empty_box_is_drawn(monkeypatch):
    for place in (fonts, runs):
        monkeypatch.setattr(place, "emoji_file", lambda: None)
    for known in (fit_text, kinsoku.atoms):
        known.cache_clear()
    try:
        lines = [
            fit_text(text, (900, 400), (90, 28), STYLE).lines for text in ("Small \U0001f680 steps", "Small steps")
        ]
    finally:
        for known in (fit_text, kinsoku.atoms):
            known.cache_clear()
    assert lines[0] == lines[1]


@pytest.mark.parametrize(("size", "factor"), list(product([*SIZES.values(), (1080, 1350)], (1, 0.5))))
def test_no_text_is_smaller_than_a_phone_shows_readably(size, factor):
    # 2.2 % of the width: some 8 points where a phone shows the card 375 points wide (see frames.py).
    frame = frame_for((round(size[0] * factor), round(size[1] * factor)))
    assert min(frame.small, frame.body[1], frame.headline[1]) >= READABLE_SHARE * frame.width
