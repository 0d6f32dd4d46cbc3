"""A zip file that holds one document and the pictures in it."""

from __future__ import annotations

import posixpath
import re
import stat
import zipfile
from dataclasses import replace

from django.utils.translation import gettext as _

from contenthub.assets.importers.beside import UNREADABLE, Packed, member_name
from contenthub.assets.importers.dispatch import format_of
from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_archive, check_bytes
from contenthub.assets.importers.source import Draft, Source

LABEL = "Zip of a document and its pictures"
ENDINGS = (".zip",)

#: What the archive is searched for, in this order: the first kind found anywhere is the document.
DOCUMENTS = ((".md", ".markdown", ".html", ".htm", ".xhtml", ".docx"), (".txt", ".text", ".pdf"))
# What systems pack along unasked.
LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db|desktop\.ini|~\$)", re.I)
ESCAPES = re.compile(r"^(?:/|[a-z]:)|(?:^|/)\.\.(?:/|$)", re.I)
MOST_NAMED = 10


def read(source: Source) -> Draft:
    """The document in the archive, with the archive's files as what lies beside it. Nothing is written to disk.

    Raises ImportProblem for an archive with no document, with several, or with names or links that lead out of it.
    """
    archive = check_archive(source.data)
    members = archive.infolist()
    _refuse_escapes(members)
    member = _document({member_name(each): each for each in members if not each.is_dir()})
    name = member_name(member)
    check_bytes(member.file_size)
    try:
        data = archive.read(member)
    except UNREADABLE:
        raise ImportProblem(
            _("%(name)s in the zip file is damaged; pack it again and import the new file.") % {"name": name}
        ) from None
    inner = Source(posixpath.basename(name), data, Packed(archive, posixpath.dirname(name)))
    return replace(format_of(inner).read(inner), stem=inner.stem)


def _refuse_escapes(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        name = member_name(member).replace("\\", "/")
        if ESCAPES.search(name):
            raise ImportProblem(
                _("The zip file names a file outside itself (%(name)s) and was not opened; pack the document again.")
                % {"name": name[:200]}
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise ImportProblem(
                _("The zip file holds a link instead of a file (%(name)s); pack the file itself.")
                % {"name": name[:200]}
            )


def _document(files: dict[str, zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The one document that lies in the topmost folder with a document in it."""
    for endings in DOCUMENTS:
        found = sorted(name for name in files if name.lower().endswith(endings) and not LITTER.search(name))
        if not found:
            continue
        depth = min(name.count("/") for name in found)
        top = [name for name in found if name.count("/") == depth]
        if len(top) > 1:
            more = _(" and %(count)d more") % {"count": len(top) - MOST_NAMED} if len(top) > MOST_NAMED else ""
            raise ImportProblem(
                _("The zip file holds more than one document (%(names)s); leave one in it, with its pictures.")
                % {"names": ", ".join(top[:MOST_NAMED]) + more}
            )
        return files[top[0]]
    raise ImportProblem(
        _("The zip file holds no document; pack a Markdown, HTML or Word file together with its pictures.")
    )
