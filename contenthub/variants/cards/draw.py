"""Drawing a card: content and look in, a picture out. The same content gives the same bytes on the same machine."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Protocol

from PIL import Image

from contenthub.variants.cards import templates
from contenthub.variants.cards.content import CardContent, CardError
from contenthub.variants.cards.frames import frame_for
from contenthub.variants.cards.look import BrandLook, palette
from contenthub.variants.cards.paint import Nowhere
from contenthub.variants.cards.sheet import Sheet


class CardTemplate(Protocol):
    """What a file in templates/ defines as `class Template`."""

    label: str
    fields: tuple[str, ...]
    ground: str

    def compose(self, sheet: Sheet) -> None:
        """Draw the card on `sheet`, whose image is filled with the ground colour."""


@lru_cache(maxsize=1)
def card_templates() -> dict[str, CardTemplate]:
    """Every template by its name, which is its file's name."""
    names = sorted(found.name for found in pkgutil.iter_modules(templates.__path__))
    return {name: import_module(f"{templates.__name__}.{name}").Template() for name in names}


def draw_card(content: CardContent, look: BrandLook, size: tuple[int, int]) -> Image.Image:
    """The card as an RGB picture of exactly `size` pixels. Raises CardError: unknown template, colour, picture or size."""
    image = _composed(content, look, size).image
    assert isinstance(image, Image.Image)
    return image


def overflowing(content: CardContent, look: BrandLook, size: tuple[int, int]) -> tuple[str, ...]:
    """The fields of `content` that do not fit on the card whole at a readable size: shorten them. Nothing is
    drawn, and an answer is kept. Raises CardError."""
    picture = content.image
    if isinstance(picture, Image.Image) or isinstance(look.logo, Image.Image):
        return _overflowing(content, look, size)
    return _known_overflow(content, look, size, _changed(picture), _changed(look.logo))


@lru_cache(maxsize=1024)
def _known_overflow(
    content: CardContent, look: BrandLook, size: tuple[int, int], picture: int, logo: int
) -> tuple[str, ...]:
    return _overflowing(content, look, size)


def _overflowing(content: CardContent, look: BrandLook, size: tuple[int, int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_composed(content, look, size, Nowhere(size)).cut))


def _changed(path: Path | str | None) -> int:
    """When a file was last written, 0 where there is none: an answer holds no longer than the files it was found with."""
    try:
        return Path(path).stat().st_mtime_ns if path else 0
    except OSError:
        return 0


def _composed(content: CardContent, look: BrandLook, size: tuple[int, int], canvas: Nowhere | None = None) -> Sheet:
    template = card_templates().get(content.template)
    if template is None:
        known = ", ".join(card_templates())
        raise CardError(f"There is no card template named {content.template!r}; choose one of: {known}.")
    frame = frame_for(size)
    colours = palette(look, template.ground)
    sheet = Sheet(canvas or Image.new("RGB", size, colours.ground), frame, look, content, colours)
    template.compose(sheet)
    return sheet


def encode(image: Image.Image, format: str = "JPEG") -> bytes:
    """The picture as a file: "JPEG" (quality 85) or "PNG" (lossless). Raises CardError for another format."""
    buffer = BytesIO()
    if format == "JPEG":
        # 4:4:4: halved colour would fringe the edges of coloured type.
        image.save(buffer, "JPEG", quality=85, subsampling=0)
    elif format == "PNG":
        # Level 2 takes two thirds of the default's time for a seventh more bytes.
        image.save(buffer, "PNG", compress_level=2)
    else:
        raise CardError(f"Cards are written as JPEG or PNG, not {format!r}.")
    return buffer.getvalue()
