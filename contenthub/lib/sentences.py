"""Sentences and clauses of English and Chinese text, and text fitted to a limit without being broken."""

from __future__ import annotations

import re
from collections.abc import Callable

from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.openers import is_leaning, is_qualifying, is_subordinate, without_connective
from contenthub.lib.splitting import clauses, normalise, split
from contenthub.lib.words import opens_with_subject

__all__ = ["clauses", "fit", "is_leaning", "normalise", "split", "without_connective"]

MIN_WORDS = 5
MIN_HAN = 8
LIST_ITEM_WORDS = 3
LIST_ITEM_HAN = 5

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
    """Where to start, best first: a sentence that stands alone, then the very first even if it does not.

    A line without a full stop (a heading, a list's item) is no start where there is a sentence, a lead-in never is.
    """
    usable = [i for i, sentence in enumerate(sentences) if COMPLETE.search(sentence)]
    usable = usable or [i for i, sentence in enumerate(sentences) if not sentence.endswith((":", "："))]
    alone = [i for i in usable if not is_leaning(sentences[i], language)]
    return alone + [i for i in usable[:1] if i == 0 and i not in alone]


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
        return kept
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
    if _words("".join(parts[:count]), language) < (MIN_HAN if language == CHINESE else MIN_WORDS):
        return False
    if is_qualifying(parts[count], language) or is_subordinate(parts[count - 1], language):
        return False
    if ":" in parts[count - 1][-3:] or "：" in parts[count - 1][-2:]:
        return False
    if language == CHINESE and not opens_with_subject(parts[count]):
        return False  # its subject may be all that came before
    short = LIST_ITEM_HAN if language == CHINESE else LIST_ITEM_WORDS
    return _words(parts[count], language) > short  # "A, B, and C": never only a part of a list


def _words(text: str, language: str) -> int:
    return len(HAN.findall(text)) + len(re.findall(r"[A-Za-z0-9]+", text)) if language == CHINESE else len(text.split())
