"""Facts inside a text: numbers, percentages, money, dates, ranges, fractions and quotations, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from contenthub.lib.counts import counted_words, numbers
from contenthub.lib.dates import dates
from contenthub.lib.money import money
from contenthub.lib.qualifiers import qualifier
from contenthub.lib.quotations import quotations
from contenthub.lib.ranges import joined
from contenthub.lib.reading import Reading
from contenthub.lib.shares import fractions, multiples, percentages
from contenthub.lib.units import in_base


@dataclass(frozen=True)
class Fact:
    """One fact; `text` is `source[start:end]`.

    | kind | value | unit |
    |---|---|---|
    | number | Decimal (1.2 million and 120万 are 1200000; doubled is 2 "times") | canonical unit such as "GB", "user", "year", "request/second", or "" |
    | percentage | Decimal, in per cent (三成 is 30) | "%", "pp" (percentage points) |
    | fraction | Decimal, 0.666667 for two thirds | "" |
    | money | Decimal | ISO 4217 code |
    | date | str: 2023, 2023-05, 2023-05-12, 2025-Q3, 2025-H1, --05-12, --05 and -Q3 (no year given), 1990s | "" |
    | range | str: "10..20", or two dates | as number, percentage, money; "date" |
    | quotation | str: the words inside the marks | ""; `speaker` is who said it where the text says so |
    """

    kind: str
    text: str
    value: Decimal | str | None
    unit: str
    start: int
    end: int
    speaker: str = ""
    #: How exactly the figure is meant, see `contenthub.lib.qualifiers`; "" when nothing is said of that.
    about: str = ""


FULL_WIDTH = str.maketrans("０１２３４５６７８９％．＄", "0123456789%.$")
# Addresses, references, code, telephone numbers: whatever stands there states nothing.
NOT_TEXT = re.compile(
    r"(?:https?://|www\.)[^\s<>）)】\]]+|\\?\[\^?\d{1,3}(?:[,–-]\s?\d{1,3})*\\?\]|`[^`]*`|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|"
    r"(?<=\s)#\d+|(?<![\w.,])(?:\+\d{1,3}[\s-]?\(?\d{1,4}\)?(?:[\s/-]?\d{2,4}){2,4}|\(?0\d{1,4}\)?(?:[\s/-]\d{3,4}){1,3})(?![\w.,]*\d)|"
    r"(?<=\d)\s?/\s?7\b|\b24/(?=7\b)|\b24(?=/7\b)"
)


def _dates(text: str) -> Iterator[Reading]:
    for start, end, value in dates(text):
        yield "range" if ".." in value else "date", value, "date" if ".." in value else "", start, end


def _readings(text: str, language: str) -> list[Reading]:
    """Every reading that does not overlap one found before it; more telling kinds come first."""
    taken = bytearray(len(text))
    for match in NOT_TEXT.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found: list[Reading] = []
    finders: tuple[Callable[[str], Iterator[Reading]], ...] = (
        _dates, money, percentages, fractions, multiples, numbers, lambda source: counted_words(source, language),
    )  # fmt: skip
    for finder in finders:
        for reading in finder(text):
            start, end = reading[3], reading[4]
            if reading[1] is not None and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(reading)
    return sorted(found, key=lambda reading: reading[3])


def find(text: str, language: str) -> list[Fact]:
    """The facts of `text` by position; none overlap, except that a quotation may hold others."""
    plain = text.translate(FULL_WIDTH)
    facts = [
        Fact(kind, text[start:end], value, unit, start, end, about=_about(kind, plain, start, end, language))
        for kind, value, unit, start, end in joined(_readings(plain, language), plain)
    ]
    quoted = [
        Fact("quotation", text[q.start : q.end], q.words, "", q.start, q.end, q.speaker)
        for q in quotations(text, language)
    ]
    return sorted(facts + quoted, key=lambda fact: (fact.start, -fact.end))


def _about(kind: str, text: str, start: int, end: int, language: str) -> str:
    return "" if kind == "date" else qualifier(text, start, end, language)


def same(a: Fact, b: Fact) -> bool:
    """Whether both say the same: 1,200,000 = 1.2 million = 120万; 30% = 三成; half = 50%; 90 minutes = 1.5 hours.

    A missing unit agrees with any, a missing year with any year.
    """
    if "quotation" in (a.kind, b.kind):
        return a.kind == b.kind and _words(a.value) == _words(b.value)
    if isinstance(a.value, str) or isinstance(b.value, str):
        return a.kind == b.kind and a.unit == b.unit and _same_text(str(a.value), str(b.value))
    a, b = as_share(a), as_share(b)
    if not isinstance(a.value, Decimal) or not isinstance(b.value, Decimal) or (a.kind != b.kind and a.unit and b.unit):
        return False
    if (a.kind == "money") != (b.kind == "money") and "" not in (a.unit, b.unit):
        return False
    (x, unit), (y, other) = in_base(a.value, a.unit), in_base(b.value, b.unit)
    return (x == y and unit == other) or (a.value == b.value and a.kind == b.kind == "number" and agree(a.unit, b.unit))


def agree(unit: str, other: str) -> bool:
    """Whether two units of equal numbers can be the same: one is missing, or one leaves out that it is per second."""
    (name, _, per), (name_b, _, per_b) = unit.partition("/"), other.partition("/")
    return (name == name_b or "" in (name, name_b)) and (per == per_b or "" in (per, per_b))


def _same_text(a: str, b: str) -> bool:
    """The same date or range; one that names no year is the same in any."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return short.startswith("-") and bool(
        re.fullmatch(r"(?:19|20)\d\d" + re.escape(short.removeprefix("-") if short.startswith("--") else short), long)
    )


def as_share(fact: Fact) -> Fact:
    """A fraction as per cent, so that "half" and 50% meet."""
    if fact.kind != "fraction" or not isinstance(fact.value, Decimal):
        return fact
    return replace(fact, kind="percentage", value=(fact.value * 100).normalize(), unit="%")


def _words(value: Decimal | str | None) -> str:
    return re.sub(r"[\W_]+", " ", str(value)).strip().lower()
