"""Where a Chinese title may be broken: between words, not inside them."""

from __future__ import annotations

import rjieba
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from contenthub.lib.language import HAN

#: Never at the end of a line, and never at its beginning.
_OPENING = frozenset("“‘（《〈【「『([{")
_CLOSING = frozenset("”’）》〉】」』)]}，。、；：？！…—·,.;:?!%")


def breakable(text: str) -> SafeString:
    """``text``, escaped, with a ``<wbr>`` between its Chinese words; to be shown with ``word-break: keep-all``.

    Browsers break Chinese between any two characters, which tears words apart in large type. Other text stays as it is.
    """
    if not HAN.search(text):
        return format_html_join("", "{}", [(text,)])
    words = list(rjieba.cut(text))
    pairs = zip(words, [*words[1:], ""], strict=True)
    return format_html_join("", "{}{}", [(word, _between(word, following)) for word, following in pairs])


def is_long(title: str) -> bool:
    """Whether a title would fill a screen in the largest type; a Chinese character is as wide as two letters."""
    return len(title) + len(HAN.findall(title)) > 48


def _between(word: str, following: str) -> SafeString:
    stays = not following or word[-1] in _OPENING or following[0] in _CLOSING
    han = bool(HAN.match(word[-1]) or (following and HAN.match(following[0])))
    return SafeString("" if stays or not han else "<wbr>")
