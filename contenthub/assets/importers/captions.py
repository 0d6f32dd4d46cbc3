"""Which paragraph is a caption."""

from __future__ import annotations

import re

from bs4 import Tag

MOST_CAPTION = 400
MOST_PLAIN = 200
NUMBER = r"\s*[\d一二三四五六七八九十]+(?:[.-]\d+)?"
FIGURE = re.compile(rf"(?:figure|fig\.?|chart|diagram|exhibit|image|图|插图|图表){NUMBER}", re.I)
TABLE = re.compile(rf"(?:table|表|表格){NUMBER}\s*(?:[:：.—–-]|\s|$)", re.I)
LABEL = re.compile(rf"(?:{FIGURE.pattern}|{TABLE.pattern})\s*[:：.]?\s*", re.I)


def is_caption(tag: Tag, text: str) -> bool:
    """Whether a paragraph right after a figure or table is its caption: it starts "Figure 3" or 图三, or is all in italics."""
    if len(text) > MOST_PLAIN:
        return False
    emphasis = tag.find("em")
    italic = isinstance(emphasis, Tag) and emphasis.get_text(strip=True) == tag.get_text(strip=True)
    return italic or bool(FIGURE.match(text) or TABLE.match(text))


def is_table_caption(text: str) -> bool:
    """Whether a paragraph starts "Table 2" or 表二 and is short enough to be a caption."""
    return len(text) <= MOST_PLAIN and bool(TABLE.match(text))


def is_mere_label(text: str) -> bool:
    """Whether a caption says nothing but its number."""
    return bool(LABEL.fullmatch(text))
