"""What stands on every page and belongs to none: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from contenthub.assets.importers.pdf_lines import PdfLine, Placed

EDGE = 0.1  # of the page's height, above and below
PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|第)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页|[-–—|])?(?:\s*(?:/|of|共)\s*\d{1,4}\s*页?)?",
    re.I,
)
FEWEST_PAGES = 3
LEAST_SHARE = 0.3
LEAST_ALTERNATE = 0.7  # of the left pages, or of the right ones


def without_furniture(lines: list[PdfLine], heights: dict[int, float]) -> list[PdfLine]:
    """`lines` without page numbers at the edge of a page and without what repeats there, numbers aside, on many pages."""
    pages: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if _at_edge(line, heights):
            pages[_pattern(line)].add(line.page)
    enough = max(FEWEST_PAGES, LEAST_SHARE * len(heights))
    repeated = {pattern for pattern, found in pages.items() if len(found) >= enough or _alternates(found, len(heights))}
    return [
        line
        for line in lines
        if not (_at_edge(line, heights) and (_pattern(line) in repeated or PAGE_NUMBER.fullmatch(line.text.strip())))
    ]


def without_repeated(placed: dict[int, list[Placed]]) -> dict[int, list[Placed]]:
    """Pictures by page without those that stand on many pages, as logos do."""
    pages = Counter(html for boxes in placed.values() for html in {box.html for box in boxes})
    enough = max(FEWEST_PAGES, LEAST_SHARE * len(placed))
    return {
        page: [box for box in boxes if pages[box.html] < enough or "<img" not in box.html]
        for page, boxes in placed.items()
    }


def _alternates(found: set[int], count: int) -> bool:
    """Whether it stands on most left pages and no right one, or the other way round."""
    parities = {page % 2 for page in found}
    return len(found) >= 2 and len(parities) == 1 and 2 * len(found) >= LEAST_ALTERNATE * count


def _at_edge(line: PdfLine, heights: dict[int, float]) -> bool:
    height = heights[line.page]
    return line.base < EDGE * height or line.top > (1 - EDGE) * height


def _pattern(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text.strip().lower())


def body_size(lines: list[PdfLine]) -> float:
    """The size most of the text is set in."""
    letters: Counter[float] = Counter()
    for line in lines:
        if not line.mono:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (lines[0].size if lines else 10.0)
