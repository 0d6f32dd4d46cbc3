"""Someone's words, and who said them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contenthub.variants.cards.dress import dress_story
from contenthub.variants.cards.footer import draw_footer
from contenthub.variants.cards.layout import Style, fit_text
from contenthub.variants.cards.paint import paint
from contenthub.variants.cards.photo import cover, flat, open_picture
from contenthub.variants.cards.shapes import mask, rounded
from contenthub.variants.cards.sheet import BODY, Item, Sheet

_WORDS = Style(weight=560, leading=1.24, wide_leading=1.42)
_NAME = Style(weight=700, leading=1.25, wide_leading=1.4, max_lines=2)
# Marks round the whole quotation go: the card draws its own.
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "«": "»"}


class Template:
    """The words (headline), the speaker, their part (text), a portrait (image)."""

    label = _("Quotation")
    fields = ("headline", "speaker", "text", "image", "footer")
    ground = "background"

    def compose(self, sheet: Sheet) -> None:
        """Draw the card."""
        frame, (left, top, right, _) = sheet.frame, sheet.frame.box
        if frame.name == "story":
            dress_story(sheet)
        else:
            sheet.image.paste(sheet.colours.primary, (0, 0, frame.px(20), frame.height))
        floor = draw_footer(sheet, frame.box) - frame.px(28)
        sheet.image.paste(sheet.colours.line, (left, floor, right, floor + frame.px(2)))
        floor -= frame.px(32)
        mark = frame.px(64 if frame.name == "wide" else 92)
        _mark(sheet, (left, top), mark)
        speaker_top = _speaker(sheet, (left, top, right, floor))
        words = unquoted(sheet.content.headline or sheet.content.text)
        most, least = frame.headline
        item = Item("headline", words, (round(most * 0.68), round(least * 0.86)), _WORDS, sheet.colours.ink)
        area = (left, top + mark + frame.px(36), right, speaker_top - frame.px(48))
        sheet.column(area, [item], anchor=0.3)


def unquoted(text: str) -> str:
    """`text` without one pair of quotation marks round the whole of it."""
    text = text.strip()
    inner = text[1:-1]
    closing = _PAIRS.get(text[:1])
    if len(text) > 2 and closing == text[-1] and closing not in inner and text[0] not in inner:
        return inner.strip()
    return text


def _mark(sheet: Sheet, corner: tuple[int, int], side: int) -> None:
    """An opening quotation mark of two leaves."""
    for number in range(2):
        place = (corner[0] + round(number * side * 1.12), corner[1])
        sheet.image.paste(sheet.colours.accent, place, mask("quote", side))


def _speaker(sheet: Sheet, box: tuple[int, int, int, int]) -> int:
    """Portrait, name and part at the bottom of `box`; returns where they begin."""
    content, frame = sheet.content, sheet.frame
    least, most = frame.small, frame.body[0]
    face = frame.px(96) if content.image is not None else 0
    left = box[0] + (face + frame.px(26) if face else 0)
    part = content.text if content.headline.strip() else ""
    width = box[2] - left
    name = fit_text(content.speaker, (width, round(most * 2.6)), (most, least), _NAME, content.chinese)
    role = fit_text(part, (width, round(least * 3.2)), (least, least), BODY, content.chinese)
    gap = frame.px(20 if content.chinese else 15) if name.lines and role.lines else 0
    height = max(face, name.height + gap + role.height)
    top = box[3] - height
    if face:
        picture = cover(flat(open_picture(content.image, (face, face))), (face, face), content.focal_point)
        sheet.image.paste(picture, (box[0], top + (height - face) // 2), rounded(face, face, face // 2))
    y = top + (height - name.height - gap - role.height) // 2
    paint(sheet.image, name, (left, y), sheet.colours.ink)
    paint(sheet.image, role, (left, y + name.height + gap), sheet.colours.soft)
    sheet.cut += [field for field, block in (("speaker", name), ("text", role)) if block.overflow]
    return top
