"""Where a line may end: the rules for English words and for Chinese characters and marks (GB/T 15834, W3C CLREQ).

A text becomes atoms: stretches no line end may fall into. Between atoms a line may end, at a cost that says how much a
careful typesetter would mind (0 not at all, 1 very much).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from contenthub.variants.cards.fonts import Script
from contenthub.variants.cards.measure import advance
from contenthub.variants.cards.runs import Run, is_wide, runs

# Gaps, in ems. Between Chinese and Latin one thin gap, whether or not the writer typed a space there.
MIXED_GAP = 0.18
WIDE_SPACE = 0.4
EMOJI_GAP = 0.16

CLOSING = frozenset("，。、；：！？）」』》】〉”’〕］｝")
OPENING = frozenset("（「『《【〈“‘〔［｛")
NOT_FIRST = CLOSING | frozenset(",.;:!?)]}%…·～—–\u2e3a％‰℃々ー")
NOT_LAST = OPENING | frozenset("([{$¥€£#@￥")
# Units a number is read together with: 2024年, 3倍.
_COUNTERS = frozenset("年月日号时点分秒天周岁个项次倍亿万千百元名位家种类条步大届章节页版人%％")
_SHORT_WORDS = frozenset(
    ["a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "and", "or", "is", "as", "be", "it", "we", "no", "vs"]
)
_SPLIT = re.compile(r" |[^ ]+")
# After these a long word or address may be broken, but never between two digits.
_JOINTS = re.compile(r"(?<=[-/_?&=+])(?=[^\W\d_])|(?<=[^\W\d_][-/_])(?=\d)|(?<=[^\W\d_]{2}\.)(?=[^\W\d_]{2})")

# A line neither starts with a particle (的) nor ends with a word that only introduces the next (以).
_PARTICLES = frozenset("的了着过们等之地得吗呢吧")
_INTRODUCING = frozenset("以把在和与及从对将被为向由这那让使而但或并不是都也就还才又")

_CLAUSE_ENDS = frozenset("，。；：！？、,.;:!?")

BREAK_INSIDE_WORD = 0.6
BREAK_AT_FUNCTION_WORD = 0.3
# A word of one character (云) is often half of one the dictionary does not know (云原生).
BREAK_AT_SHORT_WIDE_WORD = 0.25
BREAK_IN_CLAUSE = 0.06
BREAK_AFTER_SHORT_WORD = 0.12
BREAK_AT_JOINT = 0.35
BREAK_BEFORE_EMOJI = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """Text for one typeface, `gap` ems after the part before it (less than 0 where two marks close up)."""

    script: Script
    text: str
    gap: float
    width: float


@dataclass(frozen=True, slots=True)
class Atom:
    """What stays on one line. `gap` and `cost` belong to the place before it; `head` and `tail` are the blank halves of
    full-width marks that fall away at a line's start and end. All in ems."""

    parts: tuple[Part, ...]
    gap: float
    cost: float
    width: float
    head: float
    tail: float
    signs: int

    @property
    def text(self) -> str:
        """What it says, without gaps."""
        return "".join(part.text for part in self.parts)


@dataclass(slots=True)
class _Piece:
    """A word, a Chinese character or an emoji, before glueing."""

    script: Script
    text: str
    spaced: bool
    joint: bool = False
    inside: bool = False
    alone: bool = False


@lru_cache(maxsize=512)
def atoms(line: str, weight: int, chinese: bool = False) -> tuple[Atom, ...]:
    """The atoms of one cleaned line at one font weight."""
    groups: list[list[tuple[Part, float]]] = []
    previous: _Piece | None = None
    for piece in _pieces(line, chinese):
        gap, cost = _between(previous, piece) if previous else (0.0, 0.0)
        part = Part(piece.script, piece.text, gap, advance(piece.script, piece.text, weight))
        if cost is None and groups:
            groups[-1].append((part, 0.0))
        else:
            groups.append([(part, cost or 0.0)])
        previous = piece
    return tuple(_atom([part for part, _ in group], group[0][1]) for group in groups)


