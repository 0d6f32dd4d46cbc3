"""Files a person can take away from a variant: card images, scripts, subtitles, the mail as it is sent."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from channels.base import Media
from contenthub.variants.pictures import absolute, local_path

FOLDER = "exports"


@dataclasses.dataclass(frozen=True)
class File:
    """One file; ``read`` makes its bytes when they are asked for. Files of one ``group`` are listed together."""

    name: str
    label: str
    mime_type: str
    read: Callable[[], bytes]
    group: str = ""

    @property
    def is_picture(self) -> bool:
        return self.mime_type.startswith("image/")


def packed(files: Sequence[File]) -> bytes:
    """The files in one zip, each made now; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in files:
            # Pictures do not get smaller; without a date of its own an entry is from 1980.
            archive.writestr(zipfile.ZipInfo(file.name), file.read())
    return buffer.getvalue()


def stored(file: File, stem: str) -> Media:
    """The file as a post's medium, kept in storage under a digest of its bytes.

    :param stem: what the file is called where it arrives, without its ending.
    """
    data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    ending = Path(file.name).suffix
    name = f"{FOLDER}/{digest[:32]}{ending}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return Media(
        path=local_path(name),
        name=f"{stem}{ending}",
        mime_type=file.mime_type,
        sha256=digest,
        size=len(data),
        url=absolute(default_storage.url(name)),
    )
