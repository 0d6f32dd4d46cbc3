"""From rules to grids: which of the lines on a page are a table's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from contenthub.assets.importers.pdf_rules import Colour, Drawn, Filled, Rule

TOUCH = 3.0  # points; rules that end so near to each other meet
SAME = 3.5  # points; edges so near are one
MOST_RULES = 800  # of one page
MOST_CELLS = 1500
APART = 2.5  # times a band's height, between the filled bands of a striped table


@dataclass
class Grid:
    """A table's lines: `columns` from left to right, `rows` from above down, in points from the page's lower left corner."""

    columns: list[float]
    rows: list[float]
    rules: list[Rule]
    areas: list[Filled]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) at a point; None outside."""
        if not (self.columns[0] - 1 <= x < self.columns[-1] and self.rows[-1] - 1 <= y < self.rows[0]):
            return None
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        row = next((i for i, edge in enumerate(self.rows[1:]) if y >= edge), len(self.rows) - 2)
        return row, column

    def is_parted(self, row: int, column: int, *, below: bool) -> bool:
        """Whether a rule stands between a cell and the one below it, or the one to its right."""
        if not any(rule.drawn for rule in self.rules):
            return True
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        height = (self.rows[row] + self.rows[row + 1]) / 2
        at, along = (self.rows[row + 1], middle) if below else (self.columns[column + 1], height)
        return any(
            rule.upright != below and abs(rule.place - at) <= SAME and rule.start - TOUCH <= along <= rule.end + TOUCH
            for rule in self.rules
        )

    def colour(self, row: int, column: int) -> Colour | None:
        """What the cell is filled with."""
        x, y = (self.columns[column] + self.columns[column + 1]) / 2, (self.rows[row] + self.rows[row + 1]) / 2
        found = [area.colour for area in self.areas if area.left < x < area.right and area.bottom < y < area.top]
        return found[-1] if found else None


def grids(page: Drawn) -> list[Grid]:
    """Every set of rules that makes at least two columns and two rows."""
    if len(page.rules) > MOST_RULES:
        return []
    found = [_grid(rules, page.areas) for rules in _striped(_connected(page.rules))]
    return [grid for grid in found if grid and not any(_holds(other, grid) for other in found if other is not grid)]


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch, together."""
    group = list(range(len(rules)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, one in enumerate(rules):
        for j in range(i):
            if _meet(one, rules[j]):
                group[root(i)] = root(j)
    together: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        together.setdefault(root(i), []).append(rule)
    return list(together.values())


def _meet(a: Rule, b: Rule) -> bool:
    if a.upright == b.upright:
        return abs(a.place - b.place) <= TOUCH and a.start <= b.end + TOUCH and b.start <= a.end + TOUCH
    return b.start - TOUCH <= a.place <= b.end + TOUCH and a.start - TOUCH <= b.place <= a.end + TOUCH


def _striped(groups: list[list[Rule]]) -> list[list[Rule]]:
    """Bands filled with a colour whose cells have the same edges are one table, with the white bands between them."""
    found: list[list[Rule]] = []
    bands = sorted((group for group in groups if not any(rule.drawn for rule in group)), key=_top, reverse=True)
    for band in bands:
        last = found[-1] if found else None
        edges = _edges(band, upright=True)
        height = _top(band) - _bottom(band)
        same = last and len(edges) > 2 and _alike(edges, _edges(last, upright=True))
        if last and same and _bottom(last) - _top(band) <= APART * height:
            last += band
        else:
            found.append(list(band))
    return found + [group for group in groups if any(rule.drawn for rule in group)]


def _alike(a: list[float], b: list[float]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= SAME for x, y in zip(a, b, strict=True))


def _top(rules: list[Rule]) -> float:
    return max(rule.end if rule.upright else rule.place for rule in rules)


def _bottom(rules: list[Rule]) -> float:
    return min(rule.start if rule.upright else rule.place for rule in rules)


def _edges(rules: Iterable[Rule], *, upright: bool) -> list[float]:
    """Where the columns (or rows) meet, those at nearly one place taken as one; the ends of the others are edges too."""
    rules = list(rules)
    places = [rule.place for rule in rules if rule.upright == upright]
    others = [end for rule in rules if rule.upright != upright for end in (rule.start, rule.end)]
    if others:
        places += [min(others), max(others)]
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > SAME:
            found.append(place)
    return found


def _grid(rules: list[Rule], areas: list[Filled]) -> Grid | None:
    if not any(rule.upright for rule in rules) or not any(not rule.upright for rule in rules):
        return None
    columns, rows = _edges(rules, upright=True), _edges(rules, upright=False)[::-1]
    cells = (len(columns) - 1) * (len(rows) - 1)
    if len(columns) < 3 or len(rows) < 3 or cells > MOST_CELLS:
        return None
    return Grid(columns, rows, rules, areas)


def _holds(outer: Grid | None, inner: Grid) -> bool:
    return outer is not None and (
        outer.columns[0] - 1 <= inner.columns[0]
        and inner.columns[-1] <= outer.columns[-1] + 1
        and outer.rows[-1] - 1 <= inner.rows[-1]
        and inner.rows[0] <= outer.rows[0] + 1
    )
