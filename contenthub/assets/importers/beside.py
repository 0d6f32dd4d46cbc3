"""What lies beside a document: in its folder, or with it in a zip file. Nothing else can be reached by its pictures' names."""

from __future__ import annotations

import posixpath
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from contenthub.assets.importers.limits import MOST_BYTES
from contenthub.lib.language import HAN

# What reading a part of a broken archive can raise.
UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError)


class Outside(LookupError):
    """The name leads out of the document's own folder."""


class Beside(Protocol):
    def read(self, name: str) -> bytes:
        """The file of that name, seen from the document. Raises KeyError when there is none, Outside when it is not ours."""


class Folder:
    """A folder of this machine. Links are followed first, so that no file outside it can be pulled in."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def read(self, name: str) -> bytes:
        try:
            path = (self._path / name).resolve()
            if not path.is_relative_to(self._path):
                raise Outside(name)
            if path.is_file() and path.stat().st_size <= MOST_BYTES:
                return path.read_bytes()
        except (OSError, ValueError):
            pass  # a name no file can have
        raise KeyError(name)


class Packed:
    """The files of a zip archive, seen from the folder `base` in it; names may differ in case, as on Windows and Macs."""

    def __init__(self, archive: zipfile.ZipFile, base: str) -> None:
        self._archive = archive
        self._base = base
        self._members = {_plain(member_name(member)): member for member in archive.infolist() if not member.is_dir()}
        self._lower = {name.lower(): member for name, member in self._members.items()}

    def read(self, name: str) -> bytes:
        path = posixpath.normpath(posixpath.join(self._base, _plain(name)))
        if path.startswith(("../", "/")):
            raise Outside(name)
        member = self._members.get(path) or self._lower.get(path.lower())
        if member is None or member.file_size > MOST_BYTES:
            raise KeyError(name)
        try:
            return self._archive.read(member)
        except UNREADABLE:
            return b""  # no picture: it is named among those that could not be read


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name as its writer meant it: Chinese Windows packs names in GBK without saying so, which zipfile takes for CP437."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    readings = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    chinese = [
        name for name in readings if HAN.search(name)
    ]  # two bytes of GBK may happen to be UTF-8 of something else
    return (chinese or readings or [member.filename])[0]


def _plain(name: str) -> str:
    """One spelling for a name: slashes forward, letters composed (Macs pack them apart)."""
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
