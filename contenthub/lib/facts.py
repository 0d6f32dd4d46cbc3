"""Facts inside a text: numbers, percentages, money, dates, ranges, fractions and quotations, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from contenthub.lib.dates import dates
from contenthub.lib.language import CHINESE
from contenthub.lib.numerals import FIGURES, HAN_NUMBER, SCALE, SPELLED, chinese, figures, spelled
from contenthub.lib.qualifiers import qualifier
from contenthub.lib.quotations import quotations
from contenthub.lib.units import CLASSIFIER, unit_after


@dataclass(frozen=True)
class Fact:
    """One fact; `text` is `source[start:end]`.

    | kind | value | unit |
    |---|---|---|
    | number | Decimal (1.2 million and 120万 are 1200000) | canonical unit such as "GB", "user", "year", or "" |
    | percentage | Decimal, in per cent (三成 is 30) | "%", "pp" (percentage points) |
    | fraction | Decimal, 0.666667 for two thirds | "" |
    | money | Decimal | ISO 4217 code |
    | date | str: 2023, 2023-05, 2023-05-12, 2025-Q3, 2025-H1, --05-12 and -Q3 (no year given), 1990s | "" |
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


Reading = tuple[str, Decimal | str | None, str, int, int]  # kind, value, unit, start, end

FULL_WIDTH = str.maketrans("０１２３４５６７８９％．＄", "0123456789%.$")
NOT_TEXT = re.compile(
    r"(?:https?://|www\.)[^\s<>）)】\]]+|\[\^?\d{1,3}(?:[,–-]\s?\d{1,3})*\]|`[^`]*`|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|(?<=\s)#\d+"
)
# A number that names something and counts nothing: Figure 2, v1.2, layer 4, 第三章, 图 1, "1." before a list item.
LABEL = re.compile(
    r"(?:\b(?:figures?|fig|tables?|sections?|chapters?|steps?|versions?|parts?|appendix|layers?|levels?|days?|phases?|pages?|"
    r"pp?|notes?|rfc|iso(?:/iec)?|nist|sp|no|tiers?|stages?|options?|type|rule|principle|item|issue|volume|vol|release|"
    r"scenario|case|question|problem|example|ipv|port|http)[.:]?[\s#]*|\b(?:NIST|SP|RFC|ISO|IEC|IEEE)\s\d+-|[A-Za-z_/#+&=][-./]?|[.:/]|图\s?|表\s?|第\s?|附录\s?|步骤\s?|版本\s?|"
    r"阶段\s?)$",
    re.I,
)
AFTER_LABEL = re.compile(r"\.\d|[A-Za-z_]|-[A-Za-z]|/\d|:\d|[、)）]|\.\s|°|\s?(?:章|节|楼|号|版)")

CURRENCIES = {
    "USD": r"US\$|USD|\$|(?:US )?dollars?|美元|美金",
    "EUR": r"EUR|€|euros?|欧元",
    "GBP": r"GBP|£|pounds?(?: sterling)?|英镑",
    "HKD": r"HK\$|HKD|港元|港币",
    "JPY": r"JPY|yen|日元",
    "CNY": r"CNY|RMB|¥|￥|yuan|renminbi|人民币|元(?!宇|素|数|组|件|年|旦|老|首)",
}
CURRENCY_BEFORE = "|".join(f"(?P<{code}>{pattern})" for code, pattern in CURRENCIES.items())
CURRENCY_AFTER = CURRENCY_BEFORE.replace("(?P<", "(?P<after_")
MONEY_SCALE = SCALE.replace("[KMB]", "[kKmMbB]")
NUM = rf"(?<![\d.,])(?P<num>{FIGURES})"

MONEY = (
    re.compile(rf"(?:{CURRENCY_BEFORE})\s?{NUM}(?P<scale>{MONEY_SCALE})?"),
    re.compile(rf"{NUM}(?P<scale>{SCALE})?\s?(?:{CURRENCY_AFTER})(?![A-Za-z])"),
)
PERCENT = re.compile(rf"{NUM}\s?(?:(?P<pp>percentage points?|个?百分点|%\s?points?)|%|per\s?cent\b)", re.I)
PERCENT_ZH = re.compile(rf"百分之(?P<han>{HAN_NUMBER}(?:点[零一二三四五六七八九]+)?)|百分之(?P<num>{FIGURES})")
TENTHS_ZH = re.compile(
    r"(?P<tens>[一二两三四五六七八九])成(?P<half>半|[一二三四五六七八九])?(?![为功果立员本就长分不熟品立交])"
)
PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
    "tenth": 10,
    "tenths": 10,
}
SHARE = re.compile(
    r"\b(?P<n>one|two|three|four|five|seven|nine|a)[\s-](?P<part>thirds?|quarters?|fifths?|tenths?|half)\b(?!\s+(?:of\s+(?:19|20)\d\d|party|century|time))|"
    r"\b(?P<half>half)\s+(?:of|the|all)\b",
    re.I,
)
OUT_OF = re.compile(rf"\b(?P<n>{SPELLED}|\d+)\s+(?:out\s+of|in)\s+(?P<d>{SPELLED}|\d+)\b(?!\s*%)", re.I)
SHARE_ZH = re.compile(rf"(?P<d>{HAN_NUMBER})分之(?P<n>{HAN_NUMBER})|(?P<half>一半|半数)")

