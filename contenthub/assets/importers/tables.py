"""HTML tables as rows of plain text."""

from __future__ import annotations

import re

from bs4 import Tag

from contenthub.assets.importers.imported import Block
from contenthub.lib.html import to_text
from contenthub.lib.splitting import normalise

MOST_SPAN = 50
MOST_CAPTION = 400
ENDS = re.compile(r"[.。!！?？:：;；,，、]$")

Span = tuple[int, int, int, int]  # row, column, rows, columns


class Grid:
    """A table laid out: `rows` of one length; a merged cell's words stand in its first place, the others are empty."""

    def __init__(self, table: Tag) -> None:
        self.rows: list[list[str]] = []
        self.spans: list[Span] = []
        self.names: list[list[str]] = []  # of each cell: td or th; "" where one reaches in from elsewhere
        hanging: dict[int, int] = {}
        for row in table.find_all("tr"):
            if row.find_parent("table") is table:
                self._row(row.find_all(["td", "th"], recursive=False), hanging)
        width = max(map(len, self.rows), default=0)
        for cells, names in zip(self.rows, self.names, strict=True):
            cells += [""] * (width - len(cells))
            names += [""] * (width - len(names))
        height = len(self.rows)
        self.spans = [(row, column, min(rows, height - row), columns) for row, column, rows, columns in self.spans]
        self.spans = [span for span in self.spans if span[2] * span[3] > 1]

    def _row(self, found: list[Tag], hanging: dict[int, int]) -> None:
        cells: list[str] = []
        names: list[str] = []
        merged: list[Span] = []
        reaching = any(left for left in hanging.values())
        for cell in found:
            _fill(cells, names, hanging)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if across * down > 1:
                merged.append((len(self.rows), len(cells), down, across))
            for column in range(len(cells), len(cells) + across):
                if down > 1:
                    hanging[column] = down - 1
            cells += [cell_text(cell), *[""] * (across - 1)]
            names += [cell.name, *[""] * (across - 1)]
        _fill(cells, names, hanging)
        if any(cells) or reaching:
            self.rows.append(cells)
            self.names.append(names)
            self.spans += merged

    def fold_header(self, count: int) -> None:
        """The first `count` rows become one: each column is named by all that stand above it, outermost first."""
        if count < 2:
            return
        above = [list(cells) for cells in self.rows[:count]]
        for row, column, rows, columns in self.spans:
            for down in range(row, min(row + rows, count)):
                for across in range(column, column + columns):
                    above[down][across] = self.rows[row][column]
        named = [" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*above, strict=True)]
        self.rows[:count] = [named]
        self.names[:count] = [["th"] * len(named)]
        self.spans = [(row - count + 1, *rest) for row, *rest in self.spans if row >= count]  # type: ignore[misc]

    def first_column_names_rows(self, header: bool) -> bool:
        body = self.names[header:]
        return bool(body) and len(body[0]) > 1 and all(names[0] in ("th", "") and "td" in names[1:] for names in body)


def _fill(cells: list[str], names: list[str], hanging: dict[int, int]) -> None:
    """Empty cells where one from a row above reaches down."""
    while hanging.get(len(cells), 0):
        hanging[len(cells)] -= 1
        cells.append("")
        names.append("")


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), MOST_SPAN) if value.isdecimal() and len(value) < 6 and int(value) else 1


def cell_text(cell: Tag) -> str:
    """A cell as one line: its paragraphs and items parted by semicolons, the address of a link after its words."""
    for link in cell.find_all("a", href=True):
        address, words = str(link["href"]), link.get_text(strip=True)
        if address.startswith(("http://", "https://")) and words and words not in address:
            link.append(f" ({address})")
    if not cell.find(["p", "li", "br", "div"]):
        return normalise(cell.get_text())
    lines = [
        normalise(re.sub(r"^- ", "", line)) for line in to_text(cell.decode_contents()).split("\n") if line.strip()
    ]
    text = ""
    for line in lines:
        text += (" " if ENDS.search(text) else "; ") + line if text else line
    return text


def header_rows(table: Tag) -> int:
    """How many rows at the top are a header: those in a thead, all of th, or the first when all bold."""
    head = table.find("thead")
    if isinstance(head, Tag):
        return len([row for row in head.find_all("tr") if row.get_text(strip=True)])
    count = 0
    for row in table.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        bold = [cell.find("strong") for cell in cells]
        written = all(mark is not None and mark.get_text(strip=True) == cell.get_text(strip=True) for cell, mark in zip(cells, bold, strict=True))  # fmt: skip
        if not cells or not (all(cell.name == "th" for cell in cells) or (written and not count)):
            break
        count += 1
    return count


def table_block(table: Tag, caption: str = "") -> Block | None:
    """A table block; None for a table without words. Its own <caption> goes before `caption`."""
    own = table.find("caption")
    title = normalise(own.get_text(" ")) if isinstance(own, Tag) else caption
    grid = Grid(table)
    if not grid.rows:
        return None
    count = min(header_rows(table), len(grid.rows))
    grid.fold_header(count)
    value = {"rows": grid.rows, "header": count > 0, "caption": title[:MOST_CAPTION]}
    if grid.spans:
        value["spans"] = grid.spans
    if grid.first_column_names_rows(count > 0):
        value["first_column"] = True
    return Block("table", value)
