"""Two figures that an asset itself sets side by side: rows of its tables, statistics of the same thing, "from X to Y".

Only what plainly measures one thing twice counts: same kind of figure, same unit, and both sides named by the asset.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from contenthub.lib.facts import Fact, find
from contenthub.lib.sentences import normalise
from contenthub.lib.words import terms
from contenthub.variants.lengths import width
from contenthub.variants.material import Material, Statement, Statistic
from contenthub.variants.source import Source, merged

#: Columns (a Chinese character is two) of what names a side, and of what is said over both.
LABEL, HEADING = 72, 150
_CHANGE_EN = r"(?:f[ae]ll|falls|fallen|rose|rises?|risen|dropped|drops|grew|grows?|grown|went|goes|shr[aiu]nk|climbed|cut|reduced|improved|increased|decreased|declined|came down|went up|jumped)"
#: A verb of change before "from X to Y": else it is a range ("from 10 to 20 people").
_FROM_TO = re.compile(rf"\b{_CHANGE_EN}\b[^.;,]{{0,40}}\bfrom\s+\S{{0,3}}$|[从由]\s*$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*to\s+|\s*(?:一路)?(?:上升|下降|增长?|降低?|提高|提升|减少|缩短|扩大|升高?|增加|减)(?:到了?|至|为)\s*",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Comparison:
    """``sides`` are two of (label, number); a label may be empty. ``used``: the sources of whole items it replaces."""

    heading: str
    sides: tuple[tuple[str, str], tuple[str, str]]
    source: Source
    used: tuple[Source, ...] = ()


def comparisons(material: Material) -> list[Comparison]:
    """The comparisons the asset gives, tables first, then statistics, then key points."""
    return [*_of_tables(material), *_of_statistics(material), *_of_points(material)]


def shares(numbers: tuple[str, str], language: str) -> tuple[int, int] | None:
    """How long the bars are, 0 to 100 with the longer one 100; None when the two are not to be drawn to one scale."""
    first, second = (figure(number, language) for number in numbers)
    if not first or not second or not _comparable(first, second):
        return None
    values = [Decimal(fact.value or 0) for fact in (first, second)]
    most = max(values)
    if most <= 0 or min(values) < 0:
        return None
    return round(values[0] / most * 100), round(values[1] / most * 100)


def figure(text: str, language: str) -> Fact | None:
    """The figure that ``text`` is, all of it; None for any other text."""
    said = text.strip()
    found = [fact for fact in find(said, language) if fact.kind in ("number", "percentage", "money")]
    return found[0] if len(found) == 1 and found[0].text == said and isinstance(found[0].value, Decimal) else None


def _comparable(first: Fact, second: Fact) -> bool:
    return (first.kind, first.unit) == (second.kind, second.unit)


def _alike(first: str, second: str, language: str) -> bool:
    found = figure(first, language), figure(second, language)
    return bool(found[0] and found[1] and _comparable(found[0], found[1]))


def _of_tables(material: Material) -> Iterator[Comparison]:
    """A row with a name and two figures below two headings; or a table of just two rows of a name and a figure."""
    for block in material.asset.body:
        if block.block_type != "table":
            continue
        rows = [[normalise(str(cell or "")) for cell in row] for row in (block.value["table"] or {}).get("data") or []]
        if len(rows) < 2 or len({len(row) for row in rows}) != 1:
            continue
        found = _row_of_three(rows, material.language) if len(rows[0]) == 3 else _two_rows(rows, material.language)
        if found and _fits(found[0], found[1]):
            heading, sides, used = found
            words = "\n".join(" ".join(row).strip() for row in used)
            yield Comparison(heading, sides, material.source([block.id], words))


def _row_of_three(rows: list[list[str]], language: str) -> Any:
    head = rows[0]
    if not (head[1] and head[2]) or figure(head[1], language) or figure(head[2], language):
        return None
    row = next((row for row in rows[1:] if row[0] and _alike(row[1], row[2], language)), None)
    return row and (row[0], ((head[1], row[1]), (head[2], row[2])), [head, row])


def _two_rows(rows: list[list[str]], language: str) -> Any:
    if len(rows) != 3 or len(rows[0]) != 2 or not all(row[0] for row in rows[1:]) or not rows[0][1]:
        return None
    (_corner, heading), first, second = rows
    if figure(heading, language) or not _alike(first[1], second[1], language):
        return None
    return heading, ((first[0], first[1]), (second[0], second[1])), rows


def _of_statistics(material: Material) -> Iterator[Comparison]:
    """Two statistics of one section whose labels differ in a word or two."""
    for first, second in combinations(material.statistics, 2):
        if first.source.section == second.source.section and _one_thing(first, second, material.language):
            sides = ((first.label, first.value), (second.label, second.value))
            if _fits("", sides) and (source := merged([first.source, second.source])):
                yield Comparison("", sides, source, (first.source, second.source))
                return


def _one_thing(first: Statistic, second: Statistic, language: str) -> bool:
    if first.label == second.label or not _alike(first.value, second.value, language):
        return False
    if first.value in first.label or second.value in second.label:
        return False
    words = set(_words(first.label, language)), set(_words(second.label, language))
    together = words[0] & words[1]
    return len(together) >= 2 and len(together) >= 0.6 * max(len(words[0]), len(words[1]))


def _words(label: str, language: str) -> list[str]:
    """The words that carry meaning, years and other figures among them."""
    return [*terms(label, language), *re.findall(r"\d+", label)]


def _of_points(material: Material) -> Iterator[Comparison]:
    """A key point that says what something changed from and to; the sentence itself stands over the figures."""
    for point in material.points:
        if (sides := from_to(point, material.language)) and width(point.text) <= HEADING:
            yield Comparison(point.text, sides, point.source, (point.source,))


def from_to(point: Statement, language: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """The two figures of a change; None unless the sentence says just one."""
    facts = [fact for fact in find(point.text, language) if fact.kind in ("number", "percentage", "money")]
    found = [
        (("", first.text), ("", second.text))
        for first, second in zip(facts, facts[1:], strict=False)
        if _comparable(first, second)
        and isinstance(first.value, Decimal)
        and isinstance(second.value, Decimal)
        and _FROM_TO.search(point.text[: first.start])
        and _BETWEEN.fullmatch(point.text[first.end : second.start])
    ]
    return found[0] if len(found) == 1 else None


def _fits(heading: str, sides: tuple[tuple[str, str], tuple[str, str]]) -> bool:
    return width(heading) <= HEADING and all(width(label) <= LABEL and width(number) <= 20 for label, number in sides)
