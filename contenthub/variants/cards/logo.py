"""The brand's logo, fitted to a card's footer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image

from contenthub.variants.cards.colour import RGB, contrast
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.look import Palette
from contenthub.variants.cards.photo import contain, open_picture, pixels_of
from contenthub.variants.cards.shapes import mask, rounded

# Below this contrast with the card a logo is set on a plate of its own.
_SEEN = 1.8


def logo_for(source: Image.Image | Path | str, ground: RGB, height: int, width: int) -> Image.Image:
    """The logo as RGBA, at most `height` x `width` pixels, on a light or dark plate where it would not be seen on
    `ground`. Raises CardError when it cannot be opened."""
    if isinstance(source, Image.Image):
        return _plated(source, ground, height, width)
    path = Path(source)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise CardError(f"The logo {path.name!r} is missing; upload it again in the brand's settings.") from None
    return _from_file(path, changed, ground, height, width)


@lru_cache(maxsize=32)
def _from_file(path: Path, changed: int, ground: RGB, height: int, width: int) -> Image.Image:
    return _plated(open_picture(path, (width, height)), ground, height, width)


def _plated(picture: Image.Image, ground: RGB, height: int, width: int) -> Image.Image:
    logo = picture.convert("RGBA")
    logo = logo.crop(logo.getchannel("A").getbbox())
    colour = _average(logo)
    solid = min(logo.getchannel("A").tobytes()) > 0
    if solid or contrast(colour, ground) >= _SEEN:
        return contain(logo, (width, height))
    pad = round(height * 0.16)
    inner = contain(logo, (width - 4 * pad, height - 2 * pad))
    plate_size = (inner.width + 4 * pad, inner.height + 2 * pad)
    plate = Image.new("RGBA", plate_size)
    light = contrast(colour, (255, 255, 255)) >= contrast(colour, (20, 24, 31))
    plate.paste((255, 255, 255, 255) if light else (20, 24, 31, 255), (0, 0), rounded(*plate_size, round(height * 0.2)))
    plate.alpha_composite(inner, (2 * pad, pad))
    return plate


def _average(logo: Image.Image) -> RGB:
    """The logo's mean colour, its transparent parts left out."""
    small = logo.resize((32, 32), Image.Resampling.BOX)
    seen = pixels_of(small)
    weight = sum(pixel[3] for pixel in seen) or 1
    red, green, blue = (round(sum(pixel[n] * pixel[3] for pixel in seen) / weight) for n in range(3))
    return red, green, blue


@lru_cache(maxsize=32)
def wordmark_sign(side: int, colours: Palette) -> Image.Image:
    """The small sign before a brand's name where it has no logo: one tile of its pattern."""
    ground = colours.primary if colours.ground != colours.primary else colours.accent
    sign = Image.new("RGB", (side, side), ground)
    sign.paste(colours.ink if ground == colours.accent else colours.accent, (0, 0), mask("quarter", side, 1))
    return sign
