"""What a file holds, by its first bytes, whatever it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    start = data[:8192]
    if b"%PDF-" in start[:1024]:
        return Inside(_("a PDF"), (".pdf",))
    if start.startswith(b"PK\x03\x04"):
        return _zip(data)
    refusal = _refused(start)
    if refusal:
        return Inside(refusal=refusal)
    if MARKUP.match(start):
        return Inside(_("HTML"), (".html", ".htm", ".xhtml"))
    html = (".html", ".htm", ".xhtml") if ANY_TAG.search(data[:65536]) else ()
    return Inside(_("plain text"), (".md" if MARKDOWN.search(data[:65536]) else ".txt", *TEXT_ENDINGS, *html))


def _zip(data: bytes) -> Inside:
    """A docx names its parts in the clear, at the start of each and again in the directory at the end."""
    names = data[:65536] + data[-65536:]
    if b"word/" in names:
        return Inside(_("a Word document"), (".docx",))
    if b"xl/" in names:
        return Inside(refusal=_("This is a spreadsheet; save what you need as a Word document, PDF or text."))
    if b"ppt/" in names:
        return Inside(refusal=_("This is a presentation; save what you need as a Word document, PDF or text."))
    if b"application/vnd.oasis.opendocument" in data[:200]:
        return Inside(refusal=_("This is an OpenDocument file; save it as a Word document (.docx) and import that."))
    return Inside(refusal=_("This is a zip archive; unpack it and import the document in it."))


def _refused(start: bytes) -> str:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _("This is an old Word file (.doc) or one protected by a password; save it as .docx without a password.")
    if start.startswith(b"{\\rtf"):
        return _("This is a rich text file (.rtf); open it in Word and save it as .docx.")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")) and b"\x00" in start:
        return _("This is a picture; import the document and put the picture in it.")
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("This is not a document that can be read; save it as Word, PDF, HTML, Markdown or text.")
    return ""
