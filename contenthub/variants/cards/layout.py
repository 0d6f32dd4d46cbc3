"""Text into a box: the largest readable size at which it fits, in even lines.

Sizes are pixels to the em. What counts as readable is the caller's to say (frames.py holds the numbers); this module
never goes below it: a text too long for its box is cut at a word with an ellipsis and says so (`overflow`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

from contenthub.variants.cards.fonts import Script
from contenthub.variants.cards.kinsoku import CLOSING, Atom, Part, atoms
from contenthub.variants.cards.linebreak import Lines, balance, count_lines, fill, keep_company, line_width, shatter
from contenthub.variants.cards.measure import advance, ink
from contenthub.variants.cards.runs import clean, is_wide

# Least reach above and below the baseline, in ems, so that lines with and without ascenders start at one height.
_CAPITALS = 0.715
_IDEOGRAPHS = 0.85
_DESCENT = 0.1
# The most a single line can reach from top to bottom, in ems: plain letters, letters with accents, full-width signs or emoji.
_TALLEST_ASCII = 1.02
_TALLEST = 1.22
_TALLEST_WIDE = 1.14
# A few lines are set up to this much smaller where that gives better line ends; each step down and each line costs.
_SMALLEST_SHARE = 0.7
_STEP = 0.035
_SHRINK_COST = 0.35
_LINE_COST = 0.02
_FEW_LINES = 3
_MANY_LINES = 8
_TRAILING = "".join(CLOSING) + ",.;:!?-–— "


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. Leading is the distance of baselines in ems; Chinese needs more air than Latin."""

    weight: int = 400
    leading: float = 1.4
    wide_leading: float = 1.6
    max_lines: int = 99


@dataclass(frozen=True, slots=True)
class Placed:
    """A run on a line: what draws it and how far right of the line's start, in ems."""

    script: Script
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs and its width in ems."""

    runs: tuple[Placed, ...]
    width: float

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Block:
    """A text laid out. `width` and `height` are pixels and enclose all ink; `ascent` is the first baseline below the top."""

    lines: tuple[Line, ...]
    size: int
    weight: int
    pitch: int
    ascent: int
    width: int
    height: int
    overflow: bool = False


EMPTY = Block((), 1, 400, 0, 0, 0, 0)


@lru_cache(maxsize=256)
def fit_text(text: str, box: tuple[int, int], sizes: tuple[int, int], style: Style, chinese: bool = False) -> Block:
    """`text` at the largest size of `sizes` (most, least) at which it fits into `box` (width, height) in pixels.

    When it does not fit at the least size, as many lines as fit are kept, the last one ends in an ellipsis after a whole
    word, and `overflow` is true: cutting by sentences beforehand is the caller's work. A box too low for one line, or an
    empty text, gives an empty block.
    """
    found = [found for line in clean(text).split("\n") if (found := atoms(line, style.weight, chinese))]
    if not found:
        return EMPTY
    paragraphs = _measured(found, style)
    most, least = max(sizes), min(sizes)
    if not _fits(paragraphs, box, least, style):
        return _cut(paragraphs, box, least, style)
    low, high = 0, most - least
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(paragraphs, box, least + middle, style):
            low = middle
        else:
            high = middle - 1
    best = _best(paragraphs, box, (least + low, least), style)
    return _block(*best, style) if best else _cut(paragraphs, box, least, style)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's paragraphs with what is true of them at every size: the reach of a line from top to bottom, the distance
    of baselines and the widest stretch that stays on one line, all in ems."""

    paragraphs: Sequence[Sequence[Atom]]
    reach: float
    leading: float
    widest: float

    def rows(self, box: tuple[int, int], size: int, style: Style) -> int:
        """How many lines a box holds, whatever of the text they begin and end with."""
        pitch = round(size * self.leading)
        return min(style.max_lines, max(0, 1 + floor((box[1] - 1 - self.reach * size) / pitch)))


def _measured(paragraphs: Sequence[Sequence[Atom]], style: Style) -> _Text:
    wide = _is_wide_text(paragraphs)
    parts = [part for found in paragraphs for atom in found for part in atom.parts]
    if wide or any(part.script is Script.EMOJI for part in parts):
        reach = _TALLEST_WIDE
    else:
        reach = _TALLEST if any(not part.text.isascii() for part in parts) else _TALLEST_ASCII
    widest = max(atom.width - atom.head - atom.tail for found in paragraphs for atom in found)
    return _Text(paragraphs, reach, style.wide_leading if wide else style.leading, widest)


def _fits(text: _Text, box: tuple[int, int], size: int, style: Style) -> bool:
    width = box[0] / size
    if text.widest > width:
        return False
    return sum(count_lines(found, width) for found in text.paragraphs) <= text.rows(box, size, style)


