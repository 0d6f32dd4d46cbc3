"""The lower edge of a card: who speaks, and where to read more."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from contenthub.variants.cards.layout import EMPTY, Block, Style, fit_text
from contenthub.variants.cards.logo import logo_for, wordmark_sign
from contenthub.variants.cards.paint import paint
from contenthub.variants.cards.sheet import LABEL, Box, Sheet

_NOTE = Style(weight=450, max_lines=1)
# Half the height of capitals, in ems: what centres a line of text on a row.
_HALF_CAPITALS = 0.36
# Rows that brand and note take one below the other.
_STACKED = 2.7


@dataclass(frozen=True)
class _Brand:
    """The logo; or the wordmark: a sign and the name."""

    picture: Image.Image
    name: Block
    gap: int

    @property
    def width(self) -> int:
        return self.picture.width + self.gap + self.name.width


def draw_footer(sheet: Sheet, box: Box) -> int:
    """Draw the brand at the left and the footer text at the right of the lower edge of `box`, or one below the other where
    they do not fit side by side. Returns where the footer begins; a text too long even so is noted in `sheet.cut`."""
    small, width = sheet.frame.small, box[2] - box[0]
    row = round(small * 1.5)
    text = sheet.content.footer or sheet.look.footer
    note = fit_text(text, (width, row), (small, small), _NOTE, sheet.content.chinese)
    if note.overflow:
        sheet.cut.append("footer")
    brand = _brand(sheet, row, width)
    beside = not note.lines or brand.width + sheet.frame.px(32) + note.width <= width
    # A logo is higher than its row, more so on a plate.
    top = box[3] - (row if beside else round(row * _STACKED))
    _paint_brand(sheet, brand, (box[0], top), row)
    baseline = box[3] - row // 2 + round(small * _HALF_CAPITALS)
    place = (box[2] if beside else box[0], baseline - note.ascent)
    paint(sheet.image, note, place, sheet.colours.soft, align="right" if beside else "left")
    return top


def _brand(sheet: Sheet, row: int, width: int) -> _Brand:
    if sheet.look.logo is not None:
        return _Brand(logo_for(sheet.look.logo, sheet.colours.ground, round(row * 1.25), width // 2), EMPTY, 0)
    size = round(sheet.frame.small * 1.18)
    sign = wordmark_sign(round(size * 0.86), sheet.colours)
    gap = round(size * 0.42)
    room = (width - sign.width - gap, row * 2)
    return _Brand(sign, fit_text(sheet.look.name, room, (size, sheet.frame.small), LABEL), gap)


def _paint_brand(sheet: Sheet, brand: _Brand, corner: tuple[int, int], row: int) -> None:
    middle = corner[1] + row / 2
    place = (corner[0], round(middle - brand.picture.height / 2))
    sheet.image.paste(brand.picture, place, brand.picture if brand.picture.mode == "RGBA" else None)
    baseline = round(middle + brand.name.size * _HALF_CAPITALS)
    left = corner[0] + brand.picture.width + brand.gap
    paint(sheet.image, brand.name, (left, baseline - brand.name.ascent), sheet.colours.ink)
