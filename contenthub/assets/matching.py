"""Which block of a new text is which block of an old one: the same, moved, or changed a little."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Raw = dict[str, Any]

#: What the editor ties comments to; it means nothing to a reader.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
TAG = re.compile(r"<[^>]+>")
TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")

#: Share of words and pairs of words in common (Dice) from which two blocks are one block changed ...
ALIKE = 0.5
#: ... and where both stand between the same unchanged neighbours.
ALIKE_IN_PLACE = 0.34
#: Words that stand in more blocks than this tell no block from another.
COMMON = 8
CANDIDATES = 6


def sight(raw: Raw) -> str:
    """What a reader sees of a block; blocks with equal sights are equal."""
    value = raw["value"]
    if raw["type"] == "rich_text":
        value = BLOCK_KEY.sub("", value)
    elif raw["type"] == "table":
        value = [table_sight(value["table"]), value.get("caption") or ""]
    seen = json.dumps([raw["type"], value], sort_keys=True, ensure_ascii=False, default=str)
    return seen.replace("\\r\\n", "\\n")  # browsers send a text area's lines with CR LF


def table_sight(table: Any) -> list[Any]:
    """A table's cells as text, and whether its first row is a header."""
    table = table or {}
    rows = [[str(cell or "") for cell in row] for row in table.get("data") or []]
    return [rows, bool(table.get("first_row_is_table_header"))]


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """0 to 1: how many of their words and pairs of words two texts share."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def features(text: str) -> frozenset[str]:
    """The words of a text and the pairs of neighbours; in Chinese every character is a word."""
    words = TOKEN.findall(text.lower())
    return frozenset(words) | frozenset(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))


def match(old: Sequence[Raw], new: Sequence[Raw]) -> list[int | None]:
    """For every block of ``new`` the index of the block of ``old`` that it is, or None. No index comes twice.

    First the equal blocks in the same order, then equal ones that moved (of several equal ones the first goes first),
    then those of one type whose words are mostly the same, the most alike first. The same input gives the same answer.
    """
    before, after = [sight(raw) for raw in old], [sight(raw) for raw in new]
    found: list[int | None] = [None] * len(new)
    _in_order(before, after, found)
    gaps = _gaps(found, len(old))
    _moved(before, after, found)
    _changed(old, new, found, gaps)
    return found


def _in_order(before: list[str], after: list[str], found: list[int | None]) -> None:
    """Equal blocks in the same order; what is equal at both ends needs no search."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        found[start] = start
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
        found[-end] = len(before) - end
    middle = difflib.SequenceMatcher(
        None, before[start : len(before) - end], after[start : len(after) - end], autojunk=False
    )
    for block in middle.get_matching_blocks():
        for step in range(block.size):
            found[start + block.b + step] = start + block.a + step


def _gaps(found: list[int | None], size: int) -> tuple[dict[int, int], dict[int, int]]:
    """For every unmatched old and new index the number of matched blocks before it: equal numbers are one place."""
    anchors = {index for index in found if index is not None}
    gap, old_gaps = 0, {}
    for index in range(size):
        gap += index in anchors
        if index not in anchors:
            old_gaps[index] = gap
    gap, new_gaps = 0, {}
    for index, other in enumerate(found):
        gap += other is not None
        if other is None:
            new_gaps[index] = gap
    return old_gaps, new_gaps


def _moved(before: list[str], after: list[str], found: list[int | None]) -> None:
    taken = {index for index in found if index is not None}
    free: dict[str, list[int]] = defaultdict(list)
    for index in range(len(before) - 1, -1, -1):
        if index not in taken:
            free[before[index]].append(index)
    for index, seen in enumerate(after):
        if found[index] is None and free.get(seen):
            found[index] = free[seen].pop()


def _changed(
    old: Sequence[Raw], new: Sequence[Raw], found: list[int | None], gaps: tuple[dict[int, int], dict[int, int]]
) -> None:
    taken = {index for index in found if index is not None}
    olds = {index: _words(old[index]) for index in range(len(old)) if index not in taken}
    holders: dict[str, list[int]] = defaultdict(list)
    places: dict[int, list[int]] = defaultdict(list)
    for index, words in olds.items():
        places[gaps[0].get(index, -1)].append(index)
        for word in words:
            holders[word].append(index)
    offers = []
    for index, raw in enumerate(new):
        if found[index] is not None:
            continue
        words, gap = _words(raw), gaps[1].get(index, -2)
        for other in _candidates(words, holders, places.get(gap, [])):
            if old[other]["type"] != raw["type"]:
                continue
            in_place = gaps[0].get(other) == gap
            score = likeness(words, olds[other])
            if in_place and not words and not olds[other]:
                score = ALIKE_IN_PLACE  # a wordless figure exchanged for another
            if score >= (ALIKE_IN_PLACE if in_place else ALIKE):
                offers.append((-score, not in_place, abs(other - index), index, other))
    for *_, index, other in sorted(offers):
        if found[index] is None and other not in taken:
            found[index] = other
            taken.add(other)


def _candidates(words: frozenset[str], holders: dict[str, list[int]], neighbours: list[int]) -> Iterable[int]:
    """The unmatched blocks worth a comparison: those in the same place, and those that share rare words."""
    shared: Counter[int] = Counter()
    for word in sorted(words):
        held = holders.get(word, ())
        if len(held) <= COMMON:
            shared.update(held)
    return dict.fromkeys([*(index for index, _ in shared.most_common(CANDIDATES)), *neighbours[: 4 * CANDIDATES]])


def _words(raw: Raw) -> frozenset[str]:
    return features(plain(raw))


def plain(raw: Raw) -> str:
    """The words of a raw block, roughly: enough to compare by."""
    value = raw["value"]
    if isinstance(value, str):
        return TAG.sub(" ", value)
    if raw["type"] == "table":
        return " ".join([value.get("caption") or "", *(cell for row in table_sight(value["table"])[0] for cell in row)])
    return " ".join(str(part) for name, part in value.items() if name != "level" and isinstance(part, str))
