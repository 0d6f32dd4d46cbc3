"""HTML tables as rows of plain text."""

from __future__ import annotations

from bs4 import Tag

from contenthub.assets.importers.imported import Block
from contenthub.lib.splitting import normalise

MOST_SPAN = 50


def rows(table: Tag) -> list[list[str]]:
    """The cells as text, every row of one length; a cell over several columns or rows stands once, the rest are empty."""
    grid: list[list[str]] = []
    hanging: dict[int, int] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _fill(cells, hanging)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(cells), len(cells) + across):
                if down > 1:
                    hanging[column] = down - 1
            cells += [normalise(cell.get_text(" ")), *[""] * (across - 1)]
        _fill(cells, hanging)
        if any(cells):
            grid.append(cells)
    width = max(map(len, grid), default=0)
    return [cells + [""] * (width - len(cells)) for cells in grid]


def _fill(cells: list[str], hanging: dict[int, int]) -> None:
    """Empty cells where one from a row above reaches down."""
    while hanging.get(len(cells), 0):
        hanging[len(cells)] -= 1
        cells.append("")


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), MOST_SPAN) if value.isdecimal() and int(value) else 1


def has_header(table: Tag) -> bool:
    """Whether the first row is a header: in a thead, all th, or all bold."""
    if table.find("thead"):
        return True
    first = table.find("tr")
    cells = first.find_all(["td", "th"], recursive=False) if isinstance(first, Tag) else []
    bold = [cell.find("strong") for cell in cells]
    return bool(cells) and all(
        cell.name == "th" or (mark is not None and mark.get_text(strip=True) == cell.get_text(strip=True))
        for cell, mark in zip(cells, bold, strict=True)
    )


def table_block(table: Tag, caption: str = "") -> Block | None:
    """A table block; None for a table without words. Its own <caption> goes before `caption`."""
    own = table.find("caption")
    title = normalise(own.get_text(" ")) if isinstance(own, Tag) else caption
    grid = rows(table)
    return Block("table", {"rows": grid, "header": has_header(table), "caption": title[:400]}) if grid else None
