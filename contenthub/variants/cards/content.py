"""What a card says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image


class CardError(ValueError):
    """A card that cannot be drawn; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class CardContent:
    """What a card says; each template uses the fields it names in `Template.fields` and leaves the others out.

    `number` with its `unit` ("12", "%"), `speaker` as "name, role". `image` is a path or an opened picture;
    `focal_point` is the part of it that must stay visible, as shares of its width and height. `language` is a BCP 47 tag.
    `footer` replaces the brand's own. A line end in `headline` or `text` is kept as one.
    """

    template: str = "statement"
    headline: str = ""
    text: str = ""
    kicker: str = ""
    number: str = ""
    unit: str = ""
    speaker: str = ""
    image: Image.Image | Path | str | None = None
    focal_point: tuple[float, float] = (0.5, 0.5)
    language: str = "en"
    footer: str = ""

    @property
    def chinese(self) -> bool:
        """Whether quotation marks and dashes are meant in the Chinese way."""
        return self.language.lower().startswith("zh")
