"""What one drawing puts onto its canvas, kept, so that Pillow alone can do the same once more."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


@dataclasses.dataclass(frozen=True)
class Layer:
    """One call of ``ImageDraw.text`` or ``Image.paste``, with everything it was given, typefaces and pictures ready."""

    canvas: Image.Image
    kind: str
    args: tuple[Any, ...]
    options: dict[str, Any]


def layers_of(drawing: Callable[[], Image.Image]) -> tuple[Image.Image, list[Layer]]:
    """What ``drawing`` returns, and its layers in order; what it prepares on other pictures is left out."""
    with _kept() as found:
        image = drawing()
    return image, [layer for layer in found if layer.canvas is image]


def composed(layers: list[Layer], size: tuple[int, int], ground: tuple[int, int, int]) -> Image.Image:
    """The layers on a new canvas."""
    canvas = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(canvas)
    for layer in layers:
        (draw.text if layer.kind == "text" else canvas.paste)(*layer.args, **layer.options)
    return canvas


def jpeg(image: Image.Image) -> bytes:
    """The picture as the cards are written: quality 85, colour not halved."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=85, subsampling=0)
    return buffer.getvalue()


@contextmanager
def _kept() -> Iterator[list[Layer]]:
    """Every call of the two methods in this block."""
    found: list[Layer] = []
    text, paste = ImageDraw.ImageDraw.text, Image.Image.paste

    def keep_text(self: ImageDraw.ImageDraw, *args: Any, **options: Any) -> None:
        found.append(Layer(self._image, "text", args, options))
        text(self, *args, **options)

    def keep_paste(self: Image.Image, *args: Any, **options: Any) -> None:
        found.append(Layer(self, "paste", args, options))
        paste(self, *args, **options)

    ImageDraw.ImageDraw.text, Image.Image.paste = keep_text, keep_paste  # type: ignore[method-assign]
    try:
        yield found
    finally:
        ImageDraw.ImageDraw.text, Image.Image.paste = text, paste  # type: ignore[method-assign]
