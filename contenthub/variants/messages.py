"""Key messages: which there are for an asset, and whether a text carries one in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from contenthub.brand.models import Brand
from contenthub.lib.words import pieces, stem, terms
from contenthub.variants.parts import Part

#: The share of a message's weight that one part, or two next to each other, must hold.
CARRIED = 0.6
_ENGLISH_ENDING = re.compile(r"(?:ations?|ings?|ments?|ed|er|es|e|ly|s)$")


def of_brand(brand: Brand | None, language: str) -> list[str]:
    """The brand's key messages in this language, in order."""
    if brand is None:
        return []
    return [
        message.text.strip()
        for message in brand.key_messages.all()
        if message.language == language and message.text.strip()
    ]


def carried(message: str, parts: Sequence[Part], language: str) -> bool:
    """Whether a part, or two next to each other, say the message: most of the words that carry it, in any order."""
    return carrier(message, parts, language) is not None


def carrier(message: str, parts: Sequence[Part], language: str) -> Part | None:
    """The part that says the message, or the first of two that do; None when nothing does."""
    weights = _weights(message, language)
    if not weights:
        return None
    held = [part for part in parts if part.text.strip()]
    windows = [(part, part.text) for part in held]
    windows += [(one, f"{one.text}\n{other.text}") for one, other in zip(held, held[1:], strict=False)]
    return next((part for part, text in windows if _share(weights, text, language) >= CARRIED), None)


def _share(weights: dict[str, float], text: str, language: str) -> float:
    roots = _roots(text, language)
    # A dictionary cuts Chinese words differently in another sentence; their characters stay together.
    return sum(weight for word, weight in weights.items() if word in (roots if word.isascii() else text))


@lru_cache(maxsize=256)
def _weights(message: str, language: str) -> dict[str, float]:
    """Content words with their share of the message: by rank, a long word says more than a short one."""
    found = dict.fromkeys(terms(message, language)) or dict.fromkeys(
        stem(word) for word in pieces(message, language) if word.strip()
    )
    raw = {_root(word): (1 + len(word) ** 0.5) for word in found}
    total = sum(raw.values())
    return {word: weight / total for word, weight in raw.items()}


@lru_cache(maxsize=2048)
def _roots(text: str, language: str) -> frozenset[str]:
    return frozenset(_root(word) for word in terms(text, language))


def _root(word: str) -> str:
    """measure, measured and measuring meet; Chinese words stay as they are."""
    if not word.isascii() or len(word) < 5:
        return word
    return _ENGLISH_ENDING.sub("", word) or word
