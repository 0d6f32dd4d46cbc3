"""The pictures of an animatic: a shot's card, kept above the captions, and a caption on it."""

from __future__ import annotations

import dataclasses
from typing import cast

from PIL import Image, ImageDraw

from contenthub.brand.models import Brand
from contenthub.variants.animatic.problem import AnimaticError
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.draw import card_templates
from contenthub.variants.cards.frames import frame_for
from contenthub.variants.cards.layout import Style, fit_text
from contenthub.variants.cards.look import palette
from contenthub.variants.cards.paint import paint
from contenthub.variants.cards.sheet import Sheet
from contenthub.variants.pictures import Card, footer_of, look_of

SIZE = (1080, 1920)
#: What no app covers with its own buttons and texts (TikTok, Instagram, Facebook and YouTube taken together): left, top,
#: right, bottom in pixels.
SAFE = (60, 270, 950, 1250)
#: Where the cards end and the captions begin.
CARD_BOTTOM, CAPTION_TOP = 990, 1034
_PADDING = (30, 20)
_RADIUS = 18
#: Type sizes: 4.6 % of the width is 17 points on a phone; two lines of 34 letters still fit at the least.
_SIZES = (50, 40)
_CAPTION = Style(weight=640, leading=1.28, wide_leading=1.42, max_lines=2)
_INK, _GROUND = (255, 255, 255), (12, 14, 18)


def draw(card: Card, brand: Brand | None) -> Image.Image:
    """The card, 1080 x 1920, with its words above the captions' place.

    :raises AnimaticError: a picture, the logo or a colour cannot be used.
    """
    try:
        content, look = card.content(footer_of(brand, card.language)), look_of(brand)
        template = card_templates()[content.template]
        frame = frame_for(SIZE)
        frame = dataclasses.replace(frame, box=(*frame.box[:3], CARD_BOTTOM))
        colours = palette(look, template.ground)
        sheet = Sheet(Image.new("RGB", SIZE, colours.ground), frame, look, content, colours)
        template.compose(sheet)
    except CardError as error:
        raise AnimaticError(str(error)) from error
    return cast(Image.Image, sheet.image)  # drawn, since it was given a picture to draw on


def captioned(picture: Image.Image, text: str, language: str) -> Image.Image:
    """A copy of the picture with a caption: light words on a dark plate, inside the safe area."""
    left, _top, right, bottom = SAFE
    room = (right - left - 2 * _PADDING[0], bottom - CAPTION_TOP - 2 * _PADDING[1])
    block = fit_text(text, room, _SIZES, _CAPTION, language.startswith("zh"))
    found = picture.copy()
    if not block.lines:
        return found
    width, height = block.width + 2 * _PADDING[0], block.height + 2 * _PADDING[1]
    corner = (left, CAPTION_TOP + (bottom - CAPTION_TOP - height) // 2)
    ImageDraw.Draw(found).rounded_rectangle(
        (*corner, corner[0] + width - 1, corner[1] + height - 1), _RADIUS, fill=_GROUND
    )
    paint(found, block, (corner[0] + _PADDING[0], corner[1] + _PADDING[1]), _INK)
    return found
