"""Sentences and clauses of English and Chinese text, and text fitted to a limit without being broken."""

from __future__ import annotations

import re
from collections.abc import Callable

from contenthub.lib import english
from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.openers import is_leaning, is_qualifying, is_subordinate, without_connective
from contenthub.lib.splitting import clauses, normalise, split
from contenthub.lib.words import has_predicate, opens_with_subject

__all__ = ["clauses", "fit", "is_leaning", "normalise", "split", "without_connective"]

MIN_WORDS = 5
MIN_HAN = 8
LIST_ITEM_HAN = 5

COLON_LAST = re.compile(r"[:：]\s*[”\"]?\s*$")
COLON = re.compile(r"[:：]\s*")
LABEL = re.compile(
    r"(?:[-•*]\s*)?(?!.*(?:包括|如下|以下|分为|组成|分成|things|following|categor))(?:[^:：，,。]{1,16}|(?:[\w()-]+\s?){1,4})[:：]"
)
LISTING = re.compile(r"\b(?:including|such as|e\.g)\b|例如|比如|包括|诸如|[，,]如(?!果|何|今|此)")
GOES_ON_ZH = re.compile(r"(?:但是?|而且?|并且?|且|所以|因此|那么|同时|或者?|或是|又或|以及|和)(?!非|行)")
WAITING_ZH = re.compile(
    r"(?:来说|来讲|而言|[^及随同实即按准定小]时|的时候|之前|之后|以后|以前|同时|过程中|情况下|基础上|背景下|前提下|的话|方面|为例|看来|来看|(?:利用|借助|通过|采用|运用|使用)[^，]*等(?:方式|方法|手段|工具)?)[，,\s]*$|不仅|不但|不光|不单|(?:无论|不论|不管)(?!.*[都也均])"
)
# What is said, thought or found goes on in the next clause.
SAID_ZH = re.compile(r"(?:发现|认为|表明|意味着|说明|显示|指出|觉得|相信|希望|是)[，,]?\s*$|可能会发现")

COMPLETE = re.compile(r"[.!?…。！？；][\"'”’)\]」』）》】]*$")

Measure = Callable[[str], int]


def fit(text: str, limit: int, measure: Measure = len, language: str = "en") -> str:
    """As much of `text` as `measure` counts at most `limit`: whole sentences, else whole clauses of one, else "".

    Text that fits comes back whole (white space normalised). What is cut never ends inside a word, number, quotation or
    parenthesis, nor before a clause that narrows what was said (", but not ..."); and it does not start with a sentence
    that leans on one before it ("This ...", 此外，): "However," is taken off, other such sentences are passed over.
    """
    whole = normalise(text)
    if measure(whole) <= limit:
        return whole
    sentences = split(text, language)
    joint = "" if language == CHINESE else " "
    return _whole_sentences(sentences, joint, limit, measure, language) or _whole_clauses(
        sentences, limit, measure, language
    )


def _starts(sentences: list[str], language: str) -> list[int]:
    """Where to start: at a sentence that stands alone.

    A line without a full stop (a heading, a list's item) is no start where there is a sentence, a lead-in never is.
    """
    usable = [i for i, sentence in enumerate(sentences) if COMPLETE.search(sentence) and _words(sentence, language) > 1]
    usable = usable or [i for i, sentence in enumerate(sentences) if not sentence.endswith((":", "："))]
    return [i for i in usable if not is_leaning(sentences[i], language)]


def _whole_sentences(sentences: list[str], joint: str, limit: int, measure: Measure, language: str) -> str:
    for start in _starts(sentences, language):
        kept = without_connective(sentences[start], language)
        if measure(kept) > limit:
            continue
        for sentence in sentences[start + 1 :]:
            longer = kept + _joint(kept, sentence, joint) + sentence
            if not COMPLETE.search(sentence) or not COMPLETE.search(kept) or measure(longer) > limit:
                break
            kept = longer
        return re.sub(r"[；;]$", "", kept)
    return ""


def _joint(before: str, after: str, joint: str) -> str:
    """A space also in Chinese text where two Latin letters would meet."""
    return " " if before[-1:].isascii() and after[:1].isascii() else joint


def _whole_clauses(sentences: list[str], limit: int, measure: Measure, language: str) -> str:
    for start in _starts(sentences, language):
        parts = clauses(without_connective(sentences[start], language), language)
        for count in range(len(parts) - 1, 0, -1):
            kept = re.sub(r"[\s,;:，；：—–-]+$", "", "".join(parts[:count]))
            if measure(kept) <= limit and _stands(parts, count, language):
                return kept
    return ""


def _stands(parts: list[str], count: int, language: str) -> bool:
    """Whether the first `count` clauses say something whole without the rest."""
    kept, last, following = parts[:count], parts[count - 1], parts[count]
    if _words("".join(kept), language) < (MIN_HAN if language == CHINESE else MIN_WORDS):
        return False
    if _waits(kept, language) or _lists("".join(kept)):
        return False
    if language != CHINESE:
        return english.may_end(last, following, parts[count + 1 :])
    if is_qualifying(following, language) or SAID_ZH.search(last):
        return False
    if _words(following, language) <= LIST_ITEM_HAN:
        return False  # "A, B, and C": never only a part of a list
    # What follows brings a subject of its own, or what is kept has its verb and what it is about.
    return opens_with_subject(following) or (count > 1 or opens_with_subject(last)) and has_predicate(last)


def _waits(kept: list[str], language: str) -> bool:
    """Whether the last clause is one that waits for the next, or goes on with such a one (如果…，或…，)."""
    last = kept[-1]
    if language == CHINESE:
        if WAITING_ZH.search(last):
            return True
        joined = GOES_ON_ZH.match(last)
        if (
            joined
            and len(kept) > 1
            and joined.group() in ("或", "或者", "或是", "又或", "且", "并", "并且", "以及", "和", "而")
        ):
            return _waits(kept[:-1], language)
        last = last[joined.end() :] if joined else last
    return is_subordinate(last, language)


def _lists(kept: str) -> bool:
    """Whether a list was begun: "three things: one", 包括…，. A label before a colon ("Note:", 目标：) begins none."""
    if COLON_LAST.search(kept):
        return True
    label = LABEL.match(kept)
    rest = kept[label.end() :] if label else kept
    return bool(LISTING.search(rest) or COLON.search(rest))


def _words(text: str, language: str) -> int:
    return len(HAN.findall(text)) + len(re.findall(r"[A-Za-z0-9]+", text)) if language == CHINESE else len(text.split())
