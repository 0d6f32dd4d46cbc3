"""Setting headlines: their size by their length, and where Chinese ones may break."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.words import pieces
from contenthub.variants.lengths import width

register = template.Library()

#: Columns (a Chinese character is two) up to which a text takes the size.
_STEPS = ((18, "xl"), (44, "l"), (84, "m"), (130, "s"))


@register.filter
def type_size(text: object) -> str:
    """ "xl", "l", "m", "s" or "xs": the step of the type scale for this text."""
    columns = width(str(text or ""))
    return next((name for most, name in _STEPS if columns <= most), "xs")


@register.filter
def breakable(text: object) -> SafeString:
    """Chinese text with a place to break behind every word and none inside; other text as it is."""
    said = str(text or "")
    words = pieces(said, CHINESE) if HAN.search(said) else []
    if "".join(words) != said:
        words = [said]
    joined = "".join(
        conditional_escape(word)
        if not number or not any(sign.isalnum() for sign in word)
        else f"<wbr>{conditional_escape(word)}"
        for number, word in enumerate(words)
    )
    return mark_safe(joined)
