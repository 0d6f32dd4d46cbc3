"""Numbers as people write them, in figures or in words, English or Chinese, read as Decimal."""

from __future__ import annotations

import re
from decimal import Decimal

FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
# "m", "k" and "b" mean a scale only after a currency or in capitals; the caller says which reading it wants.
# 多 and 余 may stand between: 120多万, 5万余.
SCALE = r"(?:\s?[多余]?(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?!瓦|米|克|字))(?!分)|\s?(?:hundred|thousand|million|billion|trillion|mn|bn)\b|[KMB]\b|(?<=\d)k\b)"

SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: value for value, word in enumerate(SMALL_WORDS.split())}
TENS = {word: 10 * value for value, word in enumerate(TENS_WORDS.split(), 2)}
_WORD = "|".join([*TENS, *sorted(SMALL, key=len, reverse=True)])
_BIG = "hundred|thousand|million|billion|trillion|dozen"
SPELLED = rf"(?:a\s+(?={_BIG}))?(?:{_WORD}|{_BIG})\b(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_BIG})\b)*"

HAN_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_NUMBER = r"[一二两三四五六七八九十][一二两三四五六七八九十百千万亿零〇]*"
HAN_DECIMAL = rf"{HAN_NUMBER}(?:点[零一二三四五六七八九]+)?"
# 两三个, 七八年: two digits side by side leave open which.
HAN_EITHER = re.compile(r"(?:一[二两]|[二两]三|三四|三五|四五|五六|六七|七八|八九)$")


def figures(digits: str, scale: str = "") -> Decimal:
    """ "1.2", "million" -> 1200000. A scale that is not one counts as none."""
    factor = SCALES.get(scale.strip(" 多余").lower(), 1)
    return _plain(Decimal(digits.replace(",", "")) * factor)


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def spelled(words: str) -> Decimal | None:
    """ "twenty-five thousand" -> 25000; None when the words do not make a number."""
    total = current = 0
    for word in re.split(r"[\s-]+", words.strip().lower()):
        if word in ("and", "a"):
            continue
        if word in SMALL or word in TENS:
            current += SMALL.get(word, TENS.get(word, 0))
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
        else:
            return None
    return Decimal(total + current)


def chinese(characters: str) -> Decimal | None:
    """ "三十五" -> 35, "两千万" -> 20000000, "二〇二三" -> 2023, "三点五" -> 3.5, "十余万" -> 100000.

    None when the characters do not make a number, or leave open which (两三).
    """
    whole, _, part = re.sub(r"[多余]", "", characters).partition("点")
    value = _whole_chinese(whole)
    if value is None or not part:
        return value
    return value + Decimal("0." + "".join(str(HAN_DIGITS[c]) for c in part))


def _whole_chinese(characters: str) -> Decimal | None:
    if not characters or any(c not in HAN_DIGITS and c not in HAN_UNITS and c not in "万亿" for c in characters):
        return None
    if HAN_EITHER.match(characters):
        return None
    if len(characters) > 1 and all(c in HAN_DIGITS for c in characters):
        return Decimal("".join(str(HAN_DIGITS[c]) for c in characters))
    total = section = digit = 0
    for c in characters:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
        elif c in HAN_UNITS:
            section, digit = section + (digit or 1) * HAN_UNITS[c], 0
        else:
            scale = 10**4 if c == "万" else 10**8
            total, section, digit = (total + section + digit or 1) * scale, 0, 0
    return Decimal(total + section + digit)
