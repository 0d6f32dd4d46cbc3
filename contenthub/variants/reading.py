"""How long a text is when it is read aloud: figures and short forms as the words they are spoken as."""

from __future__ import annotations

import re

from contenthub.lib.language import CHINESE, HAN, detect

#: A figure with what is spoken with it: 12%, $1,200, 1.2, 2024年, -5.
_FIGURE = re.compile(r"(?P<money>[$€£¥￥])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<end>\s?[%％‰]|年)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_GROUPS = (10**12, 10**9, 10**6, 10**3)
#: Capitals that are read letter by letter have at most this many.
_SPELT_OUT = 5
_VOWEL = re.compile(r"[AEIOUY]")


def spoken(text: str) -> tuple[int, int]:
    """(English words, Chinese syllables) of ``text`` read aloud: "12%" is two words, and in Chinese 百分之十二, five."""
    chinese = detect(text) == CHINESE
    words = syllables = 0
    for found in _FIGURE.finditer(text):
        if chinese:
            syllables += _in_chinese(found)
        else:
            words += _in_english(found)
    rest = _FIGURE.sub(" ", text)
    syllables += len(HAN.findall(rest))
    words += sum(_word(found.group()) for found in _WORD.finditer(rest))
    return words, syllables


def _word(word: str) -> int:
    """A word is one; capitals without a vowel, or of up to three letters, are spelt out: two letters take as long as a word."""
    spelt = word.isupper() and 1 < len(word) <= _SPELT_OUT and (len(word) <= 3 or not _VOWEL.search(word))
    return -(-len(word) // 2) if spelt else 1


def _in_english(found: re.Match[str]) -> int:
    digits, part = found["digits"], found["part"] or ""
    year = (
        len(digits) == 4 and digits[0] in "12" and not part and not found["money"] and not (found["end"] or "").strip()
    )
    count = _year(int(digits)) if year else _cardinal(int(digits.replace(",", "")))
    count += 1 + len(part) - 1 if part else 0  # "point", then every digit
    return count + bool(found["money"]) + bool(found["end"])


def _year(year: int) -> int:
    """ "twenty twenty-four" is three words, "two thousand" two, "nineteen hundred" two."""
    if year % 1000 < 10:
        return _cardinal(year)
    tail = year % 100
    return _below_hundred(year // 100) + (1 if not tail else _below_hundred(tail) + (tail < 10))


def _cardinal(number: int) -> int:
    """How many words a whole number is: 120 is "one hundred twenty", three."""
    if number == 0:
        return 1
    count = 0
    for group in _GROUPS:
        if number >= group:
            count += _cardinal(number // group) + 1
            number %= group
    if number >= 100:
        count += 2
        number %= 100
    return count + (_below_hundred(number) if number else 0)


def _below_hundred(number: int) -> int:
    return 1 if number <= 20 or number % 10 == 0 else 2


def _in_chinese(found: re.Match[str]) -> int:
    digits, part, end = found["digits"].replace(",", ""), found["part"] or "", (found["end"] or "").strip()
    year = end == "年" and len(digits) == 4
    count = len(digits) if year or len(digits) > 16 else _chinese_cardinal(int(digits))
    count += len(part)  # 点, then every digit
    return count + bool(found["money"]) + {"": 0, "年": 1}.get(end, 3)


def _chinese_cardinal(number: int) -> int:
    """How many syllables: 12 is 十二, 1200 is 一千二百, 105 is 一百零五."""
    if number == 0:
        return 1
    for scale in (10**12, 10**8, 10**4):
        if number >= scale:
            rest = number % scale
            return (
                _chinese_cardinal(number // scale)
                + 1
                + (_chinese_cardinal(rest) if rest else 0)
                + (0 < rest < scale // 10)
            )
    count, gap = 0, False
    for unit in (1000, 100, 10, 1):
        digit, number = divmod(number, unit)
        if digit:
            spoken_one = not (unit == 10 and digit == 1 and not count)
            count += gap + spoken_one + (unit > 1)
            gap = False
        elif count and number:
            gap = True
    return count
