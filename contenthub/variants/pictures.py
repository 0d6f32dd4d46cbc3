"""Card images: drawn in the brand's look, stored once under a name that says what was drawn, handed out as media."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from channels.base import Capabilities, Media
from contenthub.brand.models import Brand
from contenthub.lib.slugs import slug
from contenthub.variants.cards.content import CardContent, CardError
from contenthub.variants.cards.draw import draw_card, encode
from contenthub.variants.cards.frames import SIZES
from contenthub.variants.cards.look import BrandLook

FOLDER = "cards"
#: Counts up when cards are drawn differently: stored files of the old drawing are then left alone.
DRAWING = 3
_NUMBER = re.compile(r"^([^\d\s]{0,3}\d[\d.,:/–-]*\d|[^\d\s]{0,3}\d)\s*(.*)$", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Card:
    """A card to be drawn. ``image`` is an image of Wagtail's library."""

    template: str
    language: str
    headline: str = ""
    text: str = ""
    kicker: str = ""
    number: str = ""
    speaker: str = ""
    image: Any = None
    alt: str = ""

    def content(self, footer: str) -> CardContent:
        number, unit = split_number(self.number)
        return CardContent(
            template=self.template,
            headline=self.headline,
            text=self.text,
            kicker=self.kicker,
            number=number,
            unit=unit,
            speaker=self.speaker,
            image=_picture(self.image),
            focal_point=_focal_point(self.image),
            language=self.language,
            footer=footer,
        )

    def says(self) -> list[Any]:
        """Everything the drawing depends on."""
        image = [self.image.pk, self.image.file_hash, self.image.file.name] if self.image else None
        words = [self.headline, self.text, self.kicker, self.number, self.speaker]
        return [self.template, self.language, words, image, _focal_point(self.image)]


def split_number(number: str) -> tuple[str, str]:
    """ "12%" as figure and unit; a text that does not begin with a figure is all figure."""
    found = _NUMBER.match(number.strip())
    return (found[1], found[2]) if found and len(found[2]) <= 16 else (number.strip(), "")


def look_of(brand: Brand | None) -> BrandLook:
    """The brand's look for cards; without a brand, plain and unsigned."""
    if brand is None:
        return BrandLook(name=settings.WAGTAIL_SITE_NAME)
    return BrandLook(
        name=brand.name,
        primary=brand.primary_colour,
        accent=brand.accent_colour,
        background=brand.background_colour,
        text=brand.text_colour,
        logo=_picture(brand.logo),
    )


def footer_of(brand: Brand | None, language: str) -> str:
    """The card's last line: the brand's own words, else its website's host."""
    if brand is None:
        return ""
    host = re.sub(r"^https?://(www\.)?|/.*$", "", brand.website)
    return brand.phrase("card_footer", language, host)


def draw(card: Card, brand: Brand | None, size: tuple[int, int], format: str = "JPEG") -> bytes:
    """The card as a file.

    :raises CardError: a picture, the logo or a colour cannot be used; the message says which.
    """
    return encode(draw_card(card.content(footer_of(brand, card.language)), look_of(brand), size), format)


def shown(card: Card, brand: Brand | None, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """The card in these sizes for a preview, at half its width, as data addresses: nothing is stored.

    A card that cannot be drawn says why instead.
    """
    try:
        content, look = card.content(footer_of(brand, card.language)), look_of(brand)
        drawn = {size: encode(draw_card(content, look, size).reduce(2)) for size in sizes.values()}
    except CardError as error:
        return {"problem": str(error)}
    shots = [
        {"width": size[0], "height": size[1], "data": f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"}
        for size, data in drawn.items()
    ]
    return {"alt": card.alt, "shots": shots}


def best_size(capabilities: Capabilities) -> tuple[int, int]:
    """The size a channel likes best; where it does not say, the one link previews use."""
    return capabilities.image_size or SIZES["wide"]


def stored(card: Card, brand: Brand | None, size: tuple[int, int], capabilities: Capabilities | None = None) -> Media:
    """The card as a file in storage, drawn if it is not there yet.

    JPEG, unless the channel takes PNG only. A file is never written twice: its name holds a digest of all that is drawn.

    :raises CardError: see ``draw``.
    """
    types = capabilities.media_types if capabilities else frozenset()
    png = bool(types) and "image/jpeg" not in types and "image/png" in types
    said = json.dumps([DRAWING, card.says(), _says(brand, card.language), size, png], ensure_ascii=False)
    stem = hashlib.sha256(said.encode()).hexdigest()[:32]
    name = f"{FOLDER}/{stem}.{'png' if png else 'jpg'}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(draw(card, brand, size, "PNG" if png else "JPEG")))
    path = local_path(name)
    data = path.read_bytes()
    return Media(
        path=path,
        name=f"{slug(card.headline or card.number, 40, 'card')}{path.suffix}",
        mime_type="image/png" if png else "image/jpeg",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        alt=card.alt,
        width=size[0],
        height=size[1],
        url=absolute(default_storage.url(name)),
    )


def local_path(name: str) -> Path:
    """A stored file as a path on this machine; one that lies elsewhere is copied here first."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        path = Path(settings.HUB_DATA) / "copies" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = path.with_suffix(".part")
            with default_storage.open(name) as file:
                whole.write_bytes(file.read())
            whole.replace(path)
        return path


def absolute(url: str) -> str:
    """An address of ours with its host."""
    return url if url.startswith(("http://", "https://")) else f"{settings.BASE_URL}{url}"


def _says(brand: Brand | None, language: str) -> list[Any]:
    if brand is None:
        return []
    colours = [brand.primary_colour, brand.accent_colour, brand.background_colour, brand.text_colour]
    logo = [brand.logo.pk, brand.logo.file_hash, brand.logo.file.name] if brand.logo else None
    return [brand.name, colours, logo, footer_of(brand, language)]


def _picture(image: Any) -> Path | Pillow.Image | None:
    """A library image for Pillow: a path where the storage has one, so that drawing can keep it in memory.

    :raises CardError: the file is gone.
    """
    if image is None:
        return None
    try:
        return Path(image.file.path)
    except NotImplementedError:
        try:
            with image.file.open("rb") as file:
                picture = Pillow.open(file)
                picture.load()
                return picture
        except OSError:
            raise CardError(f"The file of the image “{image.title}” cannot be read; upload it again.") from None


def _focal_point(image: Any) -> tuple[float, float]:
    point = image.get_focal_point() if image else None
    if not point:
        return 0.5, 0.5
    return point.centroid.x / image.width, point.centroid.y / image.height
