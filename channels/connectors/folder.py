"""A directory on this machine or a mounted one: every post becomes a sub-directory of files.

For hand-over to people, for static sites, and for trying the hub out. The sub-directory is written beside its place
and then renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from channels.base import (
    Ambiguous,
    CannotKnow,
    Capabilities,
    NotSent,
    Post,
    Receipt,
    Refused,
    State,
)
from channels.base import Connector as Base
from channels.hashtags import with_hashtags
from channels.settings import Field

#: Characters of the title in a name; with the key and in UTF-8 that stays below the 255 bytes file systems allow.
_TITLE_LENGTH = 40

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Connector(Base):
    label = "Folder"
    capabilities = Capabilities(
        html=True,
        media_limit=50,
        edit=True,
        withdraw=True,
        idempotency=True,
        lookup=True,
        lookup_grace=0,
        recheck=True,
        utm_source="folder",
    )
    settings = (
        Field("directory", "Directory", help="Absolute path on the machine that runs the hub; made if missing."),
        Field(
            "base_url",
            "Public address",
            kind="url",
            required=False,
            help="Where a web server shows the directory. Empty: posts get a file:// address.",
        ),
    )

    def check(self) -> str:
        directory = self._directory()
        self._ready(directory)
        return f"{directory} can be written to."

    def problems(self, post: Post) -> Sequence[str]:
        return [f"The file {medium.name} is missing." for medium in post.media if not medium.path.is_file()]

    def publish(self, post: Post, state: State) -> Receipt:
        directory = self._directory()
        self._ready(directory)
        try:
            found = _find(directory, post.key)
        except OSError as error:
            raise NotSent(f"{directory} cannot be read: {_reason(error)}.") from error
        if found:
            return self._receipt(found)
        self._clear_leftovers(directory, post.key)
        work = self._written(directory, post)
        place = directory / f"{_slug(post.title)}--{_plain(post.key)}"
        try:
            work.rename(place)
        except OSError as error:
            shutil.rmtree(work, ignore_errors=True)
            raise NotSent(f"{place.name} could not be put in place: {_reason(error)}.") from error
        try:
            _to_disk(directory)
        except OSError as error:
            raise Ambiguous(f"{place.name} may not be stored for good: {_reason(error)}.") from error
        return self._receipt(place)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        directory = self._directory()
        if not directory.is_dir():
            # A disk that is not mounted looks like this, and what was written to it is still out.
            raise CannotKnow(f"{directory} is not there; mount or make it.")
        try:
            found = _find(directory, post.key)
        except OSError as error:
            raise CannotKnow(f"{directory} cannot be read: {_reason(error)}.") from error
        return self._receipt(found) if found else None

    def update(self, post: Post, receipt: Receipt) -> Receipt:
        """Replace the files one by one, ``post.json`` last: whoever reads meanwhile finds each of them whole."""
        directory = self._directory()
        place = self._place(directory, receipt)
        if place is None:
            raise Refused(f"{receipt.id} is not in {directory} any more; publish it anew.")
        work = self._written(directory, post)
        try:
            _replace(place, work)
        except OSError as error:
            raise Ambiguous(f"{place.name} may be changed in part: {_reason(error)}.") from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return self._receipt(place)

    def withdraw(self, receipt: Receipt) -> None:
        directory = self._directory()
        place = self._place(directory, receipt)
        if place is None:
            return
        try:
            gone = Path(tempfile.mkdtemp(prefix=".withdrawn.", dir=directory))
            place.rename(gone / "post")
        except OSError as error:
            raise NotSent(f"{place.name} could not be removed: {_reason(error)}.") from error
        shutil.rmtree(gone, ignore_errors=True)

    def still_live(self, receipt: Receipt) -> bool:
        directory = self._directory()
        if not directory.is_dir():
            raise CannotKnow(f"{directory} is not there; mount or make it.")
        try:
            return self._place(directory, receipt) is not None
        except OSError as error:
            raise CannotKnow(f"{directory} cannot be read: {_reason(error)}.") from error

    @staticmethod
    def _place(directory: Path, receipt: Receipt) -> Path | None:
        """Where the post lies; None when it is not there.

        :raises Refused: the receipt does not name a post.
        """
        place = directory / receipt.id
        plain = receipt.id and receipt.id == Path(receipt.id).name and not receipt.id.startswith(".")
        if plain and not os.path.lexists(place):
            return None
        if not plain or place.is_symlink() or _key(place) is None:
            raise Refused(f"{receipt.id!r} is not a post in {directory}.")
        return place

    def _directory(self) -> Path:
        directory = Path(self.values["directory"])
        if not directory.is_absolute():
            raise Refused(f"Give the directory as an absolute path; {directory} is not one.")
        return directory

    @staticmethod
    def _ready(directory: Path) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=directory).close()
        except (FileExistsError, NotADirectoryError, PermissionError) as error:
            raise Refused(f"{directory} cannot be written to: {_reason(error)}.") from error
        except OSError as error:
            raise NotSent(f"{directory} cannot be written to: {_reason(error)}.") from error

    def _written(self, directory: Path, post: Post) -> Path:
        for problem in self.problems(post):
            raise Refused(problem)
        work: Path | None = None
        try:
            work = Path(tempfile.mkdtemp(prefix=f".{_plain(post.key)}.", dir=directory))
            work.chmod(0o755)
            _write(work, post)
        except OSError as error:
            if work:
                shutil.rmtree(work, ignore_errors=True)
            raise NotSent(f"The post could not be written to {directory}: {_reason(error)}.") from error
        return work

    @staticmethod
    def _clear_leftovers(directory: Path, key: str) -> None:
        """Remove what a crash left of an earlier attempt at the same post."""
        for path in directory.glob(f".{_plain(key)}.*"):
            shutil.rmtree(path, ignore_errors=True)

    def _receipt(self, place: Path) -> Receipt:
        base = self.values.get("base_url", "")
        url = f"{base.rstrip('/')}/{quote(place.name)}/" if base else place.resolve().as_uri()
        return Receipt(id=place.name, url=url, raw={"files": sorted(_files(place))})


def _slug(title: str) -> str:
    """Letters and digits of any script, joined by single hyphens: never a dot, a slash or an empty name."""
    return "-".join(re.findall(r"[^\W_]+", title.lower()))[:_TITLE_LENGTH].strip("-") or "post"


def _plain(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]


def _find(directory: Path, key: str) -> Path | None:
    return next((path for path in directory.glob(f"[!.]*--{_plain(key)}") if _key(path) == key), None)


def _key(place: Path) -> str | None:
    try:
        found = json.loads((place / "post.json").read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return str(found.get("key")) if isinstance(found, dict) else None


def _files(place: Path) -> list[str]:
    return [path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()]


def _replace(place: Path, work: Path) -> None:
    """Put the files of ``work`` in place of those that are there."""
    fresh = _files(work)
    for name in sorted(fresh, key=lambda name: name == "post.json"):
        (place / name).parent.mkdir(exist_ok=True)
        os.replace(work / name, place / name)
    for name in set(_files(place)) - set(fresh):
        (place / name).unlink(missing_ok=True)
    _to_disk(place)


def _write(work: Path, post: Post) -> None:
    (work / "post.txt").write_text(_text(post), encoding="utf-8")
    if post.html:
        (work / "index.html").write_text(post.html, encoding="utf-8")
    document: dict[str, Any] = {**post.as_json(), "media": []}
    for number, medium in enumerate(post.media, start=1):
        (work / "media").mkdir(exist_ok=True)
        name = f"media/{number:02}-{_file_name(medium.name)}"
        shutil.copyfile(medium.path, work / name)
        # Where the file lay on the hub's own disk is nobody's business.
        document["media"].append({**medium.as_json(), "path": name})
    (work / "post.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for path in [work / name for name in _files(work)]:
        _to_disk(path)


def _text(post: Post) -> str:
    text = with_hashtags(post.text, post.hashtags, lambda _: True)
    return "\n\n---\n\n".join([text, *post.parts]) + "\n"


def _file_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    ending = "".join(re.findall(r"[A-Za-z0-9]+", ending))[:10]
    return f"{_slug(stem or name)}.{ending}" if dot and ending else _slug(name)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
