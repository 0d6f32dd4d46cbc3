"""Making an animatic, from the script to the stored file."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from contenthub.variants.animatic import encoder, store
from contenthub.variants.animatic.film import digest, film
from contenthub.variants.animatic.problem import AnimaticError
from contenthub.variants.animatic.stills import captioned, draw
from contenthub.variants.shots import shots

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript

#: Called with ("draw" or "encode", how many are done, of how many); what it raises ends the work.
Report = Callable[[str, int, int], None]
#: Seconds after which a work folder belongs to nobody any more.
_ABANDONED = 3600


def make(script: VideoScript, report: Report = lambda step, done, total: None) -> str:
    """See to it that the script's animatic is stored; return its digest. One that is there already is left alone.

    :raises AnimaticError: it cannot be made; nothing half-made is left.
    """
    name = digest(script)
    if store.there(script.pk, name):
        return name
    if not script.scenes and not script.hook.strip():
        raise AnimaticError(_("The script is empty: write a hook and scenes first."))
    encoder.binary()
    with _full_disk_said(), _folder() as folder:
        store.keep(script.pk, name, _files(script, folder, report))
    return name


def make_file(script: VideoScript, target: Path, report: Report = lambda step, done, total: None) -> None:
    """Write the script's animatic to ``target``, from the store or made now.

    :raises AnimaticError: see ``make``.
    """
    name = make(script, report)
    with _full_disk_said(), default_storage.open(store.name_of(script.pk, name)) as file, target.open("wb") as out:
        shutil.copyfileobj(file, out)


def _files(script: VideoScript, folder: Path, report: Report) -> dict[str, Path]:
    found = shots(script)
    seen = film(found, script.language)
    pictures, cards = [], {}
    for number, still in enumerate(seen):
        report("draw", still.shot, len(found))
        if still.shot not in cards:
            cards = {still.shot: draw(found[still.shot].card, script.brand)}
        picture = cards[still.shot]
        if still.caption:
            picture = captioned(picture, still.caption, script.language)
        path = folder / f"{number:04}.png"
        picture.save(path, compress_level=1)
        if not number:
            picture.save(folder / "poster.jpg", quality=85)
        pictures.append((path, still.length))
    video = folder / "animatic.mp4"
    encoder.encode(pictures, video, lambda share: report("encode", round(share * 100), 100))
    return {"jpg": folder / "poster.jpg", "mp4": video}


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A work folder of its own; those that a killed worker left behind are removed."""
    parent = Path(settings.HUB_DATA) / "animatics"
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.iterdir():
        if old.is_dir() and time.time() - old.stat().st_mtime > _ABANDONED:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


@contextlib.contextmanager
def _full_disk_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise AnimaticError(_("The disk is full: make room, then make the video again.")) from error
        raise AnimaticError(
            _("The video's files could not be written: %s.") % str(error.strerror or error).lower()
        ) from error
