"""Subtitles: spoken lines cut into cues of at most two readable lines, as SubRip text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.sentences import clauses, normalise, split
from contenthub.lib.words import pieces
from contenthub.variants.lengths import width
from contenthub.variants.timing import Spoken

#: Columns of one line: 42 Latin letters, or 16 Chinese characters (which are two columns each).
LINE, LINE_CHINESE = 42, 32
LINES = 2


def srt(spoken: Iterable[Spoken], language: str) -> str:
    """The spoken lines as SubRip: numbered cues with times, each at most two lines, never cut inside a word."""
    cues = [cue for line in spoken for cue in _cues(line, language)]
    return "\n".join(
        f"{number}\n{_time(start)} --> {_time(end)}\n{text}\n"
        for number, (text, start, end) in enumerate(cues, start=1)
    )


def _cues(line: Spoken, language: str) -> Iterator[tuple[str, float, float]]:
    """One spoken line's cues; its time is shared out by their lengths."""
    texts = list(_texts(normalise(line.text), language))
    total = sum(width(text) for text in texts) or 1
    clock = float(line.start)
    for text in texts:
        end = clock + (line.end - line.start) * width(text) / total
        yield text, clock, end
        clock = end


def _texts(text: str, language: str) -> Iterator[str]:
    most = LINE_CHINESE if language == CHINESE else LINE
    for sentence in split(text, language):
        held: list[str] = []
        for clause in clauses(sentence, language):
            if held and len(_wrapped("".join([*held, clause]), most)) > LINES:
                yield from _in_twos("".join(held), most)
                held = []
            held.append(clause)
        yield from _in_twos("".join(held), most)


def _in_twos(text: str, most: int) -> Iterator[str]:
    lines = _wrapped(text, most)
    for start in range(0, len(lines), LINES):
        yield "\n".join(lines[start : start + LINES])


def _wrapped(text: str, most: int) -> list[str]:
    """Lines of at most ``most`` columns, the fewest there can be, of about equal length; a longer word stands alone."""
    tokens = _tokens(text)
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


def _tokens(text: str) -> list[str]:
    """What may not be cut: words with the space before them; punctuation stays with the word it follows."""
    if not HAN.search(text):
        return [f" {word}" for word in text.split()]
    tokens: list[str] = []
    opening = ""
    for piece in _chinese_pieces(text):
        if piece in "“‘（《「『【([":
            opening += piece
        elif tokens and not opening and not any(sign.isalnum() for sign in piece):
            tokens[-1] += piece
        else:
            tokens.append(opening + piece)
            opening = ""
    return [*tokens, opening] if opening else tokens


def _chinese_pieces(text: str) -> list[str]:
    """Words by dictionary, with everything between them; by character should a word be missing from the result."""
    found = pieces(text, CHINESE)
    return found if "".join(found) == text else list(text)


def _time(moment: float) -> str:
    milliseconds = round(moment * 1000)
    rest, milliseconds = divmod(milliseconds, 1000)
    minutes, whole = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{whole:02},{milliseconds:03}"
