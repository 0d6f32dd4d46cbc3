"""What a file holds, by its first bytes, whatever it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contenthub.assets.importers.decoding import without_mark
from contenthub.assets.importers.limits import archive_names

MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
ANY_TAG = re.compile(rb"<(?:p|div|h[1-6]|ul|ol|table|article|main|section|body|span|br|a)\b[^>]*>", re.I)
MARKDOWN = re.compile(rb"^(?:#{1,6}\s+\S|```|\|.+\|\s*$)", re.M)
TEXT_ENDINGS = (".md", ".markdown", ".txt", ".text")


@dataclass(frozen=True)
class Inside:
    """What was found: a phrase for it and the endings it may have, the usual one first; or why it is refused."""

    what: str = ""
    endings: tuple[str, ...] = ()
    refusal: str = ""


def sniff(data: bytes) -> Inside:
    """Looks at `data`; never raises, and what it does not know is taken for text."""
    start = without_mark(data)
    if b"%PDF-" in start[:1024]:
        return Inside(_("a PDF"), (".pdf",))
    if start.startswith(b"PK\x03\x04"):
        return _zip(data)
    refusal = _refused(start, data)
    if refusal:
        return Inside(refusal=refusal)
    if MARKUP.match(start):
        return Inside(_("HTML"), (".html", ".htm", ".xhtml"))
    more = data[:65536] if start == data[:8192] else start
    html = (".html", ".htm", ".xhtml") if ANY_TAG.search(more) else ()
    return Inside(_("plain text"), (".md" if MARKDOWN.search(more) else ".txt", *TEXT_ENDINGS, *html))


def _zip(data: bytes) -> Inside:
    names = archive_names(data)
    if "word/document.xml" in names or any(name.startswith("word/") for name in names) or _is_cut_word(data, names):
        return Inside(_("a Word document"), (".docx",))
    if any(name.startswith("xl/") for name in names):
        return Inside(refusal=_("This is a spreadsheet; save what you need as a Word document, PDF or text."))
    if any(name.startswith("ppt/") for name in names):
        return Inside(refusal=_("This is a presentation; save what you need as a Word document, PDF or text."))
    if b"application/vnd.oasis.opendocument" in data[:200]:
        return Inside(refusal=_("This is an OpenDocument file; save it as a Word document (.docx) and import that."))
    return Inside(_("a zip archive"), (".zip",))


def _is_cut_word(data: bytes, names: list[str]) -> bool:
    """A docx that lost the directory at its end still names its parts in the clear, at the start of each."""
    return not names and re.search(rb"PK\x03\x04.{26}word/", data, re.S) is not None


def _refused(start: bytes, data: bytes) -> str:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _("This document is protected by a password; save it without one and import it again.")
        return _("This is an old Word file (.doc) or one protected by a password; save it as .docx without a password.")
    if start.startswith(b"{\\rtf"):
        return _("This is a rich text file (.rtf); open it in Word and save it as .docx.")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")) and b"\x00" in start:
        return _("This is a picture; import the document and put the picture in it.")
    if b"\x00" in start:
        return _("This is not a document that can be read; save it as Word, PDF, HTML, Markdown or text.")
    return ""
