"""PDF by way of pdfium: its text in reading order, headings by outline, size and weight, pictures where they stand."""

from __future__ import annotations

import io
from html import escape
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_characters, check_pixels
from contenthub.assets.importers.pdf_furniture import body_size, without_furniture, without_repeated
from contenthub.assets.importers.pdf_headings import Headings, split_cover, squeezed
from contenthub.assets.importers.pdf_layout import parts_of, to_html
from contenthub.assets.importers.pdf_lines import PageReader, PdfLine, Placed
from contenthub.assets.importers.pdf_links import areas
from contenthub.assets.importers.pdf_notes import split_notes
from contenthub.assets.importers.pdf_tags import alternatives
from contenthub.assets.importers.pdf_trial import MOST_PAGES, opens
from contenthub.assets.importers.pictures import PREFIX, Pictures
from contenthub.assets.importers.source import Draft, Source

ONE_AT_A_TIME = Lock()  # pdfium is not made for several threads

LABEL = "PDF"
ENDINGS = (".pdf",)

MOST_PICTURES = 200
SMALLEST_SIDE = 40.0  # points on the page: less is an icon
COVERS = 0.85  # of the page's width and height: a scan of it
WHOLE_WIDTH = 0.98  # of the page; a picture that also runs over its edge is decoration
LEAST_LETTERS = 8  # a page, on average
SCANNED_LETTERS = 40  # fewer, on a page that is one picture, are a stamp or a number
SCANNED_SHARE = 0.5  # of the pages: more, and the file is a scan
END_WITHIN = 2048  # bytes; ISO 32000-1, 7.5.5 has %%EOF last, readers look for it in the last 1024


def read(source: Source) -> Draft:
    """The document as HTML. Raises ImportProblem for one that is damaged, protected, or a scan without text."""
    if b"%%EOF" not in source.data[-END_WITHIN:]:
        raise _damaged()
    if not opens(source.data):
        raise ImportProblem(
            _("The PDF takes too much memory or time to open; export it again more simply, or import it in parts.")
        )
    with ONE_AT_A_TIME:
        return _opened(source.data)


def _opened(data: bytes) -> Draft:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ImportProblem(
                _("The PDF is protected by a password; save it without one and import it again.")
            ) from None
        raise _damaged() from None
    try:
        return _read(document)
    except pdfium.PdfiumError:
        raise _damaged() from None
    finally:
        document.close()


def _read(document: pdfium.PdfDocument) -> Draft:
    if len(document) > MOST_PAGES:
        raise ImportProblem(_("The PDF has over %(most)d pages; import it in parts.") % {"most": MOST_PAGES})
    pictures = Pictures(None)
    reader = PageReader()
    lines: list[PdfLine] = []
    heights: dict[int, float] = {}
    placed: dict[int, list[Placed]] = {}
    letters = scanned = 0
    for number in range(len(document)):
        page = document[number]
        heights[number] = page.get_height()
        found, tables = reader.read(page, number, areas(document, page))
        here = sum(len(line.text) for line in found)
        letters += here
        scanned += here < SCANNED_LETTERS and _is_picture(page)
        check_characters(letters)
        lines += found
        placed[number] = tables + _pictures(page, pictures)
        page.close()
    if letters < LEAST_LETTERS * len(document) or scanned > SCANNED_SHARE * len(document):
        raise ImportProblem(
            _(
                "The PDF holds pictures of its pages and no text; run text recognition (OCR) on it and import the result."
            )
        )
    placed = without_repeated(placed)
    body = body_size(lines)
    lines = without_furniture(lines, heights)
    lines, notes = split_notes(lines, body, heights)
    title, lines = split_cover(lines, body) if lines else ("", lines)
    parts = parts_of(lines, Headings(lines, body, _outline(document)), placed)
    return Draft(
        to_html(parts, notes), pictures, title=title or _property(document, "Title"), warnings=_left_out(scanned)
    )


def _left_out(pages: int) -> list[str]:
    """A warning about pages that are pictures."""
    if not pages:
        return []
    sentence = ngettext(
        "%(count)d page is a picture without text and was left out; run text recognition (OCR) on it if it matters.",
        "%(count)d pages are pictures without text and were left out; run text recognition (OCR) on them if they matter.",
        pages,
    )
    return [sentence % {"count": pages}]


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether a picture covers the page."""
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if right - left > COVERS * width and top - bottom > COVERS * height:
            return True
    return False


def _outline(document: pdfium.PdfDocument) -> dict[str, int]:
    """{entry, squeezed: its level, from 1}."""
    try:
        return {squeezed(entry.get_title() or ""): entry.level + 1 for entry in document.get_toc(max_depth=6)}
    except pdfium.PdfiumError:
        return {}


def _property(document: pdfium.PdfDocument, name: str) -> str:
    value = document.get_metadata_value(name).strip()
    generated = value.lower().endswith((".doc", ".docx", ".indd", ".pages", ".tex", ".md")) or value.startswith(
        "Microsoft Word"
    )
    return "" if generated or value.lower() in ("untitled", "document") else value


def _pictures(page: pdfium.PdfPage, pictures: Pictures) -> list[Placed]:
    """Each picture that is content, not background or ornament."""
    found: list[Placed] = []
    width, height = page.get_size()
    described = alternatives(page)
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if right - left < SMALLEST_SIDE or top - bottom < SMALLEST_SIDE or len(pictures.kept) >= MOST_PICTURES:
            continue
        over_edge = left < 0 or bottom < 0 or right > width or top > height
        if right - left > WHOLE_WIDTH * width and (over_edge or top - bottom > 0.8 * height):
            continue
        check_pixels(*image.get_px_size())
        key = pictures.add(_data(image), "figure")
        if key:
            alt = described.get(raw.FPDFPageObj_GetMarkedContentID(image.raw), "")
            html = f'<p><img src="{PREFIX + key}" alt="{escape(alt)}"></p>'
            found.append(Placed(height - top, height - bottom, left, right, html))
    return found


def _data(image: pdfium.PdfImage) -> bytes:
    """The picture as it stands in the file where that is a JPEG, else drawn and written as PNG."""
    filters = image.get_filters()
    if filters == ["DCTDecode"]:
        return bytes(image.get_data())
    out = io.BytesIO()
    image.get_bitmap(render=False).to_pil().save(out, "PNG", compress_level=3)
    return out.getvalue()


def _damaged() -> ImportProblem:
    return ImportProblem(_("The PDF is damaged or was cut short; export it again and import the new file."))