NUMBER = re.compile(rf"{NUM}(?P<scale>{SCALE})?(?P<plus>\+(?!\d))?")
PRODUCT = re.compile(r"\b[A-Z][A-Za-z]+\s$")  # Python 3.7 is a version
YEAR = re.compile(r"(?:19|20)\d\d")
WORDS = re.compile(rf"\b(?:{SPELLED})", re.I)
HAN_COUNT = re.compile(
    rf"(?<![第一二两三四五六七八九十百千万亿几数之每])(?P<han>{HAN_NUMBER})(?=个|种|项|条|名|位|家|台|倍|年|天|类|款|大[\u4e00-\u9fff]|人)"
)
RANGE_AHEAD = re.compile(rf"(?:\s+to\s+|[-–](?=\w))(?:{SPELLED})\s+\w+s\b", re.I)
JOINER = re.compile(r"\s*(?:[-–—~～]|至|到|\bto\b|\band\b)\s*")


def _money(text: str) -> Iterator[Reading]:
    for pattern in MONEY:
        for match in pattern.finditer(text):
            code = next(
                name for name, value in match.groupdict().items() if value and name.removeprefix("after_") in CURRENCIES
            )
            yield "money", figures(match["num"], match["scale"] or ""), code.removeprefix("after_"), *match.span()


def _percentages(text: str) -> Iterator[Reading]:
    for match in PERCENT.finditer(text):
        yield "percentage", figures(match["num"]), "pp" if match["pp"] else "%", *match.span()
    for match in PERCENT_ZH.finditer(text):
        value = figures(match["num"]) if match["num"] else _han_decimal(match["han"])
        yield "percentage", value, "%", *match.span()
    for match in TENTHS_ZH.finditer(text):
        half = match["half"] or ""
        extra = Decimal(5) if half == "半" else chinese(half) or Decimal(0)
        yield "percentage", (chinese(match["tens"]) or Decimal(0)) * 10 + extra, "%", *match.span()


def _han_decimal(characters: str) -> Decimal | None:
    whole, _, part = characters.partition("点")
    value = chinese(whole)
    if value is None or not part:
        return value
    return value + Decimal("0." + "".join(str(chinese(c)) for c in part))


def _fractions(text: str) -> Iterator[Reading]:
    for match in SHARE.finditer(text):
        n = Decimal(1) if match["half"] or match["n"].lower() == "a" else spelled(match["n"])
        d = PARTS[(match["part"] or "half").lower()]
        yield "fraction", _ratio(n, Decimal(d)), "", match.start(), match.end() if match["part"] else match.end("half")
    for match in OUT_OF.finditer(text):
        part, whole = (spelled(said) if said[0].isalpha() else Decimal(said) for said in (match["n"], match["d"]))
        if part and whole and part < whole <= 1000:
            yield "fraction", _ratio(part, whole), "", *match.span()
    for match in SHARE_ZH.finditer(text):
        if match["half"]:
            yield "fraction", Decimal("0.5"), "", *match.span()
        elif match["d"] != "百":
            yield "fraction", _ratio(chinese(match["n"]), chinese(match["d"])), "", *match.span()


def _ratio(n: Decimal | None, d: Decimal | None) -> Decimal | None:
    return (n / d).quantize(Decimal("0.000001")).normalize() if n is not None and d else None


def _numbers(text: str) -> Iterator[Reading]:
    for match in NUMBER.finditer(text):
        if LABEL.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        unit, end = unit_after(text, match.end())
        if not unit and not match["scale"] and AFTER_LABEL.match(text, match.end()):
            continue
        if not unit and "." in match.group() and PRODUCT.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        if not unit and YEAR.fullmatch(match.group()):
            yield "date", match.group(), "", *match.span()
            continue
        classifier = CLASSIFIER.match(text, end) if not unit else None
        yield (
            "number",
            figures(match["num"], match["scale"] or ""),
            unit,
            match.start(),
            classifier.end() if classifier else end,
        )


