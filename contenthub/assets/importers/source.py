"""What goes into an importer and what comes out before it is assembled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from contenthub.assets.importers.beside import Beside
from contenthub.assets.importers.pictures import Pictures


@dataclass(frozen=True)
class Source:
    """A file to import: its name as its owner knows it, its bytes, and where its pictures may lie (None: nowhere)."""

    name: str
    data: bytes
    beside: Beside | None = None

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return PurePath(self.name).stem


@dataclass
class Draft:
    """A file read into HTML. An `<img>` is either "picture:<key>", already among `pictures`, or an address to look up."""

    html: str
    pictures: Pictures
    title: str = ""  # from the document's properties
    stem: str = ""  # of the document's own name, when it came in a zip file
    warnings: list[str] = field(default_factory=list)
    front_matter: dict[str, Any] = field(default_factory=dict)
