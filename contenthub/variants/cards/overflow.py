"""Which of a card's texts are cut, remembered: finding out means drawing, and most cards stay as they are between checks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from contenthub.variants.cards import draw
from contenthub.variants.cards.content import CardContent
from contenthub.variants.cards.look import BrandLook


def cut(content: CardContent, look: BrandLook, size: tuple[int, int]) -> tuple[str, ...]:
    """The fields that do not fit on the card whole at a readable size.

    :raises CardError: the card cannot be drawn; that is never remembered.
    """
    stamps = [_stamp(picture) for picture in (content.image, look.logo)]
    if None in stamps:
        return draw.overflowing(content, look, size)
    return _remembered(content, look, size, tuple(stamps))


@lru_cache(maxsize=1024)
def _remembered(
    content: CardContent, look: BrandLook, size: tuple[int, int], _stamps: tuple[int | None, ...]
) -> tuple[str, ...]:
    return draw.overflowing(content, look, size)


def _stamp(picture: object) -> int | None:
    """What changes with a picture's file: 0 for no picture; None where there is no telling, or no file."""
    if picture is None:
        return 0
    if not isinstance(picture, Path | str):
        return None
    try:
        return Path(picture).stat().st_mtime_ns
    except OSError:
        return None
