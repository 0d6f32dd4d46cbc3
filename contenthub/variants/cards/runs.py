"""Cutting a text into runs that one typeface can draw, since Pillow has no font fallback.

Whatever no typeface here can draw is left out, so that a card never shows an empty box; `undrawable` names it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from contenthub.variants.cards.fonts import Script, emoji_file, has_glyph

# Unicode blocks whose characters a Chinese text sets on the full-width grid.
_WIDE = (
    (0x1100, 0x11FF),
    (0x2E80, 0x303F),
    (0x3041, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
# Marks that English and Chinese share; the neighbours decide which typeface draws them.
_SHARED = frozenset("“”‘’…—·\u2e3a")
_SIGN = "[\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5"
_SIGN += "\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
_SIGN += "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f300-\U0001faff]"
_PART = rf"(?:{_SIGN}|.(?=\ufe0f))\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f\u20e3|{_PART}[\U000e0020-\U000e007f]*(?:\u200d{_PART})*", re.DOTALL
)


class Run(NamedTuple):
    """A stretch of text and the typeface that draws it; an emoji run holds exactly one emoji."""

    script: Script
    text: str


def is_wide(char: str) -> bool:
    """Whether `char` is a Chinese, Japanese or Korean character or a full-width mark."""
    code = ord(char)
    return code >= 0x1100 and any(first <= code <= last for first, last in _WIDE)


def clean(text: str) -> str:
    """`text` composed (NFC), without control and invisible signs, single-spaced; line ends and NBSP are kept."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("——", "\u2e3a").replace("\u2028", "\n")
    kept = text.translate(_PRINTED).strip()
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in kept.split("\n"))


class _Printed(dict[int, int | None]):
    """A table for `str.translate` that leaves invisible signs out, filled as signs are met: asking Unicode is slow."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        stays = char == "\n" or char in "\u200d\ufe0f" or char.isspace() or _is_printing(char)
        self[code] = code if stays else None
        return self[code]


_PRINTED = _Printed()
_BLANKS = re.compile(r"[^\S\u00a0]+")


def _is_printing(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") or "\U000e0020" <= char <= "\U000e007f"


@lru_cache(maxsize=4096)
def _script_of(char: str) -> Script | None:
    """The typeface for a character that stands for itself; None where there is none."""
    order = (Script.CJK, Script.LATIN) if is_wide(char) else (Script.LATIN, Script.CJK)
    return next((script for script in order if has_glyph(script, char)), None)


def runs(text: str, chinese: bool = False) -> list[Run]:
    """`text` (cleaned, one line) as runs in order. `chinese` says whose quotation marks and dashes are meant."""
    found: list[Run] = []
    place = 0
    for match in _EMOJI.finditer(text):
        found += _plain_runs(text, place, match.start(), chinese)
        cluster = match.group()
        if emoji_file() is not None and has_glyph(Script.EMOJI, cluster[0]):
            found.append(Run(Script.EMOJI, cluster))
        elif _script_of(cluster[0]):
            found += _plain_runs(cluster[0], 0, 1, chinese)
        place = match.end()
    return found + _plain_runs(text, place, len(text), chinese)


def _plain_runs(text: str, start: int, end: int, chinese: bool) -> list[Run]:
    found: list[Run] = []
    for place in range(start, end):
        char = text[place]
        script = _shared_script(text, place, chinese) if char in _SHARED else _script_of(char)
        if script is None:
            continue
        if found and found[-1].script is script:
            found[-1] = Run(script, found[-1].text + char)
        else:
            found.append(Run(script, char))
    return found


def _shared_script(text: str, place: int, chinese: bool) -> Script:
    """Chinese marks are full-width; between two Latin letters (don’t) or in English text they are Latin."""
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    wide = any(side and is_wide(side) for side in around)
    if wide or (chinese and not all(side.isascii() and side.isalnum() for side in around)):
        return Script.CJK
    return Script.LATIN


def undrawable(text: str) -> str:
    """The characters of `text` that a card leaves out, each once: say so before someone publishes it."""
    rest = _EMOJI.sub(lambda match: "" if emoji_file() and has_glyph(Script.EMOJI, match[0][0]) else match[0][0], text)
    missing = (char for char in clean(rest) if char not in "\n\u200d\ufe0f" and _script_of(char) is None)
    return "".join(dict.fromkeys(missing))
