"""How long words take to say, and when each line of a script is spoken."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable

from contenthub.lib.language import HAN

#: Conventions for narration; a calm voice is slower, a brisk one a fifth faster.
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 150, 250
_WORD = re.compile(r"[A-Za-z0-9][\w.,:%'’+/-]*", re.ASCII)


def seconds(text: str) -> float:
    """Seconds to say ``text``, whatever it mixes of English words, figures and Chinese characters."""
    han = len(HAN.findall(text))
    words = len(_WORD.findall(HAN.sub(" ", text)))
    return words * 60 / WORDS_A_MINUTE + han * 60 / CHARACTERS_A_MINUTE


def whole_seconds(text: str) -> int:
    """The same in whole seconds, rounded up; at least 1 for words, 0 for none."""
    return max(1, math.ceil(seconds(text) - 0.05)) if text.strip() else 0


@dataclasses.dataclass(frozen=True)
class Spoken:
    """Words with their place in the video; seconds from its start."""

    text: str
    start: int
    end: int


def timeline(lines: Iterable[tuple[str, int]]) -> list[Spoken]:
    """Lines (text, seconds) one after the other."""
    found, clock = [], 0
    for text, length in lines:
        found.append(Spoken(text, clock, clock + length))
        clock += length
    return found
