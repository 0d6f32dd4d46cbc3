"""Two figures that belong together: 10–20%, from 2019 to 2023, 2024年5月至8月. A change "from 5% to 12%" stays two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contenthub.lib.money import MONEY_SCALE
from contenthub.lib.numerals import FIGURES, figures
from contenthub.lib.reading import WAITING, Reading

JOINER = re.compile(r"\s*(?:[-–—~～]+|至|到|\bto\b|\bthrough\b|\band\b|和|与)\s*(?:(?:US|HK)?[$€£¥￥])?")
BETWEEN = re.compile(r"\bbetween\s+[$€£¥￥]?$", re.I)
AROUND_ZH = re.compile(r"[^，。；]{0,6}?之?[间]")
FROM = re.compile(r"\bfrom\s+(?:(?:about|around|roughly|nearly|some|over|under)\s+)?$|[从由](?:约|大约|近)?$", re.I)
CHANGE = re.compile(
    r"(?<![a-z])(?:r[io]se|rising|risen|grew|grow[ns]?|growing|increas|climb|jump|f[ae]ll|falling|drop|declin|cut|reduc|went|go(?:es|ing)?\b|gone|"
    r"shr[aiu]nk|up\b|down\b|improv|expand|double|mov(?:e|ing)|chang|slip|soar|surg|narrow|widen|rais|lower|boost|lift|bring|brought|push|"
    r"shorten|lengthen|slash|halv|doubl|tripl)|增|升|提高|降|减|涨|跌|缩|扩|翻|提升",
    re.I,
)
KINDS = ("number", "percentage", "money")


def joined(found: list[Reading], text: str) -> Iterator[Reading]:
    """Readings in order of the text, with ranges made of those that stand together.

    The first figure may leave its unit, scale or year to the second, the second its year to the first. What only waited for
    a range that did not come is left out.
    """
    held: Reading | None = None
    for reading in found:
        both = _range(held, reading, text) if held else None
        if both:
            yield both
            held = None
        else:
            if held and held[2] != WAITING:
                yield held
            held = reading
    if held and held[2] != WAITING:
        yield held


def _range(a: Reading, b: Reading, text: str) -> Reading | None:
    between = text[a[4] : b[3]]
    joint = JOINER.fullmatch(between)
    if not joint or b[2] == WAITING or not _belong(a, b) or not _meant(a, b, text, between.strip()):
        return None
    if a[0] == "date":
        first, second = _with_year(str(a[1]), str(b[1]))
        return "range", f"{first}..{second}", "date", a[3], b[4]
    first_value = a[1]
    unscaled = not re.search(r"[^\W\d]\s*$", text[a[3] : a[4]])
    if (
        (a[0] == "number" and a[2] in ("", WAITING) or a[0] == "money" and unscaled)
        and isinstance(a[1], Decimal)
        and isinstance(b[1], Decimal)
    ):
        first_value = _scaled(a[1], b[1], text[b[3] : b[4]])
    return "range", f"{first_value}..{b[1]}", b[2] or a[2].strip(WAITING), a[3], b[4]


def _belong(a: Reading, b: Reading) -> bool:
    if "date" in (a[0], b[0]):
        return a[0] == b[0] and "s" not in str(a[1])
    if a[0] == "money" and b[0] == "number" and not b[2]:
        return True  # €70–75 million
    return b[0] in KINDS and (
        (a[0] == b[0] and a[2] in (b[2], WAITING) or a[0] == b[0] and not b[2])
        or (a[0] == "number" and a[2] in ("", WAITING))
    )


def _meant(a: Reading, b: Reading, text: str, joint: str) -> bool:
    before = text[max(0, a[3] - 60) : a[3]]
    if joint.startswith("and"):
        return bool(BETWEEN.search(before))
    if joint[:1] in ("和", "与"):
        return bool(AROUND_ZH.match(text, b[4])) and not before.endswith("、")
    if a[0] == "date":
        return True
    if isinstance(a[1], Decimal) and isinstance(b[1], Decimal) and a[2] == b[2] and a[1] >= b[1]:
        return False  # from 900 ms to 250 ms
    if FROM.search(before):
        clause = re.split(r"[,;，；。]|\.\s", before)[-1]
        return not CHANGE.search(clause) and not re.match(r"的?(?:增|上升|下降|提高|提升)", text[b[4] : b[4] + 4])
    return True


def _with_year(first: str, second: str) -> tuple[str, str]:
    """4 September to 29 September 2023; 2024年5月至8月; 2023-Q1 to -Q3."""
    year = re.match(r"(?:19|20)\d\d", second)
    if first.startswith("-") and year:
        first = year.group() + first[1 if first.startswith("--") else 0 :]
    year = re.match(r"(?:19|20)\d\d", first)
    if second.startswith("-") and year:
        second = year.group() + second[1 if second.startswith("--") else 0 :]
    return first, second


def _scaled(first: Decimal, second: Decimal, written: str) -> Decimal:
    """ "1-2 million": the scale stands once and holds for both."""
    found = re.search(rf"(?P<num>{FIGURES})(?P<scale>{MONEY_SCALE})", written)
    if not found or first > second:
        return first
    plain = figures(found["num"])
    return first * (second / plain) if plain and first < 10000 else first
