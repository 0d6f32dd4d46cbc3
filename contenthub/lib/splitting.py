"""Where sentences and clauses end in English and Chinese text. Everything returned is an exact piece of `normalise(text)`."""

from __future__ import annotations

import re
from bisect import bisect_left

from contenthub.lib.language import CHINESE

CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
BETWEEN_HAN = re.compile(rf"(?<=[{CJK}])[^\S\n]*\n\s*(?=[{CJK}])")

# A blank line, or a line that starts a list item: a sentence never runs across.
BLOCK_EDGE = re.compile(r"\n\s*\n\s*(?:(?:[-•*]|\d{1,3}[.)])\s+)?|\n\s*(?:[-•*]|\d{1,3}[.)])\s+")
LEADING_MARK = re.compile(r"\s*[-•*]\s+")

CLOSERS = "\"'”’)\\]」』）》】"
STOP = re.compile(rf"[.!?…]+[{CLOSERS}]*(?=\s|$)")
STOP_ZH = re.compile(rf"(?:[。！？；!?;…]+|(?<=[{CJK}])\.(?=\s|$)|\.(?=\s+[{CJK}]))[{CLOSERS}]*")
SAID_NEXT = re.compile(r"\s*[\u4e00-\u9fff·]{1,6}(?:说|表示|指出|强调|写道|问道|回答)")
NUMBERED_NEXT = re.compile(r"\s*(?:\d{1,2}[、.)）]|[(（]\d{1,2}[)）]|[①-⑳])")

NEVER_LAST_WORDS = """
    mr mrs ms dr prof st gen rep sen gov hon rev e.g eg i.e ie vs cf fig figs eq eqs sec ch no nos vol pp p ed eds al approx
    ca est dept resp incl viz
"""
SELDOM_LAST_WORDS = (
    "etc inc ltd co corp jr sr u.s u.k u.n a.m p.m ph.d jan feb mar apr jun jul aug sep sept oct nov dec"
)
NEVER_LAST = frozenset(NEVER_LAST_WORDS.split())
SELDOM_LAST = frozenset(SELDOM_LAST_WORDS.split())

NEAR = 40  # characters looked at on either side of a full stop

PAIRS = re.compile(
    r"“[^“”]{1,1000}”|‘[^‘’\n]{2,300}’(?!\w)|「[^「」]{1,1000}」|『[^『』]{1,1000}』|《[^《》]{1,300}》|(?<!\w)\"[^\"\n]{1,600}\"(?!\w)|"
    r"\([^()]{1,600}\)|（[^（）]{1,600}）|\([^()（）]{1,600}）|（[^()（）]{1,600}\)|\[[^\[\]]{1,300}\]|【[^【】]{1,300}】|`[^`]{1,300}`"
)
CLAUSE = re.compile(r"[,;:][\"”’]?\s+|\s[-–—]+\s+|—+\s*")
CLAUSE_ZH = re.compile(rf"[，；：]+[{CLOSERS}]*\s*|(?<!\d)[,;:]\s*(?!\d)|——+\s*")


def normalise(text: str) -> str:
    """One space for every run of white space and none at the ends; a line break between two Chinese characters is nothing."""
    return re.sub(r"\s+", " ", BETWEEN_HAN.sub("", text)).strip()


def protected(text: str) -> list[tuple[int, int]]:
    """Spans no cut may fall inside: quotations, parentheses, titles, code."""
    return [found.span() for found in PAIRS.finditer(text)]


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether `position` cuts one of `spans`, which are in order and do not overlap."""
    before = bisect_left(spans, (position, 0)) - 1
    return before >= 0 and spans[before][0] < position < spans[before][1]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether an English full stop is one, going by the words on either side of it."""
    following = text[stop.end() : stop.end() + NEAR].lstrip()
    if not following:
        return True
    mark = stop.group()
    if following[0].islower() and not re.match(r"[a-z]+[A-Z]", following):
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    before = re.search(r"[\w.&'’-]+$", text[max(start, stop.start() - NEAR) : stop.start()])
    word = before.group().lower() if before else ""
    if word in NEVER_LAST:
        return False
    if word in SELDOM_LAST:
        return bool(re.match(r"[\"“(]?(?:The|This|A|An|In|It|We|They|However|For|When|If)\b", following))
    initial = len(word) == 1 and word.isalpha() and word != "i"
    numbered = word.isdigit() and text[start : start + NEAR].lstrip().startswith(word + ".")
    return not initial and not (numbered and stop.start() - start <= len(word) + 1)


def _ends_chinese(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a Chinese stop ends the sentence that began at `start`, going by what follows it."""
    following = text[stop.end() : stop.end() + NEAR]
    opening = text[start : start + NEAR].lstrip()[:1]
    if stop.group()[-1] in ")）]】" and opening not in "(（[【" and following.strip():
        return False
    if stop.group()[-1] in '”"」' and opening in '“"「' and SAID_NEXT.match(following):
        return False
    if stop.group()[0] in "；;":
        return not NUMBERED_NEXT.match(following)  # 1、…；2、…；3、… is one sentence
    return not (stop.group()[0] in "…!?" and re.match(r"[，,、]|[a-z]", following))


def _split_block(text: str, language: str) -> list[str]:
    spans, found, start = protected(text), [], 0
    for stop in (STOP_ZH if language == CHINESE else STOP).finditer(text):
        if stop.end() <= start or _inside(stop.end(), spans):
            continue
        if not (_ends_chinese(text, start, stop) if language == CHINESE else _ends_sentence(text, start, stop)):
            continue
        found.append(text[start : stop.end()].strip())
        start = stop.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def split(text: str, language: str) -> list[str]:
    """The sentences of `text`, in order, each an exact substring of `normalise(text)`.

    Quotations and parentheses stay whole. A blank line or a new list item ends a sentence; list marks are left out.
    """
    blocks = BLOCK_EDGE.split(LEADING_MARK.sub("", text, count=1) if LEADING_MARK.match(text) else text)
    return [sentence for block in blocks for sentence in _split_block(normalise(block), language)]


def clauses(sentence: str, language: str) -> list[str]:
    """The clauses of one sentence, each with the punctuation and space that close it: joined they are the sentence."""
    spans, found, start = protected(sentence), [], 0
    for stop in (CLAUSE_ZH if language == CHINESE else CLAUSE).finditer(sentence):
        if not _inside(stop.end(), spans) and sentence[start : stop.end()].strip():
            found.append(sentence[start : stop.end()])
            start = stop.end()
    return [clause for clause in (*found, sentence[start:]) if clause]
