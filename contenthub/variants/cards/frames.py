"""The sizes cards are drawn in, with their margins and type sizes.

A phone shows a card about 375 points wide, so that 2.2 % of the card's width is some 8 points: the floor for the footer
and the line over the headline. Supporting text stays above 2.5 % and headlines above 3.5 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

from contenthub.variants.cards.content import CardError

SIZES: dict[str, tuple[int, int]] = {
    "wide": (1200, 630),
    "square": (1080, 1080),
    "portrait": (1080, 1440),
    "story": (1080, 1920),
}
READABLE_SHARE = 0.022


@dataclass(frozen=True, slots=True)
class Frame:
    """One size. `box` is where text may stand: left, top, right, bottom. Type sizes are (most, least). All in pixels.

    `tile` is the side of a pattern's tiles; `scale` turns the numbers a template was designed with into pixels.
    """

    name: str
    width: int
    height: int
    box: tuple[int, int, int, int]
    headline: tuple[int, int]
    body: tuple[int, int]
    small: int
    tile: int
    scale: float

    def px(self, length: float) -> int:
        """A length of the design (card 1080 or 1200 wide) in pixels of this card."""
        return round(length * self.scale)


# A story's box is the part that no app covers with its own buttons and captions: TikTok, Instagram, Facebook and
# YouTube taken together leave x 60-950 and y 270-1250 of 1080 x 1920.
_DESIGNS = {
    "wide": ((72, 64, 1128, 574), (100, 42), (38, 30), 27, 210),
    "square": ((80, 80, 1000, 1000), (128, 44), (44, 30), 27, 216),
    "portrait": ((80, 88, 1000, 1352), (144, 46), (48, 32), 29, 216),
    "story": ((60, 270, 950, 1236), (136, 48), (46, 34), 30, 216),
}


def frame_for(size: tuple[int, int]) -> Frame:
    """The frame of a card of `size` pixels: one of SIZES, or the nearest of them in shape, scaled. Raises CardError."""
    width, height = size
    if min(size) < 240 or max(size) > 4096:
        raise CardError(
            f"A card of {width} x {height} cannot be drawn; both sides must lie between 240 and 4096 pixels."
        )
    name = min(SIZES, key=lambda known: abs(log(SIZES[known][0] / SIZES[known][1]) - log(width / height)))
    design_width, design_height = SIZES[name]
    across, down = width / design_width, height / design_height
    scale = min(across, down)
    (left, top, right, bottom), headline, body, small, tile = _DESIGNS[name]
    floor = ceil(READABLE_SHARE * width)
    return Frame(
        name=name,
        width=width,
        height=height,
        box=(round(left * across), round(top * down), round(right * across), round(bottom * down)),
        headline=(round(headline[0] * scale), max(floor, round(headline[1] * scale))),
        body=(max(floor, round(body[0] * scale)), max(floor, round(body[1] * scale))),
        small=max(floor, round(small * scale)),
        tile=ceil(tile * across),
        scale=scale,
    )
