"""Laid-out text onto a picture."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageDraw

from contenthub.variants.cards.colour import RGB
from contenthub.variants.cards.fonts import Script, emoji_picture, face
from contenthub.variants.cards.layout import Block, Line, Placed
from contenthub.variants.cards.measure import EMOJI_DROP, EMOJI_HEIGHT, advance


class Nowhere:
    """Takes whatever is drawn and keeps nothing: for finding out whether the texts of a card fit."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size

    def paste(self, *args: object) -> None:
        """Nothing happens."""


Canvas = Image.Image | Nowhere


def paint(image: Canvas, block: Block, corner: tuple[int, int], colour: RGB, align: str = "left") -> None:
    """Draw `block` with its top left corner (top right for align="right") at `corner`."""
    if isinstance(image, Nowhere):
        return
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(block.lines):
        width = line.width * block.size
        start = corner[0] - (width if align == "right" else 0.0)
        baseline = corner[1] + block.ascent + number * block.pitch
        for run in line.runs:
            place = start + run.x * block.size
            if run.script is Script.EMOJI:
                _paint_emoji(image, run, place, baseline, block.size)
            else:
                font = face(run.script, block.size, block.weight)
                draw.text((place, baseline), run.text, fill=colour, font=font, anchor="ls")


def _paint_emoji(image: Image.Image, run: Placed, place: float, baseline: int, size: int) -> None:
    picture = emoji_picture(run.text, round(size * EMOJI_HEIGHT))
    top = round(baseline + EMOJI_DROP * size) - picture.height
    image.paste(picture, (round(place), top), picture)


def letterspaced(block: Block, tracking: float) -> Block:
    """`block` with `tracking` ems more between all signs and twice that between words; it grows wider by as much."""
    lines = []
    for line in block.lines:
        placed: list[Placed] = []
        x = end = line.runs[0].x
        for number, run in enumerate(line.runs):
            x += run.x - end + (tracking if number else 0.0)
            end = run.x + advance(run.script, run.text, block.weight)
            for sign in [run.text] if run.script is Script.EMOJI else run.text:
                placed.append(Placed(run.script, sign, x))
                x += advance(run.script, sign, block.weight) + tracking
        lines.append(Line(tuple(placed), x - tracking - line.runs[0].x))
    widest = max((line.width for line in lines), default=0.0)
    return replace(block, lines=tuple(lines), width=round(widest * block.size + 0.5))
