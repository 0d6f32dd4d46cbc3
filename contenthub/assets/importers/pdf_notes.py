"""Footnotes of a PDF: raised numbers in the text, and the small lines at a page's foot that start with one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contenthub.assets.importers.pdf_lines import PdfLine

# Private-use characters: START page ":" number END stands for a raised number.
START, END = "\ue003", "\ue004"
RAISED = re.compile(f"{START}(\\d+):([^{END}]*){END}")
SIGN = re.compile(r"\d{1,3}|[*†‡§]{1,2}")
HIGHER = 0.15  # times the size around it, from the baseline to its lower edge
SMALL = 0.96  # times the body's size: notes are set smaller
LOWER_HALF = 0.4  # of the page's height, from above: notes stand below

Note = tuple[int, str, list["PdfLine"]]  # page, number, lines


def split_notes(lines: Sequence[PdfLine], body: float, heights: dict[int, float]) -> tuple[list[PdfLine], list[Note]]:
    """(the lines of the text, the notes whose number is raised in it on their page)."""
    called = {(line.page, sign) for line in lines for sign in line.signs if sign != line.note}
    kept: list[PdfLine] = []
    notes: list[Note] = []
    going_on = False
    for line in lines:
        small = line.size <= SMALL * body and line.top > LOWER_HALF * heights[line.page]
        if small and line.note and (line.page, line.note) in called:
            notes.append((line.page, line.note, [line]))
            going_on = True
            continue
        last = notes[-1][2][-1] if notes else None
        same = last and last.page == line.page and abs(last.size - line.size) < 0.3
        going_on = bool(going_on and small and same and not line.note)
        if going_on:
            notes[-1][2].append(line)
        else:
            kept.append(line)
    return kept, notes


def note_html(page: int, sign: str, html: str) -> str:
    """A note as `importers.notes` expects one: a paragraph that leads back to its mark."""
    words = RAISED.sub(lambda found: escape(found[2]), re.sub(f"^\\s*{START}[^{END}]*{END}\\s*", "", html))
    return f'<p id="footnote-{page}-{escape(sign)}">{words} <a href="#fnref-{page}-{escape(sign)}">↩</a></p>'


def with_marks(html: str, notes: Sequence[Note]) -> str:
    """Raised numbers as marks that lead to their notes; those that have none as they are."""
    known = {(page, sign) for page, sign, _ in notes}

    def mark(found: re.Match[str]) -> str:
        page, sign = int(found[1]), found[2]
        if (page, sign) not in known:
            return escape(sign)
        return f'<sup><a id="fnref-{page}-{sign}" href="#footnote-{page}-{sign}">{sign}</a></sup>'

    return RAISED.sub(mark, html)
