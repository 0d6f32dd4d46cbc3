"""How long words take to say, and when each line of a script is spoken."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable

from contenthub.variants.lengths import width
from contenthub.variants.reading import spoken

#: Conventions for narration; a calm voice is slower, a brisk one a fifth faster.
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 150, 250
#: Columns a second that a caption's reader follows: 20 letters, or 10 Chinese characters.
COLUMNS_A_SECOND = 20
#: Seconds a voice rests between two sentences of one line.
PAUSE = 0.2
_REST = re.compile(r"[.!?…。！？；][\"'”’)）」』》]*(?=\s+\S|[^\s\d.!?…。！？；\"'”’)）」』》a-z])")


def seconds(text: str) -> float:
    """Seconds to say ``text``, whatever it mixes of English words, figures and Chinese characters."""
    words, syllables = spoken(text)
    pauses = len(_REST.findall(text.strip()))
    return words * 60 / WORDS_A_MINUTE + syllables * 60 / CHARACTERS_A_MINUTE + pauses * PAUSE


def whole_seconds(text: str) -> int:
    """Whole seconds to say it and to read it as a caption, rounded up; at least 1 for words, 0 for none."""
    text = text.strip()
    return max(1, math.ceil(seconds(text) - 0.05), math.ceil(width(text) / COLUMNS_A_SECOND)) if text else 0


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
