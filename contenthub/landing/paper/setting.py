"""A paper made by the typesetter: a tagged PDF with an outline, in a folder that is kept until the asset changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import manimgx_fonts_cjk
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from contenthub.assets.models import Asset
from contenthub.landing.paper.content import content

TEMPLATE = Path(__file__).with_name("paper.typ")
#: Pictures are 16 cm wide at most: 1,600 pixels print at 250 dots an inch.
_RENDITION = "max-1600x1600"
#: What the typesetter opens; Wagtail turns other formats into one of these.
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


#: Seconds a paper is kept after it was last asked for.
_KEPT = 24 * 3600


class CannotSet(Exception):
    """The paper cannot be made; the message says why."""


def pdf(asset: Asset) -> Path:
    """The paper of ``asset`` as the object stands, made when there is none of this content yet (0.1 to 1 s).

    Kept under ``HUB_DATA/papers``; those of older content go after a day. Several processes may ask at once.

    :raises CannotSet:
    """
    folder = settings.HUB_DATA / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as making:
        root = Path(making)
        digest = _lay_out(asset, root)
        name = f"{asset.pk or 0}-{digest}.pdf"
        made = folder / name
        if made.exists():
            made.touch()
        else:
            (root / name).write_bytes(_compiled(root))
            (root / name).replace(made)
            _forget_older(folder, asset)
    return made


def _lay_out(asset: Asset, root: Path) -> str:
    """Put data, pictures and template where the typesetter reads them; a digest of all that it reads."""
    names: dict[int, str] = {}

    def keep(image: Any) -> str:
        if image.pk not in names:
            names[image.pk] = _kept(image, root)
        return names[image.pk]

    data = json.dumps(content(asset, keep), ensure_ascii=False, sort_keys=True).encode()
    (root / "data.json").write_bytes(data)
    shutil.copyfile(TEMPLATE, root / TEMPLATE.name)
    digest = hashlib.sha256(data + TEMPLATE.read_bytes())
    for name in sorted(filter(None, names.values())):
        digest.update(name.encode() + hashlib.sha256((root / name).read_bytes()).digest())
    return digest.hexdigest()[:24]


def _kept(image: Any, root: Path) -> str:
    """A copy of the picture at a size for print; "" when its file is gone or is no picture: the paper is set without it."""
    try:
        rendition = image.get_rendition(_RENDITION)
        ending = Path(rendition.file.name).suffix.lower()
        if ending not in _ENDINGS:
            rendition = image.get_rendition(f"{_RENDITION}|format-png")
            ending = ".png"
        with rendition.file.open("rb") as source:
            (root / f"picture-{image.pk}{ending}").write_bytes(source.read())
    except (OSError, ValueError):
        return ""
    return f"picture-{image.pk}{ending}"


def _compiled(root: Path) -> bytes:
    """PDF/UA-1, the standard for accessible PDF; a text that cannot meet it is set as a plain tagged PDF."""
    source = str(root / TEMPLATE.name)
    try:
        try:
            return _compile(source, root, ["ua-1"])
        except typst.TypstError:
            return _compile(source, root, [])
    except typst.TypstError as error:
        raise CannotSet(_("The paper could not be set: %(reason)s") % {"reason": error}) from error


def _compile(source: str, root: Path, standards: list[str]) -> bytes:
    setter: Any = typst.compile  # its types name each standard and each overload apart
    return bytes(setter(source, root=str(root), font_paths=_fonts(), format="pdf", pdf_standards=standards))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts that come with the hub, so that a paper looks the same wherever it is set."""
    folders = [Path(fontpkg_noto_sans.__file__).parent / "files", Path(manimgx_fonts_cjk.__file__).parent]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder) for folder in folders]
    )


def _forget_older(folder: Path, asset: Asset) -> None:
    """What nobody asked for since yesterday: somebody may be about to open a younger one."""
    for older in folder.glob(f"{asset.pk or 0}-*.pdf"):
        with suppress(FileNotFoundError):
            if older.stat().st_mtime < time.time() - _KEPT:
                older.unlink()
