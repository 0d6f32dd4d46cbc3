"""Word documents (.docx) by way of mammoth: insertions are kept, deletions and comments are not, footnotes become notes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

import mammoth
from django.utils.translation import gettext as _

from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_archive, too_deep
from contenthub.assets.importers.pictures import PREFIX, Pictures
from contenthub.assets.importers.source import Draft, Source

LABEL = "Word"
ENDINGS = (".docx",)

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote.quote > p:fresh
p[style-name='Intense Quote'] => blockquote.quote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Image Caption'] => p.caption:fresh
p[style-name='Table Caption'] => p.caption:fresh
p[style-name='TOC Heading'] => h2:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
r[style-name='Verbatim Char'] => code
r[style-name='HTML Code'] => code
"""
NOTES = re.compile(r'<ol>(?=<li id="(?:[\w-]*-)?(?:footnote|endnote)-)(.*)</ol>\s*$', re.S)
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
# What reading a part of a broken archive can raise.
UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError)
CORE = "docProps/core.xml"
TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
GENERIC = re.compile(r"(?:word document|document\d*|microsoft word.*|untitled|无标题|文档\d*)?", re.I)


def read(source: Source) -> Draft:
    """The document as HTML. Raises ImportProblem for one that is damaged, protected, or packed to burst."""
    warnings: list[str] = []
    pictures = Pictures(None)
    with check_archive(source.data) as archive:
        if "word/document.xml" not in archive.namelist():
            raise ImportProblem(_("This is not a Word document (.docx), whatever its name; save it again from Word."))
        title = _title(archive)
        _refuse_entities(archive)

    def picture(image: Any) -> dict[str, str]:
        with image.open() as file:
            key = pictures.add(file.read(), image.alt_text or "")
        return {"src": PREFIX + key if key else "unreadable"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(source.data), style_map=STYLES, convert_image=mammoth.images.img_element(picture)
        )
    except RecursionError:
        raise too_deep() from None
    except ImportProblem:
        raise
    except Exception as error:  # mammoth names no error of its own: what a broken part makes it stumble over gets here
        raise _damaged() from error
    html = NOTES.sub(r'<section class="footnotes"><ol>\1</ol></section>', result.value)
    return Draft(html, pictures, title=title, warnings=warnings)


def _title(archive: zipfile.ZipFile) -> str:
    """The title among the document's properties, unless it is what the program fills in by itself."""
    try:
        found = TITLE.search(archive.read(CORE).decode("utf-8", "replace"))
    except UNREADABLE:
        return ""
    title = found[1].strip() if found else ""
    return "" if GENERIC.fullmatch(title) else title


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """A Word document declares no entities; one that does means to unfold into something big."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            try:
                with archive.open(name) as part:
                    if DOCTYPE.search(part.read(4096)):
                        raise _damaged()
            except UNREADABLE:
                raise _damaged() from None


def _damaged() -> ImportProblem:
    return ImportProblem(
        _("The Word document is damaged or was cut short; save it again from Word and import the new file.")
    )
