"""Dates inside a text, read as ISO-like strings: 2023, 2023-05, 2023-05-12, 2025-Q3, 2025-H1, --05-12, 1990s."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from contenthub.lib.numerals import chinese

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
# In capitals only: "may" and "march" are words.
MONTH = "(?-i:(?P<month>" + "|".join(sorted(map(str.capitalize, MONTHS), key=len, reverse=True)) + r"))\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}

Found = tuple[int, int, str]


def _day(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    month = groups.get("month") or ""
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
    day = int(groups.get("day") or 0)
    if (month and not 1 <= number <= 12) or day > 31 or (groups.get("day") and not day):
        return None
    year = groups.get("year")
    parts = [year or "-", f"{number:02}" if number else "", f"{day:02}" if day else ""]
    return "-".join(part for part in parts if part)


def _quarter(match: re.Match[str]) -> str:
    quarter = match["quarter"]
    number = QUARTERS.get(quarter.lower(), quarter)
    return f"{match['year']}-Q{number}" if match["year"] else f"-Q{number}"


def _half(match: re.Match[str]) -> str:
    first = match["half"].lower() in ("first", "1", "上")
    return f"{match['year']}-H{1 if first else 2}"


def _han_year(match: re.Match[str]) -> str | None:
    year = chinese(match["han"])
    return str(year) if year and 1900 <= year < 2100 else None


RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = tuple(
    (re.compile(pattern, re.I), read)
    for pattern, read in (
        (rf"{YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d-])", _day),
        (rf"{YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月(?:\s?(?P<day>\d{{1,2}})\s?[日号])?", _day),
        (rf"{YEAR}\s?年\s?(?:第\s?)?(?P<quarter>[一二三四1-4])\s?季度", _quarter),
        (rf"{YEAR}\s?年\s?(?P<half>[上下])半年", _half),
        (rf"\b{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}", _day),
        (rf"\b{MONTH}\s+{DAY},?\s+{YEAR}", _day),
        (rf"\b{MONTH},?\s+(?:of\s+)?{YEAR}", _day),
        (rf"\bQ(?P<quarter>[1-4])\s*(?:of\s+|,\s*|FY\s?)?{YEAR}", _quarter),
        (rf"{YEAR}\s?-?\s?Q(?P<quarter>[1-4])\b", _quarter),
        (rf"\bH(?P<half>[12])\s+(?:of\s+)?{YEAR}", _half),
        (rf"\b(?P<quarter>first|second|third|fourth)\s+quarter\s+of\s+{YEAR}", _quarter),
        (rf"\b(?P<half>first|second)\s+half\s+of\s+{YEAR}", _half),
        (r"(?<![\d.])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]", _day),
        (rf"\b{DAY}\s+{MONTH}(?!\s+\d)", _day),
        (rf"\b{MONTH}\s+{DAY}(?!\s*(?:%|percent|\d))", _day),
        (r"(?<!\w)Q(?P<quarter>[1-4])(?P<year>)\b", _quarter),
        (r"(?<![\d.,])(?P<year>(?:19|20)\d\d)\s?年(?!代)", _day),
        (r"(?P<han>[一二][〇零一二三四五六七八九]{3})年", _han_year),
        (r"\b(?P<decade>(?:19|20)\d0s)\b", lambda match: match["decade"]),
        (r"\b(?:in|since|by|from|until|till|during|before|after|of|early|late|mid-?|fiscal|year|FY|between|and|to|through|[-–—(,])"
         r"\s*(?P<year>(?:19|20)\d\d)(?![\w%.,]*\d)(?!\s*(?:%|percent|[a-z]+s\b))\b", _day),
    )
)  # fmt: skip


def dates(text: str) -> Iterator[Found]:
    """(start, end, value) of every date; a later rule may report a part of what an earlier one reported."""
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            value = read(match)
            if value is not None:
                start = match.start("year") if pattern is BARE_YEAR else match.start()
                yield start, match.end(), value


BARE_YEAR = RULES[-1][0]  # found by the word before it, which is no part of the date
