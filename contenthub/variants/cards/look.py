"""A brand's look, and the few colours a card is drawn in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from contenthub.variants.cards.colour import READABLE, RGB, contrast, ink_for, luminance, mix, parse, readable


@dataclass(frozen=True)
class BrandLook:
    """A brand's look: colours as "#rrggbb". Without `text` a readable colour is chosen; without `logo` the name is set
    as a wordmark. A logo is a bitmap with or without transparency, as a path or an opened picture."""

    name: str
    primary: str = "#12355b"
    accent: str = "#e4572e"
    background: str = "#ffffff"
    text: str = ""
    logo: Image.Image | Path | str | None = None
    footer: str = ""


@dataclass(frozen=True)
class Palette:
    """The colours on one ground. `ink`, `soft` and `strong` can be read on it (contrast 4.5 or more)."""

    ground: RGB
    ink: RGB
    soft: RGB
    strong: RGB
    accent: RGB
    primary: RGB
    tint: RGB
    line: RGB


def palette(look: BrandLook, ground: str = "background") -> Palette:
    """The colours of `look` on its "background" or on its "primary" colour. Raises CardError for a colour it cannot read."""
    base, primary, accent = parse(look.background), parse(look.primary), parse(look.accent)
    under = base if ground == "background" else _deepened(primary)
    wishes = [parse(look.text)] if look.text else []
    ink = ink_for(under, [*wishes, *([base, primary] if ground == "primary" else [])])
    tint = mix(under, primary if under != primary else ink, 0.14)
    return Palette(
        ground=under,
        ink=ink,
        soft=readable(mix(ink, under, 0.28), under, goal=ink),
        strong=readable(accent, under, goal=ink),
        accent=accent,
        primary=_apart(primary, under),
        tint=tint,
        line=mix(under, ink, 0.16),
    )


def _deepened(primary: RGB) -> RGB:
    """`primary` as a ground: a little darker where that lets white be read on it, since black on a strong colour is dull."""
    for step in range(6):
        darker = mix(primary, (0, 0, 0), 0.04 * step)
        if contrast((255, 255, 255), darker) >= READABLE:
            return darker
    return primary


def _apart(colour: RGB, ground: RGB) -> RGB:
    """`colour`, or a lighter or darker one where it would not be seen on `ground`."""
    if contrast(colour, ground) >= 1.25:
        return colour
    return mix(colour, (255, 255, 255) if luminance(ground) < 0.4 else (0, 0, 0), 0.2)


def photo_palette(look: BrandLook) -> Palette:
    """The colours on a photograph under a dark veil of the brand's primary colour."""
    veil = parse(look.primary)
    while contrast((255, 255, 255), veil) < 13:
        veil = mix(veil, (0, 0, 0), 0.15)
    white = (255, 255, 255)
    plain = palette(look, "primary")
    return replace(plain, ground=veil, ink=white, soft=(232, 235, 239), strong=white)


def tone(colours: Palette) -> tuple[RGB, Palette]:
    """A colour just seen on the ground, for large shapes behind text, and the colours that can be read on both.

    It lies on the far side of the ground from the ink, so that the ink stands out on it even more; only a ground that has
    no far side (black) gets a tone towards the ink, which then has contrast to spare.
    """
    light = luminance(colours.ink) > luminance(colours.ground)
    away = mix(colours.ground, (0, 0, 0) if light else (255, 255, 255), 0.16)
    found = away if contrast(away, colours.ground) > 1.06 else mix(colours.ground, colours.ink, 0.1)
    ink = ink_for(found, [colours.ink])
    soft, strong = (readable(colour, colours.ground, found, goal=ink) for colour in (colours.soft, colours.strong))
    return found, replace(colours, ink=ink, soft=soft, strong=strong)
