"""One sentence that carries the card, beside the brand's pattern or on a photograph."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from PIL import Image

from contenthub.variants.cards.dress import dress_edge
from contenthub.variants.cards.footer import draw_footer
from contenthub.variants.cards.look import photo_palette
from contenthub.variants.cards.photo import cover, flat, open_picture, veil
from contenthub.variants.cards.sheet import Item, Sheet


class Template:
    """Kicker, headline, supporting text; without a headline the text is one."""

    label = _("Statement")
    fields = ("kicker", "headline", "text", "image", "footer")
    ground = "background"

    def compose(self, sheet: Sheet) -> None:
        """Draw the card."""
        if sheet.content.image is not None:
            _on_photograph(sheet)
            return
        left, top, right, bottom = dress_edge(sheet)
        floor = draw_footer(sheet, (left, top, right, bottom)) - sheet.frame.px(46)
        kicker, *texts = _items(sheet)
        *_rest, under = sheet.column((left, top, right, floor), [kicker])
        sheet.column((left, under + sheet.frame.px(24), right, floor), texts, anchor=0.42)


def _items(sheet: Sheet, share: float = 1.0) -> list[Item]:
    """Kicker, headline (at most `share` of the largest size) and text."""
    px, content = sheet.frame.px, sheet.content
    most, least = sheet.frame.headline
    headline, text = (content.headline, content.text) if content.headline.strip() else (content.text, "")
    sizes = (round(most * share), least)
    return [sheet.kicker(), sheet.headline(headline, px(30), sizes), sheet.body(text, px(36))]


def _on_photograph(sheet: Sheet) -> None:
    """Fill the card with the photograph, darkened towards the brand's colour where the text stands."""
    frame, (left, top, right, bottom) = sheet.frame, sheet.frame.box
    size = (frame.width, frame.height)
    sheet.colours = photo_palette(sheet.look)
    if not sheet.measuring:
        sheet.image.paste(cover(flat(open_picture(sheet.content.image, size)), size, sheet.content.focal_point))
    edge = round(frame.width * 0.62) if frame.name == "wide" else right
    column = sheet.plan((left, top + frame.px(42), edge, bottom - frame.px(92)), _items(sheet, 0.8), anchor=1.0)
    rule_top = column.box[1] - frame.px(42)
    if isinstance(sheet.image, Image.Image):
        veil(sheet.image, sheet.colours.ground, sheet.colours.soft, (left, rule_top, edge, bottom))
    sheet.rule((left, rule_top), sheet.colours.accent)
    sheet.draw(column)
    draw_footer(sheet, (left, top, edge, bottom))
