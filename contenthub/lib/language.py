"""Which of our two languages a text is in, told by its script and, where scripts are mixed, by its small words."""

from __future__ import annotations

import re

ENGLISH = "en"
CHINESE = "zh-hans"

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+|\b[\w.+-]+@[\w-]+(?:\.\w+)+")
OTHER_LETTER = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")  # Greek to Georgian, kana, Hangul
# A Chinese text quotes English names and terms, but not these.
SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "are",
        "this",
        "but",
        "from",
        "or",
        "have",
        "an",
        "they",
        "which",
        "you",
        "were",
        "at",
        "we",
        "their",
        "has",
        "can",
        "our",
        "will",
        "your",
        "these",
        "its",
        "if",
        "how",
        "what",
        "when",
        "who",
        "do",
        "all",
        "more",
        "than",
        "into",
        "about",
    ]
)

HAN_SHARE = 0.3  # a Chinese text about software is up to half English terms; an English one quotes a name or two
HAN_SURE = 0.6
HAN_LEAST = 0.05
SMALL_SHARE = 0.2  # English prose has about 0.35 to 0.45, headlines 0.2, a list of terms next to none
OTHERS_SHARE = 0.3
FEWEST_WORDS = 80


def detect(text: str, default: str = ENGLISH) -> str:
    """ "en" or "zh-hans" by the share of Han characters among Han characters and Latin words; `default` when it has neither.

    In between, English small words tell an English text with Chinese in it from a Chinese one full of English terms.
    """
    text = ADDRESS.sub(" ", text)
    han = len(HAN.findall(text))
    words = LATIN_WORD.findall(text)
    if han + len(words) == 0:
        return default
    share = han / (han + len(words))
    if HAN_LEAST < share < HAN_SURE and len(words) >= 3:
        prose = _small(words) >= SMALL_SHARE
        return ENGLISH if prose or share < HAN_SHARE / 3 else CHINESE
    return CHINESE if share >= HAN_SHARE else ENGLISH


def is_foreign(text: str) -> bool:
    """Whether a text is plainly in neither: much of it in another script, or in Latin words without the English small ones."""
    text = ADDRESS.sub(" ", text)
    han, others = len(HAN.findall(text)), len(OTHER_LETTER.findall(text))
    words = LATIN_WORD.findall(text)
    letters = han + others + sum(map(len, words))
    if letters and others > OTHERS_SHARE * letters:
        return True
    return len(words) >= FEWEST_WORDS and han < HAN_LEAST * len(words) and _small(words) < SMALL_SHARE / 4


def _small(words: list[str]) -> float:
    return sum(word.lower() in SMALL_WORDS for word in words) / len(words) if words else 0.0