def _counted_words(text: str, language: str) -> Iterator[Reading]:
    for match in (HAN_COUNT if language == CHINESE else WORDS).finditer(text):
        value = chinese(match["han"]) if language == CHINESE else spelled(match.group())
        unit, end = unit_after(text, match.end())
        starts_range = bool(RANGE_AHEAD.match(text, end))
        if value is None or not (starts_range or value >= 2 and (unit or language == CHINESE or value >= 100)):
            continue  # "one" and "one of the two" state nothing
        classifier = CLASSIFIER.match(text, end) if not unit else None
        yield "number", value, unit, match.start(), classifier.end() if classifier else end


def _dates(text: str) -> Iterator[Reading]:
    for start, end, value in dates(text):
        yield "date", value, "", start, end


def _readings(text: str, language: str) -> list[Reading]:
    """Every reading that does not overlap one found before it; more telling kinds come first."""
    taken = bytearray(len(text))
    for match in NOT_TEXT.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found: list[Reading] = []
    finders: tuple[Callable[[str], Iterator[Reading]], ...] = (
        _dates, _money, _percentages, _fractions, _numbers, lambda source: _counted_words(source, language),
    )  # fmt: skip
    for finder in finders:
        for reading in finder(text):
            start, end = reading[3], reading[4]
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(reading)
    return sorted(found, key=lambda reading: reading[3])


def _joined(facts: list[Fact], text: str) -> list[Fact]:
    """Two numbers or dates with a dash, "to" or 至 between them as one range; the first may leave its unit to the second."""
    result: list[Fact] = []
    for fact in facts:
        first = result[-1] if result else None
        between = text[first.end : fact.start] if first else ""
        if first and JOINER.fullmatch(between) and _makes_range(first, fact, text, between):
            a = first.value
            if first.kind == "number" and not first.unit and isinstance(a, Decimal) and isinstance(fact.value, Decimal):
                a = _scaled(a, fact)
            unit = "date" if fact.kind == "date" else fact.unit
            start = first.start
            result[-1] = Fact("range", text[start : fact.end], f"{a}..{fact.value}", unit, start, fact.end)
        else:
            result.append(fact)
    return result


def _makes_range(a: Fact, b: Fact, text: str, between: str) -> bool:
    if between.strip() == "and" and not re.search(r"\bbetween\s+$", text[: a.start], re.I):
        return False
    if "date" in (a.kind, b.kind):
        return a.kind == b.kind
    kinds = ("number", "percentage", "money")
    return b.kind in kinds and (a.kind == b.kind and a.unit in (b.unit, "") or a.kind == "number" and not a.unit)


def _scaled(first: Decimal, second: Fact) -> Decimal:
    """ "1-2 million": the scale stands once and holds for both."""
    written = re.search(rf"(?P<num>{FIGURES})(?P<scale>{MONEY_SCALE})", second.text)
    if not written or not isinstance(second.value, Decimal) or first > second.value:
        return first
    plain = figures(written["num"])
    return first * (second.value / plain) if plain and first < 10000 else first


def find(text: str, language: str) -> list[Fact]:
    """The facts of `text` by position; none overlap, except that a quotation may hold others."""
    plain = text.translate(FULL_WIDTH)
    facts = [Fact(kind, text[a:b], value, unit, a, b) for kind, value, unit, a, b in _readings(plain, language)]
    quoted = [
        Fact("quotation", text[q.start : q.end], q.words, "", q.start, q.end, q.speaker)
        for q in quotations(text, language)
    ]
    joined = [replace(fact, about=_about(fact, plain, language)) for fact in _joined(facts, plain)]
    return sorted(joined + quoted, key=lambda fact: (fact.start, -fact.end))


def _about(fact: Fact, text: str, language: str) -> str:
    return "" if fact.kind == "date" else qualifier(text, fact.start, fact.end, language)


def same(a: Fact, b: Fact) -> bool:
    """Whether both say the same: 1,200,000 = 1.2 million = 120万; 30% = 三成; half = 50%. A missing unit agrees with any."""
    if "quotation" in (a.kind, b.kind):
        return a.kind == b.kind and _words(a.value) == _words(b.value)
    if isinstance(a.value, str) or isinstance(b.value, str):
        return (a.kind, a.value) == (b.kind, b.value) and a.unit == b.unit
    a, b = as_share(a), as_share(b)
    if (
        a.value is None
        or b.value is None
        or a.value != b.value
        or (a.kind == "money") != (b.kind == "money")
        and a.unit
        and b.unit
    ):
        return False
    return a.unit == b.unit or (a.kind == b.kind == "number" and "" in (a.unit, b.unit))


def as_share(fact: Fact) -> Fact:
    """A fraction as per cent, so that "half" and 50% meet."""
    if fact.kind != "fraction" or not isinstance(fact.value, Decimal):
        return fact
    return replace(fact, kind="percentage", value=(fact.value * 100).normalize(), unit="%")


def _words(value: Decimal | str | None) -> str:
    return re.sub(r"[\W_]+", " ", str(value)).strip().lower()
