"""Subtitles: spoken lines cut into cues of at most two readable lines, as SubRip and WebVTT text."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator

from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.sentences import clauses, normalise, split
from contenthub.lib.words import pieces
from contenthub.variants.lengths import width
from contenthub.variants.timing import Spoken

#: Columns of one line: 42 Latin letters, or 16 Chinese characters (which are two columns each).
LINE, LINE_CHINESE = 42, 32
LINES = 2
#: Below this share of a line a sentence shares its cue with the next one: a flash of two words cannot be read.
_SHORT = 0.5
#: What follows a figure and stays beside it: a scale, a percent sign, a measure word.
_MEASURE = re.compile(r"[%％‰℃°]|[万亿千百十]+|[个年月日天周人家次倍岁元项种条名位台分秒]|小时|分钟|公里")

_LEADING = "a an the of to in on at by for with from and or as is are not"
_LEADS = frozenset(_LEADING.split())


@dataclasses.dataclass(frozen=True)
class Cue:
    """One or two lines (parted by a line end), shown from ``start`` to ``end``; milliseconds."""

    text: str
    start: int
    end: int


def cues(spoken: Iterable[Spoken], language: str, most: int | None = None) -> list[Cue]:
    """The cues of all lines: each begins where the one before ends, the last ends with the video.

    :param most: columns of one line; None: what subtitles may have.
    """
    most = most or (LINE_CHINESE if language == CHINESE else LINE)
    return [cue for line in spoken for cue in _cues(line, language, most)]


def srt(spoken: Iterable[Spoken], language: str) -> str:
    """The spoken lines as SubRip: numbered cues with times, each at most two lines, never cut inside a word."""
    return "\n".join(
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues(spoken, language), start=1)
    )


def vtt(spoken: Iterable[Spoken], language: str) -> str:
    """The same as WebVTT, for a web page's video."""
    return "WEBVTT\n\n" + "\n".join(
        f"{number}\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{html.escape(cue.text, quote=False)}\n"
        for number, cue in enumerate(cues(spoken, language), start=1)
    )


def _cues(line: Spoken, language: str, most: int) -> Iterator[Cue]:
    """One spoken line's cues; its time is shared out by their lengths."""
    texts = list(_texts(normalise(line.text), language, most))
    total = sum(width(text) for text in texts) or 1
    said, start = 0, line.start * 1000
    for text in texts:
        said += width(text)
        end = line.start * 1000 + round((line.end - line.start) * 1000 * said / total)
        yield Cue(text, start, end)
        start = end


def _texts(text: str, language: str, most: int) -> Iterator[str]:
    joint = "" if language == CHINESE else " "
    held = ""
    for sentence in split(text, language):
        if held and not (width(held) < most * _SHORT and _fits(held + joint + sentence, most)):
            yield from _in_twos(held, most)
            held = ""
        for number, clause in enumerate(clauses(sentence, language)):
            longer = held + (joint if held and not number else "") + clause
            if held and not _fits(longer, most):
                yield from _in_twos(held, most)
                longer = clause
            held = longer
    if held.strip():
        yield from _in_twos(held, most)


def _fits(text: str, most: int) -> bool:
    return len(_wrapped(text, most)) <= LINES


def _in_twos(text: str, most: int) -> Iterator[str]:
    """Cues of two lines; what is longer than two is shared out so that no cue is a mere remnant."""
    lines = _wrapped(text, most)
    for start in range(0, len(lines), LINES):
        yield "\n".join(lines[start : start + LINES])


def _wrapped(text: str, most: int) -> list[str]:
    """Lines of at most ``most`` columns, the fewest there can be, of about equal length; a longer word stands alone."""
    tokens = _tokens(text, most)
    lines = _filled(tokens, most)
    for narrower in range(most - 1, most // 2, -1):
        closer = _filled(tokens, narrower)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def _filled(tokens: list[str], most: int) -> list[str]:
    lines = [""]
    for token in tokens:
        if lines[-1].strip() and width((lines[-1] + token).strip()) > most:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines if line.strip()]


def _tokens(text: str, most: int) -> list[str]:
    """What may not be cut: words with the space before them; punctuation stays with the word it follows."""
    if not HAN.search(text):
        return _bound([f" {word}" for word in text.split()], most)
    tokens: list[str] = []
    opening = ""
    for piece in _chinese_pieces(text):
        if piece in "“‘（《「『【([":
            opening += piece
        elif tokens and not opening and _belongs(tokens[-1], piece):
            tokens[-1] += piece
        else:
            tokens.append(opening + piece)
            opening = ""
    return [*tokens, opening] if opening else tokens


def _belongs(before: str, piece: str) -> bool:
    """Whether a Chinese piece may not begin a line after this one: a closing mark, the rest or the measure of a figure."""
    if not any(sign.isalnum() for sign in piece):
        return True
    if before[-1:].isdigit() or before[-1:] in ".,":
        return piece[0].isdigit() or bool(_MEASURE.match(piece))
    return before[-1:] in "万亿千百%" and before[:1].isdigit() and bool(_MEASURE.match(piece))


def _bound(words: list[str], most: int) -> list[str]:
    """English words: a figure together with the word it counts, no article or preposition at a line's end."""
    tokens: list[str] = []
    for word in words:
        last = tokens[-1] if tokens else ""
        tail = last.rpartition(" ")[2]
        bound = (tail[-1:].isdigit() and word[1:2].isalpha() and " " not in last.strip()) or tail.lower() in _LEADS
        if bound and width(last + word) <= most // 2:
            tokens[-1] += word
        else:
            tokens.append(word)
    return tokens


def _chinese_pieces(text: str) -> list[str]:
    """Words by dictionary, with everything between them; by character should a word be missing from the result."""
    found = pieces(text, CHINESE)
    return found if "".join(found) == text else re.findall(r"[A-Za-z0-9][\w.,%-]*|.", text, re.ASCII | re.DOTALL)


def _time(milliseconds: int, point: str) -> str:
    rest, milliseconds = divmod(milliseconds, 1000)
    minutes, whole = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{milliseconds:03}"
