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
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "一": 1, "二": 2, "三": 3, "四": 4}

Found = tuple[int, int, str]


def _day(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    month = groups.get("month") or ""
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0) or int(chinese(month) or 0)
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
    return f"{match.groupdict().get('year') or ''}-H{1 if first else 2}"


def _years(match: re.Match[str]) -> str | None:
    """2023-24, 2023/24."""
    first, last = int(match["year"]), int(match["last"])
    second = first - first % 100 + last
    return f"{first}..{second}" if first < second <= first + 20 else None


def _days(match: re.Match[str]) -> str | None:
    """3–5 May 2024, May 3–5, 2024年5月3日至8日."""
    first, second = _day(match), int(match["last"])
    return f"{first}..{first[:-2]}{second:02}" if first and int(match["day"]) < second <= 31 else None


CENTURY = {"19": "18", "20": "19", "21": "20", "十九": "18", "二十": "19", "二十一": "20", "上": "19"}


def _decade_of(match: re.Match[str]) -> str:
    """20世纪90年代, 上世纪九十年代."""
    decade = match["decade"]
    tens = int(decade) if decade.isdigit() else int(chinese(decade) or 0)
    return f"{CENTURY[match['century']]}{tens:02}s"


def _fiscal(match: re.Match[str]) -> str:
    return f"20{match['short']}"


def _han_year(match: re.Match[str]) -> str | None:
    year = chinese(match["han"])
    return str(year) if year and 1900 <= year < 2100 else None


RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = tuple(
    (re.compile(pattern, re.I), read)
    for pattern, read in (
        (rf"\b{DAY}\s?(?:[-–—]|to)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+{YEAR}", _days),
        (rf"\b{MONTH}\s+{DAY}\s?(?:[-–—]|to)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}", _days),
        (rf"{YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号]?\s?(?:[-–—~～至到])\s?(?P<last>\d{{1,2}})\s?[日号]", _days),
        (r"(?<![\d.,/-])(?P<year>(?:19|20)\d\d)\s?[-–—/]\s?(?P<last>\d\d)(?![\d]|\s?[-–/.]\d|\s?月|\s?%)", _years),
        (r"(?P<century>19|20|21|十九|二十一|二十|上)(?:个)?世纪(?P<decade>[1-9]0|[二三四五六七八九]十)年代", _decade_of),
        (rf"{YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d-])", _day),
        (rf"{YEAR}\s?年\s?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月(?:\s?(?P<day>\d{{1,2}})\s?[日号])?", _day),
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
        (r"(?<![A-Za-z0-9])Q(?P<quarter>[1-4])(?P<year>)(?![A-Za-z0-9])", _quarter),
        (r"\b(?P<quarter>first|second|third|fourth|final)[\s-]quarter\b(?P<year>)(?!\s+of\s+the\s+(?:game|match|century))", _quarter),
        (r"(?<!前)(?:第\s?)?(?P<quarter>[一二三四1-4])\s?季度(?P<year>)", _quarter),
        (r"\b(?P<half>first|second)\s+half\s+of\s+(?:the|this|last|next)\s+(?:fiscal\s+|financial\s+)?year\b", _half),
        (r"(?P<half>[上下])半年", _half),
        (r"\bFY\s?(?P<short>\d\d)\b", _fiscal),
        (r"(?<![\d.])(?<!\d年)(?<!\d 年)(?P<month>\d{1,2})\s?月(?!\s?\d|[个月间饼亮])", _day),
        (r"(?<=[年于在自到至从])(?P<month>[一二三四五六七八九十]{1,2})月(?!\s?\d|[间饼亮])", _day),
        (r"(?<![\d.,])(?P<year>(?:19|20)\d\d)\s?年(?!代)", _day),
        (r"(?P<han>[一二][〇零一二三四五六七八九]{3})年", _han_year),
        (r"\b(?P<decade>(?:19|20)\d0s)\b", lambda match: match["decade"]),
        (r"(?P<decade>20[0-4]0)年代", lambda match: match["decade"] + "s"),
        (r"(?:\b(?:spring|summer|autumn|fall|winter|in|since|by|from|until|till|during|before|after|of|early|late|mid-?|fiscal|year|FY|between|and|to|through)|[-–—(,])"
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
