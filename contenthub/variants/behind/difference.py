"""Two texts word by word: what was taken out and what came in."""

from __future__ import annotations

import dataclasses
import difflib
import re

import rjieba

from contenthub.lib.language import CHINESE

#: A word with its apostrophes and hyphens, a number with its points, commas and sign, white space, or a single sign.
_TOKEN = re.compile(r"[£$€¥]?\d+(?:[.,:/]\d+)*%?|\w+(?:[-'’]\w+)*|\s+|.", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Piece:
    """A run of words; ``changed``: it is not in the other text."""

    text: str
    changed: bool = False


def words(text: str, language: str) -> list[str]:
    """The text cut into what is compared; joined again it is the text. Chinese is cut by dictionary, numbers are whole."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        found += rjieba.cut(token) if language == CHINESE and not token.isascii() else [token]
    return found


def difference(old: str, new: str, language: str) -> tuple[list[Piece], list[Piece]]:
    """The old text with what was taken out marked, and the new one with what came in."""
    before, after = words(old, language), words(new, language)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        _append(left, "".join(before[i1:i2]), tag != "equal")
        _append(right, "".join(after[j1:j2]), tag != "equal")
    return _smoothed(left), _smoothed(right)


def _append(pieces: list[Piece], text: str, changed: bool) -> None:
    if text:
        pieces.append(Piece(text, changed))


def _smoothed(pieces: list[Piece]) -> list[Piece]:
    """Changed runs with nothing but white space between them are read as one."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        between = not piece.text.strip() and 0 < number < len(pieces) - 1
        changed = piece.changed or (between and pieces[number - 1].changed and pieces[number + 1].changed)
        if found and found[-1].changed == changed:
            found[-1] = Piece(found[-1].text + piece.text, changed)
        else:
            found.append(Piece(piece.text, changed))
    return found
