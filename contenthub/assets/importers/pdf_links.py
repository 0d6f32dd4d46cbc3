"""Links of a PDF page: where they lie and where they lead, carried through the text by marks until it becomes HTML."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from html import escape, unescape

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from contenthub.lib.html import is_safe_address

# Private-use characters no text of a PDF should hold: OPEN address MIDDLE words CLOSE.
OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARKS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")
LINK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
BROKEN = re.compile(f"({OPEN}([^{MIDDLE}]*){MIDDLE}[^{CLOSE}]*){CLOSE}([\\s\x02]*){OPEN}\\2{MIDDLE}")
MOST = 500  # links on one page
LONGEST = 2000  # characters of an address
SLACK = 1.0  # points; the rectangle is often drawn as tight as the letters


@dataclass(frozen=True)
class Area:
    """A rectangle on the page, in points from its lower left corner, and the address a click on it opens."""

    left: float
    bottom: float
    right: float
    top: float
    address: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a letter that starts on the baseline at (x, y) lies in it."""
        return (
            self.left - SLACK <= x < self.right - SLACK / 2
            and self.bottom - SLACK <= y + SLACK
            and y < self.top - SLACK
        )


def areas(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[Area]:
    """The page's links to other places than the document itself."""
    found: list[Area] = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while len(found) < MOST and raw.FPDFLink_Enumerate(page.raw, position, link):
        address = _address(document, link)
        if address:
            found += [Area(*box, address) for box in _boxes(link)]
    return found


def _address(document: pdfium.PdfDocument, link: raw.FPDF_LINK) -> str:
    action = raw.FPDFLink_GetAction(link)
    size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0) if action else 0
    if not 1 < size <= LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    address = MARKS.sub("", buffer.value.decode("utf-8", "replace")).strip()
    outside = re.match(r"(?:https?://|mailto:|tel:)\S", address, re.I)
    return address if outside and is_safe_address(escape(address)) else ""


def _boxes(link: raw.FPDF_LINK) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) of each line of a link, or of the whole of it."""
    quad = raw.FS_QUADPOINTSF()
    boxes = []
    for i in range(min(raw.FPDFLink_CountQuadPoints(link), MOST)):
        if raw.FPDFLink_GetQuadPoints(link, i, quad):
            across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append((min(across), min(up), max(across), max(up)))
    rectangle = raw.FS_RECTF()
    if not boxes and raw.FPDFLink_GetAnnotRect(link, rectangle):
        low, high = sorted((rectangle.bottom, rectangle.top))
        boxes.append((rectangle.left, low, rectangle.right, high))
    return boxes


def marked(pieces: list[tuple[str, str]]) -> str:
    """(words, address or "") one after another, those with an address between marks; bullets and spaces stay outside."""
    text = ""
    for words, address in pieces:
        inner = re.search(r"\w.*\S|\w", words, re.S) if address else None
        if inner:
            text += f"{words[: inner.start()]}{OPEN}{address}{MIDDLE}{inner.group()}{CLOSE}{words[inner.end() :]}"
        else:
            text += words
    return text


def plain(text: str) -> str:
    """`text` without its links."""
    return LINK.sub(r"\2", text)


def with_links(text: str) -> str:
    """Marked text as HTML; a link that runs over several lines is one."""
    while (joined := BROKEN.sub(r"\1\3", text)) != text:
        text = joined
    html = LINK.sub(lambda found: f'<a href="{escape(unescape(found[1]))}">{found[2]}</a>', escape(text, quote=False))
    return MARKS.sub("", html)
