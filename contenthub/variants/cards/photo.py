"""Pictures on a card: opening, cropping round the focal point, and the veil that makes text on them readable."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from PIL import Image, ImageOps

from contenthub.variants.cards.colour import RGB, luminance, veil_strength
from contenthub.variants.cards.content import CardError

# A border this even (share of its pixels near the middle value) belongs to a diagram, not to a photograph.
_EVEN = 0.5
_NEAR = 14
# A veil fades over this share of the picture, down to this opacity.
_FADE = 0.3
_LEAST_VEIL = 0.1


def open_picture(source: Image.Image | Path | str | None, wanted: tuple[int, int]) -> Image.Image:
    """The picture, upright, decoded no larger than a card of `wanted` pixels needs. Raises CardError."""
    if source is None:
        raise CardError("This card has no picture yet; choose one.")
    try:
        picture = source if isinstance(source, Image.Image) else Image.open(source)
        picture.draft("RGB", wanted)
        picture = ImageOps.exif_transpose(picture)
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        name = "The picture" if isinstance(source, Image.Image) else f"{Path(source).name!r}"
        raise CardError(f"{name} cannot be opened as a picture; choose a JPEG, PNG or WebP file.") from None
    return picture


def flat(picture: Image.Image, ground: RGB = (255, 255, 255)) -> Image.Image:
    """`picture` without transparency, laid on `ground`."""
    if picture.mode == "RGB":
        return picture
    clear = picture.convert("RGBA")
    sheet = Image.new("RGB", clear.size, ground)
    sheet.paste(clear, mask=clear.getchannel("A"))
    return sheet


def cover(picture: Image.Image, size: tuple[int, int], focal: tuple[float, float]) -> Image.Image:
    """`picture` cropped to fill `size`, with the focal point as near the middle as the edges allow."""
    scale = max(size[0] / picture.width, size[1] / picture.height)
    width, height = size[0] / scale, size[1] / scale
    left = max(0.0, min(focal[0] * picture.width - width / 2, picture.width - width))
    top = max(0.0, min(focal[1] * picture.height - height / 2, picture.height - height))
    box = (left, top, min(left + width, picture.width), min(top + height, picture.height))
    return picture.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)


def contain(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The whole of `picture`, as large as fits into `size`."""
    scale = min(size[0] / picture.width, size[1] / picture.height)
    fitted = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(fitted, Image.Resampling.LANCZOS, reducing_gap=3.0)


def paper(picture: Image.Image) -> RGB | None:
    """The colour of the paper a diagram is drawn on; None for a photograph, which may be cropped."""
    small = picture.resize((48, 48), Image.Resampling.BOX)
    pixels = pixels_of(small.convert("RGB"))
    rim = [pixel for place, pixel in enumerate(pixels) if place % 48 in (0, 47) or place // 48 in (0, 47)]
    middle = [int(median(pixel[channel] for pixel in rim)) for channel in range(3)]
    near = sum(max(abs(a - b) for a, b in zip(pixel, middle, strict=True)) <= _NEAR for pixel in rim)
    return (middle[0], middle[1], middle[2]) if near >= _EVEN * len(rim) else None


def pixels_of(picture: Image.Image) -> list[tuple[int, ...]]:
    """The pixels of a small picture, row by row."""
    raw, width = picture.tobytes(), len(picture.getbands())
    return [tuple(raw[place : place + width]) for place in range(0, len(raw), width)]


def veil(picture: Image.Image, colour: RGB, ink: RGB, text_box: tuple[int, int, int, int]) -> None:
    """Darken `picture` towards `colour`: so much under `text_box` that `ink` can be read there, fading out beside it.

    The veil runs from the left edge where the box leaves a third of the width free, else across the whole width.
    """
    full = max(0.55, min(1.0, veil_strength(ink, _brightest(picture.crop(text_box)), colour) + 0.03))
    width, height = picture.size
    if text_box[2] <= 0.7 * width:
        ramp = _ramp(width, 0, text_box[2], full).resize(picture.size)
    else:
        ramp = _ramp(height, text_box[1], text_box[3], full).transpose(Image.Transpose.ROTATE_270).resize(picture.size)
    picture.paste(colour, (0, 0, width, height), ramp)


def _brightest(picture: Image.Image) -> RGB:
    """The brightest colour of `picture` by WCAG's luminance, rounded up to 16 steps a channel: a green or yellow is far
    brighter to the eye than the grey that Pillow makes of it."""
    steps = ImageOps.posterize(picture.convert("RGB").reduce(4), 4)
    found = steps.getcolors(steps.width * steps.height) or []
    colours = [(red | 15, green | 15, blue | 15) for _, (red, green, blue) in found]  # type: ignore[misc]
    return max(colours, key=luminance)


def _ramp(length: int, start: int, end: int, full: float) -> Image.Image:
    """A row of opacities: `full` from `start` to `end`, falling smoothly to almost nothing on either side."""
    fade = length * _FADE
    row = Image.new("L", (length, 1))
    values = []
    for place in range(length):
        share = min(1.0, max(start - place, place - end, 0) / fade)
        eased = share * share * (3 - 2 * share)
        values.append(round(255 * (full + (_LEAST_VEIL - full) * eased)))
    row.putdata(values)
    return row
