"""Colours: hex, contrast as WCAG 2.2 defines it, and the choice of colours a text can be read in."""

from __future__ import annotations

from collections.abc import Iterable

from contenthub.variants.cards.content import CardError

RGB = tuple[int, int, int]
WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)
_NEAR_BLACK: RGB = (17, 20, 24)
# WCAG 2.2, success criterion 1.4.3 (AA) for text of any size.
READABLE = 4.5


def parse(text: str) -> RGB:
    """ "#1a2b3c", "1A2B3C" or "#abc" as three numbers from 0 to 255. Raises CardError."""
    digits = text.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        if len(digits) != 6:
            raise ValueError
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    except ValueError:
        raise CardError(f"{text!r} is not a colour; write it like #1a2b3c.") from None


def luminance(colour: RGB) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    red, green, blue = (
        share / 12.92 if (share := part / 255) <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ink_for(ground: RGB, wishes: Iterable[RGB] = ()) -> RGB:
    """The first of `wishes` that can be read on `ground`, else white, near-black or black."""
    for wish in wishes:
        if contrast(wish, ground) >= READABLE:
            return wish
    found = max(WHITE, _NEAR_BLACK, key=lambda ink: contrast(ink, ground))
    return found if contrast(found, ground) >= READABLE else BLACK


def readable(colour: RGB, *grounds: RGB, goal: RGB) -> RGB:
    """`colour`, moved towards `goal` no further than it takes to be read on all `grounds`; `goal` where nothing less will do."""
    for step in range(20):
        moved = mix(colour, goal, step / 20)
        if all(contrast(moved, ground) >= READABLE for ground in grounds):
            return moved
    return goal


def veil_strength(ink: RGB, brightest: RGB, veil: RGB, least: float = READABLE) -> float:
    """How opaque (0 to 1) a veil over a picture must be for `ink` to be read on its `brightest` spot.

    `veil` itself must be readable under `ink`; 1.0 comes back when nothing less will do.
    """
    for step in range(101):
        if contrast(ink, mix(brightest, veil, step / 100)) >= least:
            return step / 100
    return 1.0