def _best(text: _Text, box: tuple[int, int], sizes: tuple[int, int], style: Style) -> tuple[Lines, int] | None:
    """The lines and the size that read best: of a few lines the one with the best ends, else the largest that fits."""
    largest, least = sizes
    found: tuple[float, Lines, int] | None = None
    size = largest
    while size >= least and (found is None or size >= largest * _SMALLEST_SHARE):
        shrunk = _SHRINK_COST * (1 - size / largest)
        if found is not None and shrunk >= found[0]:
            break
        arranged = _arrange(text, box, size, style)
        if arranged is not None:
            lines, cost = arranged
            few = min(len(lines), _FEW_LINES)
            cost = cost * few / len(lines) + _LINE_COST * few + shrunk
            if found is None or cost < found[0]:
                found = cost, lines, size
            if len(lines) > _MANY_LINES:
                break
        size -= max(1, round(largest * _STEP)) if found else 1
    return found and found[1:]


def _arrange(text: _Text, box: tuple[int, int], size: int, style: Style) -> tuple[Lines, float] | None:
    """Balanced lines with their cost, one more than the fewest where that avoids a lone character; None where none fit."""
    width = box[0] / size
    lines: Lines = []
    total = 0.0
    for found in text.paragraphs:
        full = fill(found, width)
        if len(full) > _MANY_LINES:
            lines += keep_company(full, width)
            continue
        balanced = balance(found, width, len(full)) or balance(found, width, len(full) + 1)
        if balanced is None:
            return None
        lines += balanced[0]
        total += balanced[1]
    return (lines, total) if len(lines) <= text.rows(box, size, style) else None


def _cut(text: _Text, box: tuple[int, int], size: int, style: Style) -> Block:
    """What fits at the least size: long words are broken, and only then is the end of the text left out."""
    width = box[0] / size
    rows = text.rows(box, size, style)
    if not rows:
        return replace(EMPTY, overflow=True)
    lines: Lines = []
    for found in text.paragraphs:
        pieces = shatter(found, width, style.weight)
        full = fill(pieces, width)
        balanced = balance(pieces, width, len(full)) if len(full) <= min(rows, _MANY_LINES) else None
        lines += balanced[0] if balanced else keep_company(full, width)
    if len(lines) <= rows:
        return _block(lines, size, style)
    kept = lines[:rows]
    kept[-1] = _with_ellipsis(kept[-1], width, style.weight)
    return replace(_block(kept, size, style), overflow=True)


def _with_ellipsis(line: list[Atom], width: float, weight: int) -> list[Atom]:
    script = Script.CJK if line[-1].parts[-1].script is Script.CJK else Script.LATIN
    dots = Part(script, "…", 0.0, advance(script, "…", weight))
    end = Atom((dots,), 0.0, 0.0, dots.width, 0.0, 0.0, 1)
    kept = list(line)
    while len(kept) > 1 and line_width([*kept, end]) > width:
        kept.pop()
    tail = kept[-1].parts[-1]
    text = tail.text.rstrip(_TRAILING) or tail.text
    before = kept[-1].width - tail.width
    room = width - dots.width - (line_width([*kept[:-1], replace(kept[-1], tail=0.0)]) - tail.width)
    while len(text) > 1 and advance(tail.script, text, weight) > room:
        text = text[:-1]
    part = replace(tail, text=text, width=advance(tail.script, text, weight))
    kept[-1] = replace(kept[-1], parts=(*kept[-1].parts[:-1], part), width=before + part.width, tail=0.0)
    return [*kept, end]


def _is_wide_text(paragraphs: Sequence[Sequence[Atom]]) -> bool:
    return any(is_wide(part.text[0]) for found in paragraphs for atom in found for part in atom.parts)


def _block(lines: Lines, size: int, style: Style) -> Block:
    wide = _is_wide_text(lines)
    pitch = round(size * (style.wide_leading if wide else style.leading))
    least = _IDEOGRAPHS if wide else _CAPITALS
    above = max([least, *(ink(part.script, part.text, style.weight)[0] for atom in lines[0] for part in atom.parts)])
    below = max(
        [_DESCENT, *(ink(part.script, part.text, style.weight)[1] for atom in lines[-1] for part in atom.parts)]
    )
    ascent = round(above * size + 0.5)
    placed = tuple(_line(line) for line in lines)
    return Block(
        lines=placed,
        size=size,
        weight=style.weight,
        pitch=pitch,
        ascent=ascent,
        width=round(max(line.width for line in placed) * size + 0.5),
        height=ascent + pitch * (len(lines) - 1) + round(below * size + 0.5),
    )


def _line(line: list[Atom]) -> Line:
    """The line's parts with their places; neighbours that touch and share a typeface become one run."""
    placed: list[Placed] = []
    x = -line[0].head
    end = x
    for number, atom in enumerate(line):
        for index, part in enumerate(atom.parts):
            gap = (atom.gap if number else 0.0) if index == 0 else part.gap
            x = end + gap
            joins = placed and part.script is not Script.EMOJI and placed[-1].script is part.script
            if joins and abs(gap) < 1e-9:
                placed[-1] = replace(placed[-1], text=placed[-1].text + part.text)
            else:
                placed.append(Placed(part.script, part.text, x))
            end = x + part.width
    return Line(tuple(placed), line_width(line))
