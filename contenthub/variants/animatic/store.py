"""Where animatics are kept: one file a script, named by what is seen in it, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.core.files import File as DjangoFile
from django.core.files.storage import default_storage

FOLDER = "animatics"


def name_of(variant_id: int, digest: str, ending: str = "mp4") -> str:
    """The stored file's name."""
    return f"{FOLDER}/{variant_id}/{digest}.{ending}"


def there(variant_id: int, digest: str) -> bool:
    """Whether the animatic is made."""
    return bool(variant_id) and default_storage.exists(name_of(variant_id, digest))


def keep(variant_id: int, digest: str, files: dict[str, Path]) -> None:
    """Keep these files (by ending); the MP4 last, because it is what says that all is there."""
    for ending in sorted(files, key=lambda ending: ending == "mp4"):
        _put(files[ending], name_of(variant_id, digest, ending))


def read(variant_id: int, digest: str) -> bytes:
    """The animatic's bytes."""
    with default_storage.open(name_of(variant_id, digest)) as file:
        return bytes(file.read())


def clean(variant_id: int, wanted: set[str]) -> None:
    """Delete a variant's files but those of the wanted digests."""
    folder = f"{FOLDER}/{variant_id}"
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        if name.partition(".")[0] not in wanted:
            default_storage.delete(f"{folder}/{name}")


def _put(path: Path, name: str) -> None:
    try:
        place = Path(default_storage.path(name))
    except NotImplementedError:
        if not default_storage.exists(name):
            with path.open("rb") as file:
                default_storage.save(name, DjangoFile(file))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(path, part)
        part.chmod(0o644)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
