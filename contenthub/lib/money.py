"""Sums of money, in figures and in words, with the currency's ISO 4217 code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contenthub.lib.numerals import HAN_DECIMAL, SCALE, SPELLED, chinese, figures, spelled
from contenthub.lib.reading import NUM, Reading

CURRENCIES = {
    "HKD": r"HK\$|HKD|港元|港币",
    "AUD": r"A\$|AU\$|AUD|Australian dollars?|澳元",
    "CAD": r"C\$|CA\$|CAD|Canadian dollars?|加元",
    "SGD": r"S\$|SGD|Singapore dollars?|新加坡元|新元(?!素)",
    "USD": r"US\$|USD|\$|(?:US )?dollars?|美元|美金",
    "EUR": r"EUR|€|euros?|欧元",
    "GBP": r"GBP|£|pounds?(?: sterling)?(?! of )|英镑",
    "CHF": r"CHF|Swiss francs?|瑞士法郎",
    "JPY": r"JPY|yen|日元",
    "KRW": r"KRW|₩|韩元",
    "INR": r"INR|₹|rupees?|卢比",
    "CNY": r"CNY|RMB|¥|￥|yuan|renminbi|人民币|元(?!宇|素|数|组|件|年|旦|老|首|化|音)",
}
BEFORE = "|".join(f"(?P<{code}>{pattern})" for code, pattern in CURRENCIES.items())
AFTER = BEFORE.replace("(?P<", "(?P<after_")
MONEY_SCALE = SCALE.replace("[KMB]", "[kKmMbB]")

FIGURE = (
    re.compile(rf"(?:{BEFORE})\s?{NUM}(?P<scale>{MONEY_SCALE})?(?:\s?(?:元|dollars?|USD|RMB)(?![A-Za-z]))?"),
    re.compile(rf"{NUM}(?P<scale>{SCALE})?\s?[多余]?(?:{AFTER})(?![A-Za-z])"),
)
WORDS = re.compile(rf"\b(?P<num>{SPELLED})\s(?:{AFTER})(?![A-Za-z])", re.I)
NAMED = re.compile(r"dollar|euro|pound|franc|yen|rupee|yuan|renminbi|RMB|USD|EUR|GBP|CHF|JPY|CNY", re.I)
# Only with a scale: 二元 is a pair, 三元 three elements.
HAN = re.compile(rf"(?:人民币)?(?P<num>(?={HAN_DECIMAL}?[十百千万亿]){HAN_DECIMAL}[多余]?[万亿]?)\s?(?:{AFTER})")


def money(text: str) -> Iterator[Reading]:
    """Every sum of money; "3 million dollars" and 三百万美元 are 3000000 USD."""
    for pattern in FIGURE:
        for match in pattern.finditer(text):
            start = match.start()
            if text[max(0, start - 3) : start] == "人民币":
                start -= 3
            yield "money", figures(match["num"], match["scale"] or ""), _code(match), start, match.end()
    for match in WORDS.finditer(text) if NAMED.search(text) else ():
        yield "money", spelled(match["num"]), _code(match), *match.span()
    for match in HAN.finditer(text):
        value = chinese(match["num"])
        if value is not None:
            yield "money", value, _code(match), *match.span()


def _code(match: re.Match[str]) -> str:
    names = (name.removeprefix("after_") for name, value in match.groupdict().items() if value)
    return next(name for name in names if name in CURRENCIES)
