"""A picture from the paper with a line that says what it shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from PIL import Image

from contenthub.variants.cards.dress import dress_story, series
from contenthub.variants.cards.footer import draw_footer
from contenthub.variants.cards.photo import contain, cover, flat, open_picture, paper
from contenthub.variants.cards.shapes import pattern
from contenthub.variants.cards.sheet import Box, Sheet


class Template:
    """Picture, kicker, headline, supporting text. On the brand's own colour, from which the paper of a
    diagram stands out. A diagram is shown whole, a photograph is cropped to its focal point."""

    label = _("Figure")
    fields = ("kicker", "headline", "text", "image", "footer")
    ground = "primary"

    def compose(self, sheet: Sheet) -> None:
        """Draw the card."""
        frame = sheet.frame
        dress_story(sheet)
        image = sheet.content.image
        picture = None if image is None else flat(open_picture(image, (frame.width, frame.height)))
        panel, text = _boxes(sheet, picture)
        if sheet.measuring:
            pass
        elif picture is None:
            _patterned(sheet, panel)
        else:
            _picture(sheet, panel, picture)
        floor = draw_footer(sheet, (text[0], text[1], text[2], frame.box[3])) - frame.px(36)
        items = [
            sheet.kicker(),
            sheet.headline(sheet.content.headline, frame.px(22), _sizes(sheet)),
            sheet.body(sheet.content.text, frame.px(24)),
        ]
        sheet.column((text[0], text[1], text[2], min(text[3], floor)), items)


def _sizes(sheet: Sheet) -> tuple[int, int]:
    most, least = sheet.frame.headline
    return round(most * (0.7 if sheet.frame.name == "wide" else 0.74)), round(least * 0.9)


def _boxes(sheet: Sheet, picture: Image.Image | None) -> tuple[Box, Box]:
    """Where the picture goes (to the card's edges), and where the text."""
    frame, (left, top, right, bottom) = sheet.frame, sheet.frame.box
    if frame.name == "wide":
        flatter = picture is not None and picture.width > 1.8 * picture.height
        edge = round(frame.width * (0.4 if flatter else 0.48))
        return (edge, 0, frame.width, frame.height), (left, top, edge - frame.px(52), bottom)
    share = {"square": 0.5, "portrait": 0.54}.get(frame.name, 0.38)
    lower = round(frame.height * share)
    return (0, 0, frame.width, lower), (left, lower + frame.px(60), right, bottom)


def _picture(sheet: Sheet, panel: Box, picture: Image.Image) -> None:
    frame, size = sheet.frame, (panel[2] - panel[0], panel[3] - panel[1])
    ground = paper(picture)
    if ground is None:
        sheet.image.paste(cover(picture, size, sheet.content.focal_point), panel[:2])
        return
    sheet.image.paste(ground, panel)
    left, top, right, bottom = _seen(sheet, panel)
    pad = frame.px(44)
    whole = contain(picture, (right - left - 2 * pad, bottom - top - 2 * pad))
    middle = ((left + right - whole.width) // 2, (top + bottom - whole.height) // 2)
    sheet.image.paste(whole, middle)


def _seen(sheet: Sheet, panel: Box) -> Box:
    """The part of the panel that no app covers: a diagram must be seen whole."""
    if sheet.frame.name != "story":
        return panel
    left, top, right, _ = sheet.frame.box
    return left, top - sheet.frame.px(60), right, panel[3]


def _patterned(sheet: Sheet, panel: Box) -> None:
    """Without a picture the brand's pattern fills the panel."""
    side = sheet.frame.tile
    columns, rows = -(-(panel[2] - panel[0]) // side), -(-(panel[3] - panel[1]) // side)
    tiles: Image.Image = pattern(series(sheet), columns, rows, side, sheet.colours)
    sheet.image.paste(tiles.crop((0, 0, panel[2] - panel[0], panel[3] - panel[1])), panel[:2])
