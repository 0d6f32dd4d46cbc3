"""Plain text in lines of a given width, English and Chinese."""

from __future__ import annotations

import re
import unicodedata

#: What must not begin a line, and what must not end one.
_CLOSING, _OPENING = "，。；：！？、）】」』》〉”’…—·％%,.;:!?)]}", "（【「『《〈“‘([{"
_UNIT = re.compile(
    rf"https?://\S+|⟦[^⟧]*⟧|[{re.escape(_OPENING)}]*"
    rf"(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef⟦]+)[{re.escape(_CLOSING)}]*|\S"
)


def columns(text: str) -> int:
    """Width in a fixed font: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrap(text: str, limit: int = 72, first: str = "", rest: str = "") -> str:
    """``text`` in lines of at most ``limit`` columns; what cannot be broken (an address, a long word) stays whole.

    No line begins with a closing mark or ends with an opening one. White space between words is kept as one blank.

    :param first: stands before the first line ("- "), ``rest`` before the others.
    """
    lines, line, end = [], first, 0
    fresh = True
    for found in _UNIT.finditer(text):
        blank = " " if not fresh and text[end : found.start()] else ""
        if not fresh and columns(line + blank + found.group()) > limit:
            lines.append(line)
            line, blank = rest, ""
        line += blank + found.group()
        end, fresh = found.end(), False
    return "\n".join([*lines, line]) if not fresh else ""
