"""How exactly a figure is meant: about, more than, nearly. Read from the words beside it, in English and Chinese."""

from __future__ import annotations

import re

from contenthub.lib.language import CHINESE

ABOUT, OVER, UNDER, AT_LEAST, AT_MOST = "about", "over", "under", "at least", "at most"

NEAR = 28  # characters looked at on either side

# Longer phrases first: "no more than" is no "more than", 不超过 no 超过.
BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{words})\s*(?:(?:US|HK)?[$€£¥￥]\s?)?$", re.I))
    for name, words in (
        (AT_MOST, r"\b(?:no|not) (?:more|greater|higher|longer) than|\bat (?:the )?most|\bup to|\ba maximum of|\bas (?:much|many) as|≤|<="),
        (AT_LEAST, r"\b(?:no|not) (?:less|fewer|lower) than|\bat (?:the very )?least|\ba minimum of|\bfrom as little as|≥|>="),
        (UNDER, r"\b(?:nearly|almost|just (?:under|below|short of)|(?:less|fewer|lower|shorter) than|under|below|not quite|close to|approaching|barely)|<"),
        (OVER, r"\b(?:more|greater|higher|longer|better) than|\b(?:(?:just|well|slightly|far) )?(?:over|above|past)|\b(?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|"
               r"top(?:s|ped|ping)|upwards? of|in excess of|beyond)|>"),
        (ABOUT, r"\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.|some|an estimated|estimated(?: at)?|in the (?:region|order) of|"
                r"on the order of|somewhere near|give or take)|[~≈～]"),
    )
)  # fmt: skip
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:\s[a-z]{{2,20}})?\s*(?:{words})", re.I))
    for name, words in (
        (AT_LEAST, r"or (?:more|higher|longer|greater|better|above)\b|and (?:more|above|up)\b|\+(?!\d)|plus\b"),
        (AT_MOST, r"or (?:less|fewer|lower|under|below)\b|and (?:less|below|under)\b"),
        (ABOUT, r"or so\b|or thereabouts\b|-?ish\b|,? give or take\b|,? approximately\b"),
    )
)

BEFORE_ZH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{words})\s*(?:了|到|为|有|达|在)?\s*(?:(?:US|HK)?[$€£¥￥]|人民币)?\s?$"))
    for name, words in (
        (AT_MOST, r"不(?:超过?|多于|大于|高于|过)|最多|至多|最高|上限|≤"),
        (AT_LEAST, r"不(?:少于|低于|小于|下于)|至少|起码|最少|最低|下限|≥"),
        (UNDER, r"不足|不到|未到|未满|不满|低于|少于|小于|(?<![最附远相])近(?!年)|接近|将近|逼近|几乎|<|＜"),
        (OVER, r"超过|超出|高于|多于|大于|突破|(?<![高])超|逾|>|＞"),
        (ABOUT, r"大约|大概|大致|左近|(?<![节合契预制条签相特公违])约|差不多|估计|估算|上下浮动|[~≈～]"),
    )
)
AFTER_ZH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\s*(?:{words})"))
    for name, words in (
        (AT_LEAST, r"(?:及|或)?以上|\+(?!\d)|起(?![来点源因初草])"),
        (AT_MOST, r"(?:及|或)?以下|(?:之|以)内"),
        (ABOUT, r"左右|上下|前后|许(?![多可])"),
        (OVER, r"[多余](?![少久])"),
    )
)
RECENT = re.compile(r"近\s*$")
SPAN = re.compile(r"[年月周天日]|个月|小时")
MORE_INSIDE = re.compile(r"[\d一二三四五六七八九十百千]\s?[多余](?=[万亿年个条种项名家人倍元天次位台])")


def qualifier(text: str, start: int, end: int, language: str) -> str:
    """One of "about", "over", "under", "at least", "at most", or "" for the figure at `text[start:end]`."""
    chinese = language == CHINESE
    head, tail, inside = text[max(0, start - NEAR) : start], text[end : end + NEAR], text[start:end]
    if chinese and (MORE_INSIDE.search(inside) or re.search(r"[多余]$", inside)):
        return OVER
    if inside.endswith("+"):
        return AT_LEAST
    for name, pattern in BEFORE_ZH + BEFORE if chinese else BEFORE:
        if pattern.search(head):
            if name == UNDER and chinese and RECENT.search(head) and SPAN.search(inside + tail[:2]):
                continue  # 近三年: the last three years
            return name
    for name, pattern in AFTER_ZH + AFTER if chinese else AFTER:
        if pattern.match(tail):
            return name
    return ""
