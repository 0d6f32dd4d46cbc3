"""The brand's geometry: square tiles holding arcs, leaves and discs, in a pattern that a name always gets the same way."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

from PIL import Image, ImageDraw

from contenthub.variants.cards.colour import RGB
from contenthub.variants.cards.look import Palette

# Drawn this many times larger and reduced, which makes the edges smooth.
_FINE = 4


def _quarter(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse((0, 0, 2 * side - 1, 2 * side - 1), fill=255)


def _arcs(draw: ImageDraw.ImageDraw, side: int) -> None:
    for outer, fill in ((1.0, 255), (0.66, 0), (0.33, 255)):
        reach = side * outer
        draw.ellipse((side - reach, side - reach, side + reach, side + reach), fill=fill)


def _leaf(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse((0, 0, side - 1, side - 1), fill=255)
    draw.rectangle((side // 2, 0, side - 1, side // 2), fill=255)
    draw.rectangle((0, side // 2, side // 2, side - 1), fill=255)


def _disc(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse((side * 0.22, side * 0.22, side * 0.78, side * 0.78), fill=255)


def _half(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse((-side // 2, 0, side // 2 - 1, side - 1), fill=255)


def _quote(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse((0, 0, side - 1, side - 1), fill=255)
    draw.rectangle((side // 2, 0, side - 1, side // 2), fill=255)


SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, int], None]] = {
    "quarter": _quarter,
    "arcs": _arcs,
    "leaf": _leaf,
    "disc": _disc,
    "half": _half,
    "quote": _quote,
}
_TILES = ("quarter", "arcs", "leaf", "disc", "half")


@lru_cache(maxsize=64)
def mask(shape: str, side: int, turns: int = 0) -> Image.Image:
    """One of SHAPES as a mask `side` pixels wide, turned left by quarter turns."""
    large = Image.new("L", (side * _FINE, side * _FINE))
    SHAPES[shape](ImageDraw.Draw(large), side * _FINE)
    return large.reduce(_FINE).rotate(90 * turns)


@lru_cache(maxsize=32)
def pattern(name: str, columns: int, rows: int, side: int, colours: Palette) -> Image.Image:
    """`columns` x `rows` tiles of `side` pixels for the brand `name`; the same for the same name. Do not draw on it."""
    choose = random.Random(crc32(name.encode()))
    pairs = (
        (colours.primary, colours.accent),
        (colours.tint, colours.primary),
        (colours.primary, colours.tint),
        (colours.tint, colours.accent),
        (colours.accent, colours.primary),
    )
    sheet = Image.new("RGB", (columns * side, rows * side), colours.ground)
    grounds: dict[tuple[int, int], RGB] = {}
    last = ""
    for row in range(rows):
        for column in range(columns):
            beside = (grounds.get((column - 1, row)), grounds.get((column, row - 1)))
            ground, figure = choose.choice([pair for pair in pairs if pair[0] not in beside] or pairs[:3])
            last = choose.choice([shape for shape in _TILES if shape != last])
            grounds[column, row] = ground
            corner = (column * side, row * side)
            sheet.paste(ground, (*corner, corner[0] + side, corner[1] + side))
            sheet.paste(figure, corner, mask(last, side, choose.randrange(4)))
    return sheet


@lru_cache(maxsize=32)
def rounded(width: int, height: int, radius: int) -> Image.Image:
    """A mask with rounded corners."""
    large = Image.new("L", (width * 2, height * 2))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, width * 2 - 1, height * 2 - 1), radius * 2, fill=255)
    return large.reduce(2)
