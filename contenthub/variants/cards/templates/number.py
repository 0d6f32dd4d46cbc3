"""One figure, as large as the card can carry, on the brand's own colour."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contenthub.variants.cards.footer import draw_footer
from contenthub.variants.cards.layout import EMPTY, Block, Style, fit_text
from contenthub.variants.cards.look import tone
from contenthub.variants.cards.paint import paint
from contenthub.variants.cards.shapes import mask
from contenthub.variants.cards.sheet import Item, Sheet

_NUMBER = Style(weight=800, leading=1.0, wide_leading=1.1, max_lines=1)
_UNIT = Style(weight=600, leading=1.0, wide_leading=1.1, max_lines=1)
# The number's size on each shape of card; a long number, or long words below it, make it smaller.
_LARGEST = {"wide": 270, "square": 420, "portrait": 480, "story": 440}
_SMALLER = (1.0, 0.82, 0.66, 0.5)


class Template:
    """Number with unit, what it counts (headline), context (text)."""

    label = _("Number")
    fields = ("kicker", "number", "unit", "headline", "text", "footer")
    ground = "primary"

    def compose(self, sheet: Sheet) -> None:
        """Draw the card."""
        frame, (left, top, right, _bottom) = sheet.frame, sheet.frame.box
        _arcs(sheet)
        floor = draw_footer(sheet, frame.box) - frame.px(50)
        *_rest, y = sheet.column((left, top, right, floor), [sheet.kicker()])
        y += frame.px(38 if sheet.content.kicker else 0)
        rule, words = frame.px(36), frame.px(36 + 8 + 36)
        for share in _SMALLER:
            number = _Number(sheet, right - left, round(frame.px(_LARGEST[frame.name]) * share))
            column = sheet.plan((left, y + number.height + words, right, floor), _items(sheet))
            if not column.overflow:
                break
        slack = round((floor - column.box[3]) * 0.3)
        number.paint((left, y + slack))
        sheet.rule((left, y + slack + number.height + rule), sheet.colours.accent)
        sheet.draw(sheet.plan((left, y + slack + number.height + words, right, floor), _items(sheet)))


def _items(sheet: Sheet) -> list[Item]:
    most, least = sheet.frame.headline
    sizes = (round(most * (0.52 if sheet.frame.name == "wide" else 0.6)), round(least * 0.9))
    return [sheet.headline(sheet.content.headline, 0, sizes), sheet.body(sheet.content.text, sheet.frame.px(26))]


class _Number:
    """Number and unit on one baseline, fitted to a width."""

    def __init__(self, sheet: Sheet, width: int, size: int) -> None:
        content = sheet.content
        text, unit = (content.number, content.unit) if content.number.strip() else (content.unit, "")
        least = sheet.frame.headline[1]
        self.sheet = sheet
        while True:
            self.number = fit_text(text, (width, size * 2), (size, least), _NUMBER, content.chinese)
            self.unit = _unit(sheet, unit, self.number.size)
            self.gap = round(self.number.size * (0.02 if len(unit.strip()) <= 2 else 0.12)) if self.unit.lines else 0
            total = self.number.width + self.gap + self.unit.width
            if total <= width or self.number.size <= least:
                break
            size = max(least, min(self.number.size - 1, round(self.number.size * width / total)))
        self.fits = total <= width and not self.number.overflow
        self.height = max(self.number.ascent, self.unit.ascent)

    def paint(self, corner: tuple[int, int]) -> None:
        """Draw both with their upper left corner at `corner`."""
        image, colours, baseline = self.sheet.image, self.sheet.colours, corner[1] + self.height
        if not self.fits:
            self.sheet.cut.append("number")
        paint(image, self.number, (corner[0], baseline - self.number.ascent), colours.ink)
        place = (corner[0] + self.number.width + self.gap, baseline - self.unit.ascent)
        paint(image, self.unit, place, colours.strong)


def _unit(sheet: Sheet, unit: str, number_size: int) -> Block:
    """The unit beside the number: a sign such as % more than half as large, a word smaller."""
    if not unit.strip():
        return EMPTY
    size = max(sheet.frame.small, round(number_size * (0.6 if len(unit.strip()) <= 2 else 0.34)))
    return fit_text(unit, (sheet.frame.width, size * 2), (size, size), _UNIT, sheet.content.chinese)


def _arcs(sheet: Sheet) -> None:
    """Large arcs out of the lower right corner, just seen on the ground."""
    frame = sheet.frame
    side = round(min(frame.width, frame.height) * (0.92 if frame.name == "wide" else 0.8))
    colour, sheet.colours = tone(sheet.colours)
    sheet.image.paste(colour, (frame.width - side, frame.height - side), mask("arcs", side, 0))
