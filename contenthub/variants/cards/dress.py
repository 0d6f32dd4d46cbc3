"""The brand's pattern along an edge of a card, and the box it leaves for text."""

from __future__ import annotations

from zlib import crc32

from contenthub.variants.cards.shapes import pattern
from contenthub.variants.cards.sheet import Box, Sheet

# How many rows of tiles a card of each upright shape carries.
_ROWS = {"square": 1, "portrait": 2, "story": 3}
# How many patterns a brand has.
_PATTERNS = 5


def series(sheet: Sheet) -> str:
    """The name of the pattern: the brand's, and which of a few of its own, so that cards in a row are kin and not twins."""
    return f"{sheet.look.name} {crc32(sheet.content.headline.encode()) % _PATTERNS}"


def dress_edge(sheet: Sheet) -> Box:
    """Paste the pattern down the right edge of a wide card, along the top of a square or portrait one, and into the lower
    part of a story, where apps put their captions. Returns the box for text."""
    frame, (left, top, right, bottom) = sheet.frame, sheet.frame.box
    if frame.name == "story":
        dress_story(sheet)
        return frame.box
    side = frame.tile
    columns, rows = (
        (1, -(-frame.height // side)) if frame.name == "wide" else (-(-frame.width // side), _ROWS[frame.name])
    )
    if not sheet.measuring:
        tiles = pattern(series(sheet), columns, rows, side, sheet.colours)
        sheet.image.paste(tiles, (frame.width - side if frame.name == "wide" else 0, 0))
    if frame.name == "wide":
        return left, top, frame.width - side - frame.px(56), bottom
    return left, rows * side + frame.px(64), right, bottom


def dress_story(sheet: Sheet) -> None:
    """Fill the part of a story below its text; other cards stay as they are."""
    frame = sheet.frame
    if frame.name != "story" or sheet.measuring:
        return
    rows, columns = _ROWS["story"], -(-frame.width // frame.tile)
    tiles = pattern(series(sheet), columns, rows, frame.tile, sheet.colours)
    sheet.image.paste(tiles, (0, frame.height - rows * frame.tile))
