"""Quotations inside a text, with the speaker where the text names one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contenthub.lib.language import CHINESE, HAN

MARKS = re.compile(
    r"“(?P<a>[^“”]{4,1200})”|「(?P<b>[^「」]{4,1200})」|(?<![A-Za-z0-9])\"(?P<c>[^\"\n]{4,1200})\"(?![A-Za-z0-9])"
)
FEWEST_WORDS = 5  # fewer is a term in quotation marks
FEWEST_HAN = 10
PHRASE_HAN = 16  # up to here, without a stop or a speaker, it is a phrase

SAYS = (
    r"(?:said|says|say|explains|explained|notes|noted|writes|wrote|adds|added|argues|argued|states|stated|points out|"
    r"puts it|told \w+|comments|commented|observes|observed|believes)"
)
NAME = r"(?:[A-Z][\w.'’-]+)(?:\s+(?:(?:of|de|van|von|al|bin|the)\s+)?[A-Z][\w.'’-]+){0,4}"
BEFORE = (
    re.compile(rf"(?P<name>{NAME})(?:,(?P<role>[^,.“”]{{2,80}}),)?\s+{SAYS}(?:\s+that)?\s*[,:]?\s*$"),
    re.compile(rf"[Aa]ccording to (?P<name>{NAME})(?:,(?P<role>[^,.“”]{{2,80}}))?,\s*$"),
    re.compile(rf"(?:^|[.!?]\s+)(?P<name>{NAME}):\s*$"),
)
AFTER = (
    re.compile(rf"^[,.]?\s*(?:{SAYS})\s+(?P<name>{NAME})(?:,\s*(?P<role>[^.;“”]{{2,80}}?))?(?=[.;,]|$|\s)"),
    re.compile(rf"^[,.]?\s*(?P<name>{NAME})(?:,(?P<role>[^,.“”]{{2,80}}),)?\s+{SAYS}\b"),
    re.compile(rf"^\s*[*_]*\s*[(（](?P<name>{NAME})(?:,\s*(?P<role>[^()]{{2,200}}))?[)）]"),
    re.compile(rf"^\s*[*_]*\s*[—–-]+\s*(?P<name>{NAME})(?:,\s*(?P<role>[^.\n]{{2,80}}))?(?=\.|\n|$)"),
)

SAYS_ZH = r"(?:曾)?(?:说道|说过|说|表示|指出|认为|强调|写道|坦言|称|介绍|提到|谈到)"
NAME_ZH = r"[\u4e00-\u9fff·A-Za-z][\u4e00-\u9fff·A-Za-z. ]{1,24}?"
BEFORE_ZH = (
    re.compile(
        rf"(?:^|[。！？；，,\n])\s*(?:据|正如)?(?P<name>{NAME_ZH})(?:在[^，。]{{1,20}})?{SAYS_ZH}\s*[：:，,]?\s*$"
    ),
)
AFTER_ZH = (
    re.compile(rf"^[，,。]?\s*(?P<name>{NAME_ZH}){SAYS_ZH}"),
    re.compile(rf"^\s*(?:——|—|[（(])\s*(?P<name>{NAME_ZH})(?=[，,）)。\n]|$)(?:[，,]\s*(?P<role>[^）)。\n]{{2,60}}))?"),
)
NOT_A_ROLE = re.compile(r"https?://|www\.|^\d+$")


@dataclass(frozen=True)
class Quotation:
    """Words quoted; `start` and `end` take in the marks, `words` does not. Speaker and role may be empty."""

    words: str
    start: int
    end: int
    speaker: str = ""
    role: str = ""


def quotations(text: str, language: str) -> list[Quotation]:
    """What is quoted in `text` at sentence length, in order; single terms in quotation marks are left out."""
    found = []
    for match in MARKS.finditer(text):
        words = next(group for group in match.groups() if group is not None).strip()
        if len(words.split()) < FEWEST_WORDS and len(HAN.findall(words)) < FEWEST_HAN:
            continue
        speaker, role = attribution(text[: match.start()], text[match.end() :], language)
        if language == CHINESE and not speaker and _is_phrase(words):
            continue
        found.append(Quotation(words, match.start(), match.end(), speaker, role))
    return found


def _is_phrase(words: str) -> bool:
    return len(HAN.findall(words)) < PHRASE_HAN and not re.search(r"[，。！？；,.!?]", words)


def attribution(before: str, after: str, language: str) -> tuple[str, str]:
    """(speaker, role) named right before or right after a quotation; empty where none is."""
    chinese = language == CHINESE
    for pattern in BEFORE_ZH + BEFORE if chinese else BEFORE:
        if match := pattern.search(before[-160:]):
            return _named(match)
    for pattern in AFTER_ZH + AFTER if chinese else AFTER:
        if match := pattern.search(after[:300]):
            return _named(match)
    return "", ""


def _named(match: re.Match[str]) -> tuple[str, str]:
    groups = match.groupdict()
    role = (groups.get("role") or "").strip()
    return match["name"].strip(), "" if NOT_A_ROLE.search(role) else role
