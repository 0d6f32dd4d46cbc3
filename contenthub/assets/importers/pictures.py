"""Pictures found in a file: checked, converted where a browser would not show them, kept once each."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings as python_warnings
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from contenthub.assets.importers.beside import Beside, Outside
from contenthub.assets.importers.imported import Picture
from contenthub.assets.importers.limits import check_pixels, too_many_pixels

SHOWN = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "GIF": "gif", "WEBP": "webp"}  # MPO: a JPEG with a second inside
FORMATS = ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "JPEG2000"]  # the last three become PNG
SMALLEST = 16  # pixels a side: less is a bullet, a spacer or a tracking dot
LONGEST_NAME = 200
MOST_NAMED = 10
WHY = ("remote", "alone", "missing", "outside", "unreadable")
PREFIX = "picture:"
DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*?;base64,([A-Za-z0-9+/=\s%]+)", re.I)


class Pictures:
    """Collects pictures; the same bytes get the same key. What cannot be used goes into `report`, a bomb is an ImportProblem.

    Files are looked for `beside` the document only; with None there are none.
    """

    def __init__(self, beside: Beside | None) -> None:
        self.kept: dict[str, Picture] = {}
        self._beside = beside
        self._keys: dict[str, str] = {}
        self._left_out: dict[str, list[str]] = {why: [] for why in WHY}

    def add(self, data: bytes, hint: str = "") -> str | None:
        """The key of the picture in `data`; None when it is in no format a browser can be given."""
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._keys:
            return self._keys[digest]
        try:
            with python_warnings.catch_warnings():
                python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                image = Image.open(io.BytesIO(data), formats=FORMATS)
            check_pixels(*image.size)
            if min(image.size) < SMALLEST:
                return None
            form = image.format or ""
            if form not in SHOWN:
                data, form = _as_png(image), "PNG"
            else:
                image.load()  # a picture cut short is found here, not on the page
        except Image.DecompressionBombError:
            raise too_many_pixels() from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            self._note("unreadable", hint or _("without a name"))
            return None
        key = f"picture-{len(self.kept) + 1}"
        stem = re.sub(r"[^\w-]+", "-", PurePosixPath(hint).stem).strip("-")[:60] or key
        self.kept[key] = Picture(f"{stem}.{SHOWN[form]}", data, *image.size)
        self._keys[digest] = key
        return key

    def find(self, address: str) -> str | None:
        """The key of the picture an `<img>` names: one already added, a data: address, or a file in the folder. Else None."""
        if not address:
            return None
        if address.startswith(PREFIX):
            key = address.removeprefix(PREFIX)
            return key if key in self.kept else None
        if address.lower().startswith("data:"):
            return self._embedded(address)
        if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]+:", address, re.I):
            self._note("remote", address)
            return None
        return self._local(unquote(address.split("?")[0].split("#")[0]))

    def _embedded(self, address: str) -> str | None:
        found = DATA.fullmatch(address)
        try:
            if found:
                return self.add(base64.b64decode(unquote(found[1])))
        except (binascii.Error, ValueError):
            pass
        self._note("unreadable", _("without a name"))
        return None

    def _local(self, name: str) -> str | None:
        if self._beside is None:
            self._note("alone", name)
            return None
        try:
            data = self._beside.read(name)
        except Outside:
            self._note("outside", name)
        except KeyError:
            self._note("missing", name)
        else:
            return self.add(data, name)
        return None

    def _note(self, why: str, name: str) -> None:
        """Keeps the name for `report`."""
        if name[:LONGEST_NAME] not in self._left_out[why]:
            self._left_out[why].append(name[:LONGEST_NAME])

    def report(self) -> list[str]:
        """A warning for each reason pictures were left out, with their names."""
        sentences = {
            "remote": _("Pictures on other sites are not fetched; upload them by hand: %(names)s"),
            "alone": _(
                "Pictures beside the document do not come with it; put both in one zip file and import that: %(names)s"
            ),
            "missing": _("Pictures that are not beside the file were left out; upload them by hand: %(names)s"),
            "outside": _("Pictures outside the document's folder were left out: %(names)s"),
            "unreadable": _("Pictures that could not be read were left out: %(names)s"),
        }
        return [sentences[why] % {"names": _listed(names)} for why, names in self._left_out.items() if names]


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")


def _as_png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGBA" if "A" in image.getbands() else "RGB").save(out, "PNG", compress_level=3)
    return out.getvalue()
