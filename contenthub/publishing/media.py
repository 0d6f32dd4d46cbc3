"""The files of a post as it went out: kept under their own digest, so that they stay what they were."""

from __future__ import annotations

import dataclasses
import hashlib
import mimetypes
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from channels.base import Media, NotSent, Post, Refused

#: Below MEDIA_ROOT.
FOLDER = "sent"

#: Text in all but name.
_TEXTS = ("application/x-subrip", "application/json")


def keep(post: Post, rewritten: Callable[[str], str] = str) -> Post:
    """Copy the post's files to where they stay; return the post with the copies' paths and public addresses.

    :param rewritten: what becomes of a text file's text: its links leave tagged, too.
    :raises NotSent: they could not be written (the disk is full, say).
    :raises Refused: a file is not there any more.
    """
    return dataclasses.replace(post, media=tuple(_kept(medium, rewritten) for medium in post.media))


def at_hand(post: Post) -> None:
    """See to it that the kept files of a frozen post lie on this machine.

    :raises Refused: one is neither here nor in the file storage.
    """
    storage = storages["default"]
    for medium in post.media:
        name = f"{FOLDER}/{medium.path.name}"
        if medium.path.is_file():
            continue
        if isinstance(storage, FileSystemStorage) or not storage.exists(name):
            raise Refused(f"The file {medium.name} is gone from {medium.path.parent}; schedule the variant anew.")
        medium.path.parent.mkdir(parents=True, exist_ok=True)
        with storage.open(name) as source, open(medium.path, "wb") as target:
            shutil.copyfileobj(source, target)


def kept_url(path: str) -> str:
    """Where a kept file can be had now; a path of this host, or the file storage's full address."""
    return str(storages["default"].url(f"{FOLDER}/{Path(path).name}"))


def _kept(medium: Media, rewritten: Callable[[str], str]) -> Media:
    try:
        content = medium.path.read_bytes()
        if medium.mime_type.startswith("text/") or medium.mime_type in _TEXTS:
            content = rewritten(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    except FileNotFoundError:
        raise Refused(f"The file {medium.name} is missing; attach it to the variant again.") from None
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest}{_ending(medium)}"
    place = Path(settings.MEDIA_ROOT) / FOLDER / name
    try:
        if not place.is_file() or place.stat().st_size != len(content):
            _write(place, content)
        url = _published(place, f"{FOLDER}/{name}")
    except OSError as error:
        raise NotSent(f"The file {medium.name} could not be kept: {(error.strerror or str(error)).lower()}.") from error
    return dataclasses.replace(medium, path=place, sha256=digest, size=len(content), url=url)


def _ending(medium: Media) -> str:
    own = Path(medium.name).suffix.lower()
    return (
        own
        if own[1:].isalnum() and own.isascii() and len(own) <= 6
        else mimetypes.guess_extension(medium.mime_type) or ""
    )


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk: an armed post must not lose its files to a power cut."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _published(place: Path, name: str) -> str:
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage) and not storage.exists(name):
        with open(place, "rb") as file:
            storage.save(name, File(file))
    url = storage.url(name)
    return url if url.startswith(("http://", "https://")) else f"{settings.BASE_URL}{url}"
