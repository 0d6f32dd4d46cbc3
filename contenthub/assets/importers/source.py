"""What goes into an importer and what comes out before it is assembled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext as _

from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_characters
from contenthub.assets.importers.pictures import Pictures


@dataclass(frozen=True)
class Source:
    """A file to import: its name as its owner knows it, its bytes, and the folder its pictures may lie in (or None)."""

    name: str
    data: bytes
    folder: Path | None = None

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
    warnings: list[str] = field(default_factory=list)
    front_matter: dict[str, Any] = field(default_factory=dict)


BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes, warnings: list[str], declared: str = "") -> str:
    """Bytes as text: UTF-8, what a byte order mark or `declared` says, or GB 18030 with a warning.

    Raises ImportProblem for what is none of these and for a text that is too long or has no letters.
    """
    marked = next((name for mark, name in BOMS if data.startswith(mark)), "")
    for encoding in filter(None, (marked, "utf-8", declared, "gb18030")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == "gb18030":
            warnings.append(
                _("The file is not in UTF-8; it was read as GB 18030. Check that the characters are right.")
            )
        check_characters(len(text))
        if "\x00" in text:
            break
        if not text.strip("\ufeff \t\r\n\f"):
            raise ImportProblem(_("The file holds no text; choose another file."))
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ImportProblem(_("The file is not text in UTF-8 or GB 18030; save it as UTF-8 and import it again."))
