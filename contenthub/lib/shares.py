"""Shares of a whole: percentages, fractions, and how many times as much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from contenthub.lib.numerals import HAN_DECIMAL, HAN_NUMBER, SPELLED, chinese, figures, spelled
from contenthub.lib.reading import NUM, Reading, signed

PERCENT = re.compile(
    rf"(?:{NUM}|\b(?P<word>{SPELLED}))\s?-?(?:(?P<pp>percentage[\s-]points?|个?百分点|%\s?points?)|%|(?:per\s?cent|pct)\b)",
    re.I,
)
PERCENT_ZH = re.compile(rf"百分之(?:(?P<han>{HAN_DECIMAL})|{NUM})|(?P<whole>百分之?百)")
TENTHS_ZH = re.compile(
    r"(?<![一二两三四五六七八九十百完生组形变达建])(?P<tens>[一二两三四五六七八九])成(?P<half>半|[一二三四五六七八九](?![个种项名家位]))?(?![为功果立员本就长分不熟品立交都])"
)

PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
    "hundredth": 100,
}
PART = "|".join(PARTS)
# What may come after "a third" when it is a share: no noun, for then it is an ordinal (a third party).
NO_NOUN = (
    r"(?=\s*(?:[.,;:!?)”\"—–]|$)|\s+(?:of|as|more|less|fewer|higher|lower|faster|slower|smaller|larger|bigger|cheaper|shorter|"
    r"longer|since|within|in|from|by|to|than|compared|last|this|and|or|were|are|was|is|have|has|had|said|say|over|during|on|"
    r"after|before|when|while|with|for|at|each)\b)"
)
# A quarter of the year, not of a whole.
TIME_BEFORE = re.compile(
    r"(?:\b(?:once|twice|times|every|each|per|within|past|last|next|first|previous|following|consecutive|straight|for|in|over|during|after|"
    r"this|million|billion|thousand|\d)(?:\s+the)?|(?<=\d%)|[\d$€£][\d,.]*[kKmMbBn]*)\s+$",
    re.I,
)
TIME_AFTER = re.compile(
    r"\s+(?:in a row|ago|later|running|before|earlier|after|of (?:growth|decline|losses|profits?|a century|a year|an hour|(?:19|20)\d\d))\b",
    re.I,
)
SHARE = re.compile(
    rf"\b(?P<one>an?|one(?=[\s-]\w+\b(?!\s+(?:party|person|option|time|place)\b))(?P<sure>))[\s-](?P<unit>third|quarter|fifth|sixth|eighth|tenth|hundredth|half)\b(?(sure)|{NO_NOUN})|"
    rf"\b(?P<n>two|three|four|five|six|seven|eight|nine)[\s-](?P<part>third|quarter|fifth|sixth|eighth|tenth|hundredth)s\b|"
    r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!and a )\b(?P<half>half)(?=\s+(?:of|the|all|that|their|its|our|as)\b)|"
    r"\b(?:by|about|nearly|almost|roughly|than|over|only|around|just|under|in|another)\s+(?P<bare>half)\b(?!\s+(?:an?|of|million|billion|time)\b|-)|"
    r"\b(?P<halved>halv(?:ed|ing))\b",
    re.I,
)
SLASHED = re.compile(r"(?<![\d/.])(?P<n>\d{1,2})/(?P<d>\d{1,3})(?![\d/])(?=\s+of\b|\s?的)")
OUT_OF = re.compile(
    rf"\b(?P<n>{SPELLED}|\d+)\s+(?P<how>out\s+of(?:\s+every)?|in(?:\s+every)?)\s+(?P<d>{SPELLED}|\d+)\b"
    r"(?!\s*(?:%|percent|seconds|minutes|hours|days|weeks|months|years|countries|cities|languages|regions|places|million|thousand)|[.,]\d|-)",
    re.I,
)
SHARE_ZH = re.compile(
    rf"(?P<d>{HAN_NUMBER})分之(?P<n>{HAN_NUMBER})|(?P<half>(?<![另头])一半|半数|过半(?=[的数人企]|[，。；])|减半|腰斩)"
)

TIMES = re.compile(
    r"\b(?:(?P<twice>twice(?=\s+(?:the|as|that|what|its|their|this))|doubl(?:ed|ing|es)|double(?=\s+(?:the|that|what|its|their|as|in)\b)|two-?fold)|"
    r"(?P<thrice>tripl(?:ed|ing|es)|trebl(?:ed|ing|es)|triple(?=\s+(?:the|that|what|its|their)\b))|(?P<four>quadrupl(?:ed|ing|es))|"
    r"(?P<fold>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|hundred|thousand|\d+)-?fold)\b",
    re.I,
)
TIMES_ZH = re.compile(
    rf"翻了?(?P<doublings>[一两二三四五])番|(?P<twice>翻了?一?倍|成倍(?=增长|增加)|加倍)|(?<![第每成数])(?P<n>{HAN_DECIMAL})(?:多|余)?倍"
)


def percentages(text: str) -> Iterator[Reading]:
    """12%, two percent, 百分之三十五, 三成五, 100 percentage points; -3% and 负3% below nothing."""
    for match in PERCENT.finditer(text):
        value, start = signed(text, match.start(), figures(match["num"]) if match["num"] else spelled(match["word"]))
        yield "percentage", value, "pp" if match["pp"] else "%", start, match.end()
    for match in PERCENT_ZH.finditer(text):
        value = figures(match["num"]) if match["num"] else Decimal(100) if match["whole"] else chinese(match["han"])
        value, start = signed(text, match.start(), value)
        yield "percentage", value, "%", start, match.end()
    for match in TENTHS_ZH.finditer(text):
        half = match["half"] or ""
        extra = Decimal(5) if half == "半" else chinese(half) or Decimal(0)
        yield "percentage", (chinese(match["tens"]) or Decimal(0)) * 10 + extra, "%", *match.span()


def fractions(text: str) -> Iterator[Reading]:
    """Two thirds, half of, a quarter (of something, not of a year), 9 out of 10, one in five, 三分之二, 一半."""
    for match in SHARE.finditer(text):
        name = next(name for name in ("unit", "part", "half", "bare", "halved") if match[name])
        if name in ("unit", "part") and match[name].lower() == "quarter" and _is_time(text, match):
            continue
        count = spelled(match["n"]) if match["n"] else Decimal(1)
        parts = PARTS.get(match[name].lower(), 2)
        start = match.start("bare") if match["bare"] else match.start()
        yield "fraction", _ratio(count, Decimal(parts)), "", start, match.end()
    for match in SLASHED.finditer(text):
        yield "fraction", _ratio(Decimal(match["n"]), Decimal(match["d"])), "", *match.span()
    for match in OUT_OF.finditer(text):
        part, whole = (spelled(said) if said[0].isalpha() else Decimal(said) for said in (match["n"], match["d"]))
        if part and whole and part < whole <= 1000:
            yield "fraction", _ratio(part, whole), "", *match.span()
    for match in SHARE_ZH.finditer(text):
        if match["half"]:
            yield "fraction", Decimal("0.5"), "", *match.span()
        elif match["d"] != "百":
            yield "fraction", _ratio(chinese(match["n"]), chinese(match["d"])), "", *match.span()


def _is_time(text: str, match: re.Match[str]) -> bool:
    return bool(
        TIME_AFTER.match(text, match.end()) or TIME_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    )


def _ratio(n: Decimal | None, d: Decimal | None) -> Decimal | None:
    return (n / d).quantize(Decimal("0.000001")).normalize() if n is not None and d else None


def multiples(text: str) -> Iterator[Reading]:
    """Doubled, twice the, tenfold, 3倍 and 翻两番 as numbers of "times"."""
    for match in TIMES.finditer(text):
        said = match["fold"] or ""
        value = spelled(said) if said[:1].isalpha() else Decimal(said) if said else None
        if not said:
            value = Decimal(2 if match["twice"] else 3 if match["thrice"] else 4)
        yield "number", value, "times", *match.span()
    for match in TIMES_ZH.finditer(text):
        if match["n"]:
            value = chinese(match["n"])
            if value is not None:
                yield "number", value, "times", *match.span()
        else:
            doublings = chinese(match["doublings"] or "一") or Decimal(1)
            yield "number", Decimal(2) ** int(doublings), "times", *match.span()
