"""Hashtags behind a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable


def with_hashtags(text: str, hashtags: Iterable[str], fits: Callable[[str], bool]) -> str:
    """Return the text with those hashtags on a last line that it does not hold yet, in order, as long as it fits.

    :param hashtags: with or without their "#"; white space inside is dropped.
    :param fits: whether a text is short enough.
    """
    added: list[str] = []
    for hashtag in hashtags:
        word = re.sub(r"[\s#]+", "", hashtag)
        if not word or f"#{word}".casefold() in (tag.casefold() for tag in added) or _holds(text, word):
            continue
        if fits(_joined(text, [*added, f"#{word}"])):
            added.append(f"#{word}")
    return _joined(text, added)


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w)[#＃]{re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _joined(text: str, hashtags: list[str]) -> str:
    return "\n\n".join(part for part in (text.rstrip(), " ".join(hashtags)) if part) if hashtags else text
