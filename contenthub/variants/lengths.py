"""Text length as a layout feels it, and text brought below it."""

from __future__ import annotations

import re
import unicodedata

from contenthub.lib.sentences import fit


def width(text: str) -> int:
    """Columns: a Chinese character takes two, a Latin letter one. One limit then serves both scripts."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def shortened(text: str, limit: int, language: str) -> str:
    """As much of ``text`` as is at most ``limit`` columns wide: whole sentences or clauses; "" when none will do."""
    return fit(text, limit, width, language)


def short_title(title: str, limit: int) -> str:
    """A title at most ``limit`` columns wide where it can be: whole, else without what follows its colon or dash."""
    if width(title) <= limit:
        return title
    main = re.split(r"\s*[:：]\s*|\s+[-–—|]\s+|——", title)[0]
    return main if main and width(main) <= limit else title
