"""Which lines of a PDF are headings, and how deep: told by its outline, by size and by weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from contenthub.assets.importers.pdf_lines import PdfLine
from contenthub.lib.language import HAN

BIGGER = 1.12  # times the body's size
COVER_LETTERS = 400
PROSE_LETTERS = 60
TITLE_BIGGER = 1.6
MOST_LETTERS = 160
SHORT_HAN = 20
NOT_A_TITLE = re.compile(r"[.。!！?？;；:：,，、]|^[图表•·\-–\d(（\[]")
MOST_LINES = 3
DEEPEST = 6
NOT_A_HEADING = re.compile(r".*\.{4,}\s*\d*|.*…{2,}\s*\d*|[\d\s.,:%-]+|.*[,;，；、]")
ENDS_SENTENCE = tuple(".。!！;；:：,，")


@dataclass(frozen=True)
class Style:
    """What makes two headings of one rank."""

    size: float
    bold: bool


def squeezed(text: str) -> str:
    """Letters and digits only, lower case, for comparing a line with an outline entry."""
    return re.sub(r"[\W_]+", "", text).lower()


class Headings:
    """Knows the level (2-6) of every line of a document that is a heading; 0 for the others. The title is none of them."""

    def __init__(self, lines: list[PdfLine], body: float, outline: Mapping[str, int]) -> None:
        self._body = body
        self._outline = outline
        self._alone = standing_alone(lines)
        styles = {style for line in lines if (style := self._style(line)) and not outline.get(squeezed(line.text))}
        deepest = max(outline.values(), default=0)
        ordered = sorted(styles, key=lambda style: (-style.size, not style.bold))
        self._levels = {style: min(rank, DEEPEST) for rank, style in enumerate(ordered, deepest + 2)}

    def _style(self, line: PdfLine) -> Style | None:
        text = line.text.strip()
        if line.mono or len(text) > MOST_LETTERS or NOT_A_HEADING.fullmatch(text) or not re.search(r"[^\W\d_]", text):
            return None
        if line.size >= BIGGER * self._body:
            return Style(line.size, line.bold)
        plain_end = not text.endswith(ENDS_SENTENCE)
        if line.bold and line.size >= 0.95 * self._body and plain_end and len(text) <= (30 if HAN.search(text) else 80):
            return Style(self._body, True)
        if id(line) in self._alone:
            return Style(self._body, True)
        return None

    def level(self, line: PdfLine) -> int:
        """2-6, or 0 for a line that is no heading."""
        known = self._outline.get(squeezed(line.text))
        if known:
            return min(known + 1, DEEPEST)
        style = self._style(line)
        return self._levels.get(style, 0) if style else 0


def standing_alone(lines: list[PdfLine]) -> set[int]:
    """The ids of short lines without a stop that lead a long one, in a font without a name: browsers print Chinese so, and
    nothing then tells bold."""
    found = set()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        text = line.text.strip()
        short = len(text) <= SHORT_HAN and len(HAN.findall(text)) >= 2 and not NOT_A_TITLE.search(text)
        spaced = line.page != before.page or line.base - before.last_base > 1.9 * line.size
        if not line.font and short and spaced and len(after.text) > 2 * SHORT_HAN:
            found.add(id(line))
    return found


def split_cover(lines: list[PdfLine], body: float) -> tuple[str, list[PdfLine]]:
    """(title, lines without the cover or the title) by what is set biggest on the first page that has text.

    A first page of a few words in big type is a cover: what it says besides the title is left out.
    """
    first = [line for line in lines if line.page == lines[0].page]
    rest = [line for line in lines if line.page != lines[0].page]
    biggest = max(line.size for line in first)
    if biggest < BIGGER * body:
        return "", lines
    prose = any(len(line.text) > PROSE_LETTERS and line.size < BIGGER * body for line in first)
    cover = bool(rest) and not prose and sum(len(line.text) for line in first) < COVER_LETTERS
    least = TITLE_BIGGER * body if cover and biggest >= TITLE_BIGGER * body else biggest - 0.5
    start = next(i for i, line in enumerate(first) if line.size >= least)
    titles = list(takewhile(lambda line: line.size >= least, first[start : start + MOST_LINES]))
    if not cover:
        near = (b.base - a.last_base < 1.7 * a.size for a, b in zip(titles, titles[1:], strict=False))
        titles = titles[: 1 + sum(1 for _ in takewhile(bool, near))]
    if sum(len(line.text) for line in titles) > MOST_LETTERS or first.index(titles[0]) > 5:
        return "", lines
    title = " ".join(line.text.strip() for line in titles)
    return title, rest if cover else [line for line in lines if line not in titles]
