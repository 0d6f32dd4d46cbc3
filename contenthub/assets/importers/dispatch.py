"""Chooses the importer for a file, by its ending and by what is in it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path, PurePath
from typing import Protocol

from django.utils.translation import gettext as _

from contenthub.assets.importers.assemble import assemble
from contenthub.assets.importers.beside import Folder
from contenthub.assets.importers.imported import Imported, ImportProblem
from contenthub.assets.importers.limits import MOST_BYTES, check_bytes, too_deep
from contenthub.assets.importers.sniffing import sniff
from contenthub.assets.importers.source import Draft, Source


class Format(Protocol):
    """What a module must declare to be a format."""

    LABEL: str
    ENDINGS: tuple[str, ...]

    @staticmethod
    def read(source: Source) -> Draft: ...


@cache
def formats() -> dict[str, Format]:
    """{ending: module}, found by looking at the modules of this package."""
    package = __name__.rpartition(".")[0]
    where = [str(Path(__file__).parent)]
    modules = [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(where)]
    return {ending: module for module in modules for ending in getattr(module, "ENDINGS", ())}  # type: ignore[misc]


def endings() -> dict[str, str]:
    """{".md": "Markdown", ...}: every ending that can be imported, with the name of its format."""
    return {ending: module.LABEL for ending, module in sorted(formats().items())}


def load(path: str | Path, *, name: str = "", local_images: bool = True) -> Imported:
    """The file at `path` as a structured asset. Raises ImportProblem, with nothing half-made, when that cannot be done.

    `name` is the file's own name when `path` is a temporary one. Pictures are looked for beside the file only with
    `local_images`; an upload has nothing beside it that is its own.
    """
    path = Path(path)
    source = Source(name or path.name, _bytes(path), Folder(path.parent) if local_images else None)
    module = format_of(source)
    try:
        return assemble(module.read(source), source)
    except RecursionError:
        raise too_deep() from None


def _bytes(path: Path) -> bytes:
    try:
        check_bytes(path.stat().st_size)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ImportProblem(_("There is no file %(name)s; check the path.") % {"name": path}) from None
    except OSError as error:
        raise ImportProblem(_("%(name)s cannot be read: %(why)s.") % {"name": path, "why": error.strerror}) from None


def format_of(source: Source) -> Format:
    """The module for the file's ending, once its content was seen to be what the ending says."""
    ending = PurePath(source.name).suffix.lower()
    inside = sniff(source.data)
    known = formats()
    if inside.refusal:
        raise ImportProblem(inside.refusal)
    if ending not in known:
        raise ImportProblem(
            _("%(ending)s files cannot be imported; save it as one of %(known)s.")
            % {"ending": ending or _("Nameless"), "known": ", ".join(sorted(known))}
        )
    if ending not in inside.endings:
        raise ImportProblem(
            _("%(name)s ends in %(ending)s but holds %(inside)s; rename it to end in %(right)s and import it again.")
            % {"name": source.name, "ending": ending, "inside": inside.what, "right": inside.endings[0]}
        )
    return known[ending]
