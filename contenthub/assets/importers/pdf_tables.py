"""Tables that are ruled or filled: their letters put into cells, and the cells as HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from contenthub.assets.importers.pdf_grids import Grid

LEAST_FILLED = 0.5  # of the cells hold words: a chart's lines have few
LEAST_WORDS = 0.5  # of the columns, in the row that holds most

Place = tuple[int, int]


@dataclass
class Cell:
    """A cell: how many rows and columns it covers, and the runs of letters (start, end) in it."""

    down: int = 1
    across: int = 1
    runs: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class RuledTable:
    """A table on a page. Points from the page's lower left corner."""

    grid: Grid
    cells: dict[Place, Cell]
    owner: dict[Place, Place]  # of every place the one whose cell covers it

    @property
    def shape(self) -> Place:
        """(rows, columns)."""
        return len(self.grid.rows) - 1, len(self.grid.columns) - 1

    def holds(self, x: float, y: float) -> Place | None:
        """The place of the cell a letter at that point belongs to."""
        at = self.grid.cell(x, y)
        return self.owner[at] if at else None

    def is_table(self) -> bool:
        """Whether enough of it holds words."""
        filled = [place for place, cell in self.cells.items() if cell.runs]
        most = max((sum(row == place[0] for place in filled) for row in range(self.shape[0])), default=0)
        rows = {row for row, _ in filled}
        return len(filled) >= LEAST_FILLED * len(self.cells) and most >= 2 and len(rows) >= 2

    def html(self, words: Callable[[int, int], str], is_bold: Callable[[int], bool]) -> str:
        """The table as HTML; `words` gives a run's text, escaped, and `is_bold` tells of a letter."""
        texts = {place: "\n".join(words(*run) for run in cell.runs) for place, cell in self.cells.items()}
        bold = {place: bool(cell.runs) and is_bold(cell.runs[0][0]) for place, cell in self.cells.items()}
        header = self._has_header(bold)
        named = self._named_rows(bold, header)
        html = []
        for row in range(self.shape[0]):
            cells = ""
            for column in range(self.shape[1]):
                cell = self.cells.get((row, column))
                if cell is None:
                    continue
                name = "th" if (header and row == 0) or (named and column == 0) else "td"
                spans = f' rowspan="{cell.down}"' * (cell.down > 1) + f' colspan="{cell.across}"' * (cell.across > 1)
                cells += f"<{name}{spans}>{texts[row, column]}</{name}>"
            html.append(f"<tr>{cells}</tr>")
        if header:
            html[0] = f"<thead>{html[0]}</thead>"
        return f"<table>{''.join(html)}</table>"

    def _has_header(self, bold: dict[Place, bool]) -> bool:
        """Whether the first row is set apart, by weight or by colour."""
        first = [place for place, cell in self.cells.items() if place[0] == 0 and cell.runs]
        rest = [place for place, cell in self.cells.items() if place[0] > 0 and place[1] > 0 and cell.runs]
        if first and all(bold[place] for place in first) and not all(bold[place] for place in rest):
            return True
        colours = [{self.grid.colour(row, column) for column in range(self.shape[1])} for row in range(self.shape[0])]
        return len(colours[0]) == 1 and None not in colours[0] and all(colours[0] != other for other in colours[1:])

    def _named_rows(self, bold: dict[Place, bool], header: bool) -> bool:
        body = [place for place, cell in self.cells.items() if place[0] >= header and cell.runs]
        return any(not column for _, column in body) and all(bold[place] == (place[1] == 0) for place in body)


def ruled(grid: Grid) -> RuledTable:
    """The grid's cells, merged where no rule parts them."""
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    cells: dict[Place, Cell] = {}
    owner: dict[Place, Place] = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in owner:
                continue
            across = down = 1
            while (
                column + across < width
                and (row, column + across) not in owner
                and not grid.is_parted(row, column + across - 1, below=False)
            ):
                across += 1
            while row + down < height and not any(
                grid.is_parted(row + down - 1, column + i, below=True) for i in range(across)
            ):
                down += 1
            cells[row, column] = Cell(down, across)
            owner |= {(row + i, column + j): (row, column) for i in range(down) for j in range(across)}
    return RuledTable(grid, cells, owner)
