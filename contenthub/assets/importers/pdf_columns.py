"""Reading order of a PDF page: column by column, and what is as wide as the page in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from contenthub.lib.language import HAN

NARROWEST = 7.0  # points; what is nearer is the space between two words
LEAST_LINES = 4  # in a column
LEAST_WIDTH = 0.2  # of the page's text, for one column
LEAST_LETTERS = 18  # of a usual line in a column: cells of a table hold fewer
LEAST_HAN = 8
FULL = 0.5  # of its column's width, at least, is a usual line: names and numbers in a table are shorter
DEEPEST = 4
MOST_PIECES = 2000  # of one page; a drawing of letters has no columns
SAME_LINE = 0.45  # times the size: baselines nearer than that are one line's


@dataclass(frozen=True)
class Piece:
    """A run of letters without a wide gap: letters `start` to `end` of the page's text. Points, `base` from above."""

    start: int
    end: int
    row: int  # of the line it was written in
    left: float
    right: float
    base: float
    size: float
    text: str


@dataclass(frozen=True)
class Row:
    """A line of one column: its pieces from left to right, and how far the column reaches."""

    pieces: tuple[Piece, ...]
    column: tuple[float, float]


def in_reading_order(pieces: Sequence[Piece]) -> list[Row]:
    """The pieces of a page as lines, in the order they are read in."""
    return _ordered(list(pieces), DEEPEST)


def _ordered(pieces: list[Piece], depth: int) -> list[Row]:
    gutter = _gutter(pieces) if depth else None
    if gutter is None:
        return _rows(pieces)
    middle = sum(gutter) / 2
    found: list[Row] = []
    waiting: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.left)):
        if piece.left < middle < piece.right:
            found += _side_by_side(waiting, middle, depth)
            waiting = []
            found += [Row((piece,), _reach(pieces))]
        else:
            waiting.append(piece)
    return _joined_rows(found + _side_by_side(waiting, middle, depth))


def _side_by_side(pieces: list[Piece], middle: float, depth: int) -> list[Row]:
    """What lies between two wide lines: the left half of it, then the right half."""
    halves = [piece for piece in pieces if piece.right <= middle], [piece for piece in pieces if piece.left >= middle]
    return [row for half in halves if half for row in _ordered(half, depth - 1)]


def _joined_rows(rows: list[Row]) -> list[Row]:
    """Pieces of one written line that follow each other are one line again."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last and last.pieces[-1].row == row.pieces[0].row and last.column == row.column:
            found[-1] = Row((*last.pieces, *row.pieces), row.column)
        else:
            found.append(row)
    return found


def _reach(pieces: list[Piece]) -> tuple[float, float]:
    """From where to where the lines go, the one widest left out."""
    rights = sorted(piece.right for piece in pieces)
    return min(piece.left for piece in pieces), rights[max(0, int(0.95 * (len(rights) - 1)))]


def _rows(pieces: list[Piece]) -> list[Row]:
    """One column's pieces as lines: as they were written where that goes down the page, else from above."""
    column = _reach(pieces) if pieces else (0.0, 0.0)
    written: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        written[piece.row].append(piece)
    rows = [tuple(row) for row in written.values()]
    if any(b[0].base < a[0].base - SAME_LINE * a[0].size for a, b in zip(rows, rows[1:], strict=False)):
        rows = [tuple(row) for row in _from_above(rows)]
    return [Row(row, column) for row in rows]


def _from_above(rows: list[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """Lines sorted by how far down they stand, those of one height from left to right."""
    ordered: list[list[tuple[Piece, ...]]] = []
    for row in sorted(rows, key=lambda row: row[0].base):
        if ordered and row[0].base - ordered[-1][0][0].base < SAME_LINE * row[0].size:
            ordered[-1].append(row)
        else:
            ordered.append([row])
    return [row for level in ordered for row in sorted(level, key=lambda row: row[0].left)]


def _gutter(pieces: list[Piece]) -> tuple[float, float] | None:
    """(left, right) of the white strip between two columns of prose; the one with most lines at its poorer side."""
    if not 2 * LEAST_LINES <= len(pieces) <= MOST_PIECES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    starts: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        starts[round(piece.left / 2)].append(piece)
    best: tuple[int, float, float] | None = None
    for found in starts.values():
        edge = min(piece.left for piece in found)
        if len(found) < 2 or not left + LEAST_WIDTH * (right - left) < edge < right - LEAST_WIDTH * (right - left):
            continue
        strip = _strip(pieces, edge)
        if strip and (best is None or strip[0] > best[0]):
            best = strip
    return best[1:] if best else None


def _strip(pieces: list[Piece], edge: float) -> tuple[int, float, float] | None:
    """(lines of the poorer side, left, right) of the strip that ends at `edge`; None when no two columns meet there."""
    before = [piece for piece in pieces if piece.right <= edge - NARROWEST]
    after = [piece for piece in pieces if piece.left >= edge - 1]
    across = [piece for piece in pieces if piece.left < edge - NARROWEST < piece.right and piece.right > edge]
    fewest = min(len(before), len(after))
    if fewest < LEAST_LINES or len(across) > fewest or not (_is_prose(before) and _is_prose(after)):
        return None
    beside = [
        piece
        for piece in before
        if min(a.base for a in after) - piece.size <= piece.base <= max(a.base for a in after) + piece.size
    ]
    if len(beside) < LEAST_LINES // 2:
        return None
    return fewest, max(piece.right for piece in before), edge


def _is_prose(pieces: list[Piece]) -> bool:
    """Whether the usual line fills its column with words."""
    left, right = _reach(pieces)
    rows: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        rows[piece.row].append(piece)
    letters = median(sum(len(piece.text) for piece in row) for row in rows.values())
    wide = median(row[-1].right - row[0].left for row in rows.values())
    least = LEAST_HAN if HAN.search("".join(piece.text for piece in pieces)) else LEAST_LETTERS
    return letters >= least and wide >= FULL * (right - left)