def _atom(parts: list[Part], cost: float) -> Atom:
    first, last = parts[0], parts[-1]
    width = sum(part.width + part.gap for part in parts) - first.gap
    head = 0.45 if first.script is Script.CJK and first.text[0] in OPENING else 0.0
    tail = 0.45 if last.script is Script.CJK and last.text[-1] in CLOSING else 0.0
    signs = sum(len(part.text) for part in parts if part.text[0] not in NOT_FIRST and part.text[0] not in NOT_LAST)
    return Atom(tuple(parts), first.gap, cost, width, head, tail, signs)


def _pieces(line: str, chinese: bool) -> list[_Piece]:
    found: list[_Piece] = []
    spaced = False
    for run in runs(line, chinese):
        if run.script is Script.LATIN:
            for match in _SPLIT.finditer(run.text):
                if match[0] == " ":
                    spaced = True
                    continue
                for number, text in enumerate(_JOINTS.split(match[0])):
                    found.append(_Piece(run.script, text, spaced and not number, joint=bool(number)))
                spaced = False
        else:
            found += _wide_pieces(run, spaced)
            spaced = False
    return found


def _wide_pieces(run: Run, spaced: bool) -> list[_Piece]:
    if run.script is Script.EMOJI:
        return [_Piece(run.script, run.text, spaced)]
    found = []
    for word in rjieba.cut(run.text):
        alone = len(word) == 1
        found += [_Piece(run.script, char, False, inside=number > 0, alone=alone) for number, char in enumerate(word)]
    found[0].spaced = spaced
    return found


def _between(left: _Piece, right: _Piece) -> tuple[float, float | None]:
    """The gap between two pieces, and the cost of ending a line there (None: it may not)."""
    last, first = left.text[-1], right.text[0]
    gap = _gap(left, right, last, first)
    if first in NOT_FIRST or (last in NOT_LAST and not (right.spaced and left.text[:-1])):
        return gap, None
    if Script.EMOJI in (left.script, right.script):
        return gap, BREAK_BEFORE_EMOJI if right.script is Script.EMOJI else 0.0
    if left.script is right.script is Script.LATIN:
        if right.spaced:
            short = last.isdigit() or left.text.lower() in _SHORT_WORDS
            return gap, BREAK_AFTER_SHORT_WORD if short else 0.0 if last in _CLAUSE_ENDS else BREAK_IN_CLAUSE / 2
        return gap, BREAK_AT_JOINT if right.joint else None
    if last.isdigit() and first in _COUNTERS and not right.spaced:
        return gap, None
    if right.inside and is_wide(last):
        return gap, BREAK_INSIDE_WORD
    if last in _CLAUSE_ENDS:
        return gap, 0.0
    if first in _PARTICLES or last in _INTRODUCING and left.alone:
        return gap, BREAK_AT_FUNCTION_WORD
    if last in _PARTICLES or first in _INTRODUCING and right.alone:
        return gap, BREAK_IN_CLAUSE / 2
    return gap, BREAK_AT_SHORT_WIDE_WORD if left.alone or right.alone else BREAK_IN_CLAUSE


def _gap(left: _Piece, right: _Piece, last: str, first: str) -> float:
    if left.script is right.script is Script.LATIN:
        return advance(Script.LATIN, " ", 400) if right.spaced else 0.0
    if Script.EMOJI in (left.script, right.script):
        return EMOJI_GAP if left.script is not right.script else 0.06
    if left.script is right.script:
        if last in CLOSING and first in CLOSING | OPENING or last in OPENING and first in OPENING:
            return -0.45
        return WIDE_SPACE if right.spaced else 0.0
    wide, narrow = (last, first) if left.script is Script.CJK else (first, last)
    if wide in CLOSING | OPENING or not (narrow.isalnum() or narrow in "%$€£¥+#@&)("):
        return 0.0
    return MIXED_GAP
