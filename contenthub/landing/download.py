"""What a reader gets for filling in the form: the file an editor gave, else the asset set as a PDF."""

from __future__ import annotations

import dataclasses
from typing import IO, Any

from django.utils.text import get_valid_filename

from contenthub.assets.models import Asset
from contenthub.landing.paper.setting import pdf


@dataclasses.dataclass(frozen=True)
class Download:
    """``extension`` is lower-case without the dot; ``size`` in bytes, None where that is known only once it is made."""

    asset: Asset
    extension: str
    size: int | None

    @property
    def filename(self) -> str:
        """The name it is saved under."""
        given = self.asset.file
        return given.filename if given else paper_name(self.asset)

    def open(self) -> IO[bytes]:
        """:raises OSError: the file is gone.
        :raises CannotSet: the paper could not be made."""
        given = self.asset.file
        file: Any = given.file.open("rb") if given else pdf(self.asset).open("rb")
        return file


def paper_name(asset: Asset) -> str:
    """What the asset's PDF is saved as: its title, Chinese as it is written, without what file systems refuse."""
    return f"{get_valid_filename(asset.title[:80].strip(' .') or 'paper')}.pdf"


def has_download(asset: Asset) -> bool:
    """Whether there is something to ask for."""
    return bool(asset.file_id) or (asset.pdf_offered and len(asset.body) > 0)


def download_of(asset: Asset) -> Download | None:
    """The download of ``asset``, or None where its page shows all there is."""
    if asset.file:
        return Download(asset, asset.file.file_extension.lower(), asset.file.get_file_size())
    return Download(asset, "pdf", None) if has_download(asset) else None
