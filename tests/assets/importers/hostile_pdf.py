"""PDFs made to break an importer, each with a piece of the sentence that must refuse it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from tests.assets.importers.building import JPEG_KEYS, assembled, paragraph, pdf, picture, stream, written

Make = Callable[[Path], Path]
MEGABYTE = 1024 * 1024
PAGE = paragraph(700, "Some words that stand on this page.")
WORDS = b"BT /F1 11 Tf 72 700 Td (Some words that stand on this page.) Tj ET\n"
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
TEXT_KEYS = b"/Filter /FlateDecode"


def document(
    content: bytes, *, keys: bytes = b"", resources: bytes = b"", box: bytes = b"0 0 612 792", more: tuple[bytes, ...] = ()
) -> bytes:  # fmt: skip
    """One page that draws `content`; objects from 5 on are `more`."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s %s >> >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page % (box, FONT, resources),
            stream(content, keys),
            *more,
        ]
    )


def made(build: Callable[[], bytes]) -> Make:
    return lambda folder: written(folder, "a.pdf", build())


def packed(*layers: bytes, times: int = 1) -> bytes:
    data = b"".join(layers)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def bomb(times: int = 1, size: int = 400) -> bytes:
    filters = b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * times)
    return document(packed(WORDS, b" " * size * MEGABYTE, times=times), keys=filters)


def hidden_bomb() -> bytes:
    """The filter is named by another object, and written with an escape."""
    return document(packed(WORDS, b" " * 400 * MEGABYTE), keys=b"/Filter 5 0 R", more=(b"/Fl#61teDecode",))


def image_bomb() -> bytes:
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return document(
        WORDS + b"q 240 0 0 160 72 300 cm /Im1 Do Q",
        resources=b"/XObject << /Im1 5 0 R >>",
        more=(stream(packed(b"\0" * MEGABYTE), image + b" /Filter /FlateDecode"),),
    )


def shapes() -> bytes:
    return document(packed(WORDS, b"1 1 m 90 90 l S\n" * 1_200_000), keys=TEXT_KEYS)


def letters() -> bytes:
    lines = (b"BT /F1 .05 Tf 20 %d Td (%s) Tj ET\n" % (20 + 7 * n, b"word " * 3500) for n in range(70))
    return document(packed(WORDS, *lines), keys=TEXT_KEYS)


def scans(pages: int = 12, with_words: int = 2) -> bytes:
    """Pictures of pages, of which the first few have words too."""
    image = b"q 612 0 0 792 0 0 cm /Im1 Do Q"
    words = b"".join(
        b"BT /F1 11 Tf 72 %d Td (Some words that stand in a line of this page of the scan.) Tj ET\n" % (700 - 13 * n)
        for n in range(30)
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
        b" /Resources << " + FONT + b" /XObject << /Im1 3 0 R >> >> >>"
    )
    kids = b" ".join(b"%d 0 R" % (6 + n) for n in range(pages))
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
            stream(picture(form="JPEG"), JPEG_KEYS),
            stream(words),
            stream(image),
            *(page % (4 if n < with_words else 5) for n in range(pages)),
        ]
    )


def counts_wrong() -> bytes:
    return document(WORDS).replace(b"/Count 1 ", b"/Count 99999999 ")


def kids_of_themselves() -> bytes:
    return document(WORDS).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def forms_in_forms() -> bytes:
    """Each form draws the next one twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"
    depth = 25
    more = [stream(b"/X Do /X Do", form % (6 + n)) for n in range(depth)] + [stream(b"1 1 m 9 9 l S", form % 5)]
    return document(WORDS + b"/X Do", resources=b"/XObject << /X 5 0 R >>", more=tuple(more))


HOSTILE_PDF: dict[str, tuple[Make, str]] = {
    "a page that unpacks to 400 MB": (made(bomb), "too much memory or time"),
    "a page packed twice": (made(lambda: bomb(times=2)), "too much memory or time"),
    "a page whose packing is hidden": (made(hidden_bomb), "too much memory or time"),
    "a picture bomb": (made(image_bomb), "million pixels"),
    "forms in forms": (made(forms_in_forms), "too much memory or time"),
    "letters without end": (made(letters), "1 million characters"),
    "a scan with two pages of text": (made(scans), "text recognition (OCR)"),
    "1,200 pages": (made(lambda: pdf([PAGE] * 1200)), "over 1000 pages"),
    "pages within themselves": (made(kids_of_themselves), "damaged"),
    "a million shapes": (made(shapes), "too much memory or time"),
}  # fmt: skip
ODD_PDF: dict[str, Make] = {
    "a hundred million pages promised": made(counts_wrong),
    "a page as large as a town": made(lambda: document(WORDS, box=b"0 0 9999999 9999999")),
    "brackets without end": made(lambda: document(WORDS + b"[" * 2_000_000)),
    "many states": made(lambda: document(WORDS + b"q " * 500_000)),
    "a few scanned pages": made(lambda: scans(pages=4, with_words=3)),
}
