"""Atoms into lines of even length. Widths are in ems here; layout.py turns them into pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    ends = _reach(atoms, width)
    ideal = line_width(atoms) / count
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    frontier = [0]
    for number in range(1, count + 1):
        reached: set[int] = set()
        for start in frontier:
            so_far = best[start, number - 1][0]
            for end, line in ends(start):
                last = end == len(atoms)
                if last != (number == count):
                    continue
                cost = so_far + _badness(line, ideal, width, last) + (0.0 if last else atoms[end].cost * _CUT)
                if cost < best.get((end, number), (float("inf"), 0))[0]:
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


def _reach(atoms: Sequence[Atom], width: float) -> Callable[[int], list[tuple[int, tuple[float, int]]]]:
    """A function from a start to the (end, line width, signs) of every line that fits from there."""

    def ends(start: int) -> list[tuple[int, tuple[float, int]]]:
        found = []
        used, signs = -atoms[start].head - atoms[start].gap, 0
        for end in range(start, len(atoms)):
            used += atoms[end].gap + atoms[end].width
            signs += atoms[end].signs
            if used - atoms[end].tail > width:
                break
            found.append((end + 1, (used - atoms[end].tail, signs)))
        return found

    return ends


def _badness(line: tuple[float, int], ideal: float, width: float, last: bool) -> float:
    used, signs = line
    cost = ((used - ideal) / width) ** 2
    if last and signs <= 1:
        return _LONE
    return cost + (_SHORT_LAST if last and used < ideal / 3 else 0.0)


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
