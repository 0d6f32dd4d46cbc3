"""Word documents (.docx) by way of mammoth: insertions are kept, deletions and comments are not, footnotes become notes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import mammoth

from contenthub.assets.importers.beside import UNREADABLE
from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_archive, too_deep
from contenthub.assets.importers.pictures import PREFIX, Pictures
from contenthub.assets.importers.source import Draft, Source
from contenthub.assets.importers.word_parts import Parts, damaged

LABEL = "Word"
ENDINGS = (".docx",)

NOTES = re.compile(r'<ol>(?=<li id="(?:[\w-]*-)?(?:footnote|endnote)-)(.*)</ol>\s*$', re.S)
CORE = "docProps/core.xml"
TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
GENERIC = re.compile(r"(?:word document|document\d*|microsoft word.*|untitled|无标题|文档\d*)?", re.I)


def read(source: Source) -> Draft:
    """The document as HTML. Raises ImportProblem for one that is damaged, protected, or packed to burst."""
    warnings: list[str] = []
    pictures = Pictures(None)
    with check_archive(source.data) as archive:
        parts = Parts(archive)
        title = _title(archive)
        styles = parts.style_map()
        data = parts.prepared(warnings)

    def picture(image: Any) -> dict[str, str]:
        with image.open() as file:
            key = pictures.add(file.read(), image.alt_text or "")
        return {"src": PREFIX + key if key else "unreadable"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data), style_map=styles, convert_image=mammoth.images.img_element(picture)
        )
    except RecursionError:
        raise too_deep() from None
    except ImportProblem:
        raise
    except Exception as error:  # mammoth names no error of its own: what a broken part makes it stumble over gets here
        raise damaged() from error
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
