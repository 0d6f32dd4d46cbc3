"""Numbers that count or measure something, in figures and in words; numbers that only name something are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contenthub.lib.language import CHINESE
from contenthub.lib.numerals import HAN_DECIMAL, SCALE, SPELLED, chinese, figures, spelled
from contenthub.lib.reading import NUM, WAITING, Reading, signed
from contenthub.lib.units import CLASSIFIER, DECADE, MEASURE, per_before, unit_after

# A number glued to what it belongs to: v1, s3, /4, =5.
# "\Z", not "$", which also matches before a line's end: a figure that begins a line is glued to nothing.
GLUED = re.compile(r"(?:[A-Za-z_/#+&=@][-./]?|[.:/])\Z")
# Figure 2, version 1.2, 图 1, 第三章.
LABEL = re.compile(
    r"(?:(?<![A-Za-z])(?:figures?|fig|tables?|sections?|chapters?|steps?|versions?|appendix|layers?|levels?|phases?|pages?|"
    r"pp?|notes?|rfc|iso(?:/iec)?|nist|sp|tiers?|stages?|volume|vol|release|scenario|ipv|port|http|piers?|gates?|rooms?|routes?|"
    r"lines?|platforms?|buildings?|articles?|clauses?|schedules?|paragraphs?|highway|flight|channel|zone|area|district|terminal|day-)"
    r"[.:]?(?:[^\S\n]|#)*|(?<![A-Za-z])(?:NIST|SP|RFC|ISO|IEC|IEEE)\s\d+-|图\s?|表\s?|第\s?|附录\s?|步骤\s?|版本\s?|阶段\s?)$",
    re.I,
)
# The same, but only where nothing is counted: day 2, case 3, but "in each case 3 people".
WEAK_LABEL = re.compile(
    # Neither over the end of a sentence nor of a line: "… last year. 40–60%" names no year.
    r"(?<![A-Za-z])(?:days?|parts?|no\.?|options?|type|rule|principle|item|issue|case|questions?|problem|example|week|year|level|grade|class):?(?:[^\S\n]|#)*$",
    re.I,
)
# Windows 11, Web 2.0, GPT 4: a name and its number. A word that begins a sentence is none.
NAME = re.compile(
    r"(?<=[^\n.!?。！？])(?<![A-Za-z])(?<![.!?。！？\n]\s)(?P<word>[A-Z][A-Za-z]+|[a-z]+[A-Z]\w*)[^\S\n]\Z"
)
VERSIONED = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]+[^\S\n]\Z")  # Web 2.0, also where it begins a sentence
NO_NAME = frozenset(
    [
        "about",
        "around",
        "over",
        "some",
        "nearly",
        "almost",
        "only",
        "just",
        "the",
        "in",
        "of",
        "at",
        "all",
        "more",
        "than",
        "with",
        "from",
        "these",
        "those",
        "another",
        "up",
        "to",
        "between",
        "exactly",
        "roughly",
        "approximately",
        "under",
        "its",
        "their",
        "our",
        "every",
        "each",
        "and",
        "but",
        "by",
        "for",
        "last",
        "next",
        "first",
        "least",
        "most",
        "fewer",
        "less",
        "no",
        "this",
        "that",
        "there",
        "were",
        "was",
        "are",
        "is",
        "has",
        "have",
        "had",
        "within",
        "after",
        "before",
        "since",
        "during",
        "until",
        "till",
        "its",
        "on",
        "we",
        "they",
        "he",
        "she",
        "it",
        "an",
        "any",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "other",
        "further",
        "both",
    ]
)
AFTER_LABEL = re.compile(
    r"\.\d|[A-Za-z_]|-[A-Za-z]|/\d|:\d|°(?!\s?C)|\s?(?:章|节|楼|号|版|路(?!人)|期|届|层|栋|后(?=[，。、年])|世纪|st\b|nd\b|rd\b|th\b)"
)
ADDRESS_AFTER = re.compile(
    r"\s(?:[A-Z][a-z]+\s){1,2}(?:Lane|Street|St|Road|Rd|Avenue|Ave|Square|Drive|Boulevard|Way|Court)\b"
)
ITEM_AFTER = re.compile(r"[、)）]|\.(?:\s|$)")
ITEM_BEFORE = re.compile(r"(?:^|[\n(（；;。：:、])\s*$")
YEAR = re.compile(r"(?:19|20)\d\d")
PLAIN = re.compile(r"\d{1,6}(?:\.\d+)*")

NUMBER = re.compile(
    rf"{NUM}(?P<scale>{SCALE})?(?P<plus>\+(?!\d))?(?P<more>[多余](?=[个年天种项名家人台次条位岁户座所辆件页]))?"
)
AND_A_HALF = re.compile(r"\s+and\s+a\s+half\b(?P<scale>\s+(?:million|billion))?")
WORDS = re.compile(
    rf"(?<!\d\s)\b(?:(?P<half>half\s+an?\s+(?P<big>million|billion|dozen|(?=[a-z])))|(?P<decade>a\s+(?=decade\b))|(?P<num>{SPELLED}))",
    re.I,
)
HAN_COUNT = re.compile(
    rf"(?P<up>上(?=[百千万亿]))?(?<![第一二两三四五六七八九十百千万亿几数之每零Xx周星半])(?P<han>{HAN_DECIMAL}|(?:(?<=上)|(?<=[近逾超约])|(?<=[超将接不达][过近足到])|(?=[百千万]+[多余]))[百千万亿]+)"
    r"(?P<more>[多余]?[万亿]?[多余]?)(?P<half>)"
)
HALF_ZH = re.compile(r"(?<![上下大多前后另一])半(?=年|小时|个(?:月|小时|世纪)|天)")
RANGE_AHEAD = re.compile(rf"(?:\s+to\s+|\s?[-–](?=\w))(?:{SPELLED})[\s-]+[a-z]+", re.I)
RANGE_AHEAD_ZH = re.compile(rf"\s?(?:到|至|[-–—~～])\s?{HAN_DECIMAL}")


def numbers(text: str) -> Iterator[Reading]:
    """Numbers in figures; a bare 1999 or 2025 is a date."""
    for match in NUMBER.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if GLUED.search(before) or (match["num"][0] == "0" and match["num"][1:2].isdigit()):
            continue
        half = AND_A_HALF.match(text, match.end()) if not match["scale"] else None
        written = half.end() if half else match.end()
        unit, end = unit_after(text, written)
        per = per_before(text, match.start())
        unit += per if "/" not in unit else ""
        if _names(text, match, before, unit):
            continue
        if not unit and not match["scale"] and YEAR.fullmatch(match.group()):
            yield "date", match.group(), "", *match.span()
            continue
        value = figures(match["num"], match["scale"] or "")
        if half:
            value = figures(str(value + Decimal("0.5")), half["scale"] or "")
        start = match.start()
        if unit in ("°C",):
            value, start = signed(text, start, value) if value is not None else (value, start)  # type: ignore[assignment]
        yield "number", *_counted(text, value, unit, start, end)


def _names(text: str, match: re.Match[str], before: str, unit: str) -> bool:
    """Whether the number is a name's or a list's and counts nothing."""
    plain = not match["scale"] and bool(PLAIN.fullmatch(match["num"]))
    if plain and LABEL.search(before):
        return True
    if unit and unit not in ("", "/second"):
        return False
    if match["scale"]:
        return False
    if AFTER_LABEL.match(text, match.end()) or ADDRESS_AFTER.match(text, match.end()):
        return True
    if (
        plain
        and len(match["num"]) < 3
        and ITEM_AFTER.match(text, match.end())
        and ITEM_BEFORE.search(text[: match.start()][-4:])
    ):
        return True
    if plain and WEAK_LABEL.search(before):
        return True
    if "." in match["num"] and VERSIONED.search(before):
        return True
    name = NAME.search(before)
    if text[match.end() : match.end() + 1] == "点" and HOUR_ZH.search(before):
        return True
    classed = CLASSIFIER.match(text, match.end())
    return bool(
        plain and name and name["word"].lower() not in NO_NAME and not YEAR.fullmatch(match["num"]) and not classed
    )


def _counted(text: str, value: Decimal, unit: str, start: int, end: int) -> tuple[Decimal, str, int, int]:
    """Decades as years, and the classifier or half year behind a Chinese number taken in."""
    name, slash, per = unit.partition("/")
    if name == "decade":
        value, unit = value * DECADE, f"year{slash}{per}"
    if not name:
        classifier = CLASSIFIER.match(text, end)
        end = classifier.end() if classifier else end
    elif text[end : end + 1] == "半" and name in ("year", "hour", "day", "month"):
        value, end = value + Decimal("0.5"), end + 1
    return value, unit, start, end


def counted_words(text: str, language: str) -> Iterator[Reading]:
    """Numbers in words that count something; "one" and "one of the two" state nothing."""
    yield from _counted_han(text) if language == CHINESE else _counted_english(text)


def _counted_english(text: str) -> Iterator[Reading]:
    for match in WORDS.finditer(text):
        half = AND_A_HALF.match(text, match.end())
        unit, end = unit_after(text, half.end() if half else match.end())
        if match["half"]:
            scale = (match["big"] or "").lower()
            value = Decimal(6) if scale == "dozen" else figures("0.5", scale)
            measure = MEASURE.match(text, match.end() - 1) if not scale else None
            if not scale and not measure:
                continue
            unit, end = unit_after(text, match.end() if scale else match.end() - 1)
        else:
            read = Decimal(1) if match["decade"] else spelled(match["num"])
            if read is None:
                continue
            value = figures(str(read + Decimal("0.5")), half["scale"] or "") if half else read
            waits = bool(RANGE_AHEAD.match(text, match.end()))
            if not (match["decade"] or half or (value >= 2 and unit) or value >= 100):
                if not waits:
                    continue
                unit = WAITING
        yield "number", *_counted(text, value, unit, match.start(), end)


def _counted_han(text: str) -> Iterator[Reading]:
    for match in HAN_COUNT.finditer(text):
        said = match["han"] + match["more"]
        value = chinese(said)
        if value is None:
            continue
        measure = MEASURE.match(text, match.end()) if text[match.end() : match.end() + 1] not in " -" else None
        classifier = CLASSIFIER.match(text, match.end()) if not measure else None
        waits = bool(RANGE_AHEAD_ZH.match(text, match.end()))
        start = match.start()
        if said == "二" and classifier and classifier.group() in ("次", "层", "级", "重", "代", "方", "点", "节"):
            continue  # 二次传播 is no number of times
        if waits:
            yield "number", value, WAITING, start, match.end()
        elif (
            (measure or classifier)
            and value >= 2
            and not LABEL.search(text[max(0, start - 4) : start])
            and not _is_idiom(text, start, match.end())
        ):
            unit, end = unit_after(text, match.end()) if measure else ("", match.end())
            yield (
                "number",
                *_counted(text, value, unit + (per_before(text, start) if "/" not in unit else ""), start, end),
            )
        elif value >= 10000 and re.search("[万亿]", said):
            yield "number", value, "", start, match.end()
    for match in HALF_ZH.finditer(text):
        unit, end = unit_after(text, match.end())
        yield "number", Decimal("0.5"), unit, match.start(), end


HOUR_ZH = re.compile(r"[晨早午晚夜时]\s?$")  # 清晨六点, 下午3点
IDIOM = re.compile(
    r"十分(?!之|钟)|三天两头|三层和|四层|百年|千年|万年|千方|百姓|万事|四方|三方(?![面])|八方|百代|千家万户|万家|万人|百家(?=争)|两点论|十分|一二三"
)


def _is_idiom(text: str, start: int, end: int) -> bool:
    return bool(IDIOM.match(text, start)) or text[end : end + 1] == "点" and bool(HOUR_ZH.search(text[:start][-2:]))
