"""Atoms into lines of even length. Widths are in ems here; layout.py turns them into pixels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from contenthub.variants.cards.kinsoku import Atom, Part
from contenthub.variants.cards.measure import advance

Lines = list[list[Atom]]

# Costs are in squares of a line's share of slack: 0.3 off the ideal width costs 0.09.
_CUT = 0.3
_SHORT_LAST = 0.25
_LONE = 5.0


def line_width(line: Sequence[Atom]) -> float:
    """The width of a line, in ems, without the blank halves of marks at its start and end."""
    inner = sum(atom.width for atom in line) + sum(atom.gap for atom in line[1:])
    return inner - line[0].head - line[-1].tail


def fill(atoms: Sequence[Atom], width: float) -> Lines:
    """As few lines as `width` ems allow, each as full as it goes. An atom wider than that stands alone, too wide."""
    lines: Lines = []
    used = 0.0
    for atom in atoms:
        more = atom.gap + atom.width
        if lines and used + more - atom.tail <= width:
            lines[-1].append(atom)
            used += more
        else:
            lines.append([atom])
            used = atom.width - atom.head
    return lines


def count_lines(atoms: Sequence[Atom], width: float) -> int:
    """How many lines `fill` makes."""
    count, used = 0, 0.0
    for atom in atoms:
        longer = used + atom.gap + atom.width
        if count and longer - atom.tail <= width:
            used = longer
        else:
            count += 1
            used = atom.width - atom.head
    return count


def is_lone(line: Sequence[Atom]) -> bool:
    """Whether a line holds a single Chinese character or emoji: never left alone at a text's end."""
    return sum(atom.signs for atom in line) <= 1


def keep_company(lines: Lines, width: float) -> Lines:
    """`lines` with a lone character on the last one joined by the end of the line before."""
    if len(lines) < 2 or not is_lone(lines[-1]) or len(lines[-2]) < 2:
        return lines
    *before, last_but_one, last = lines
    joined = [last_but_one[-1], *last]
    return [*before, last_but_one[:-1], joined] if line_width(joined) <= width else lines


def balance(atoms: Sequence[Atom], width: float, count: int) -> tuple[Lines, float] | None:
    """`atoms` in exactly `count` lines no wider than `width`, as even as the costs of the breaks allow, and what it costs.

    None when it cannot be done without a lone character on the last line or a line too wide.
    """
    if count == 1:
        return ([list(atoms)], 0.0) if line_width(atoms) <= width else None
    ideal, size = line_width(atoms) / count, len(atoms)
    lines = _Reach(atoms, width)
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    frontier = [0]
    for number in range(1, count + 1):
        reached: set[int] = set()
        for start in frontier:
            so_far = best[start, number - 1][0]
            for end, used, signs in lines.from_(start):
                last = end == size
                if last != (number == count):
                    continue
                cost = so_far + ((used - ideal) / width) ** 2
                if not last:
                    cost += atoms[end].cost * _CUT
                elif signs <= 1:
                    cost = so_far + _LONE
                elif used < ideal / 3:
                    cost += _SHORT_LAST
                known = best.get((end, number))
                if known is None or cost < known[0]:
                    best[end, number] = (cost, start)
                    reached.add(end)
        frontier = sorted(reached)
    place = len(atoms)
    total = best.get((place, count), (_LONE, 0))[0]
    if total >= _LONE:
        return None
    cuts = [place]
    for number in range(count, 0, -1):
        cuts.append(best[cuts[-1], number][1])
    return [list(atoms[start:end]) for start, end in pairwise(reversed(cuts))], total


class _Reach:
    """The (end, line width, signs) of every line that fits from a start, each found once."""

    def __init__(self, atoms: Sequence[Atom], width: float) -> None:
        self._atoms = [(atom.gap + atom.width, atom.tail, atom.signs) for atom in atoms]
        self._starts = [atom.head + atom.gap for atom in atoms]
        self._width = width
        self._known: dict[int, list[tuple[int, float, int]]] = {}

    def from_(self, start: int) -> list[tuple[int, float, int]]:
        """The lines that begin with the atom of this number."""
        found = self._known.get(start)
        if found is None:
            found = self._known[start] = []
            used, signs, end = -self._starts[start], 0, start
            for wide, tail, own in self._atoms[start:]:
                used += wide
                signs += own
                end += 1
                if used - tail > self._width:
                    break
                found.append((end, used - tail, signs))
        return found


def shatter(atoms: Sequence[Atom], width: float, weight: int) -> list[Atom]:
    """`atoms` with every one wider than `width` cut into even pieces that fit: the last resort for a very long word."""
    found: list[Atom] = []
    for atom in atoms:
        if atom.width - atom.head - atom.tail <= width:
            found.append(atom)
            continue
        texts = [(part.script, text) for part in atom.parts for text in _slices(part, width, weight)]
        for number, (script, text) in enumerate(texts):
            part = Part(script, text, 0.0, advance(script, text, weight))
            gap, cost = (0.0, 1.0) if number else (atom.gap, atom.cost)
            found.append(Atom((part,), gap, cost, part.width, 0.0, 0.0, len(text)))
    return found


def _slices(part: Part, width: float, weight: int) -> list[str]:
    """A part's text in as few slices of even length as fit into `width`; single signs when nothing does."""
    for count in range(1, len(part.text) + 1):
        length = ceil(len(part.text) / count)
        slices = [part.text[start : start + length] for start in range(0, len(part.text), length)]
        if all(advance(part.script, piece, weight) <= width for piece in slices):
            return slices
    return list(part.text)
