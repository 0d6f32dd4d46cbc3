"""Small files to import, built by hand: pictures, PDFs with fonts and images, Word documents."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
from PIL import Image

LETTER = b"/MediaBox [0 0 612 792]"
JPEG_KEYS = (
    b"/Type /XObject /Subtype /Image /Width 60 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
)
PDF_FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier"}


def picture(colour: str = "navy", size: tuple[int, int] = (60, 40), form: str = "PNG") -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def bomb_png(side: int = 60_000) -> bytes:
    """A valid PNG head that promises side x side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


Words = tuple[str, float, float, float, str]  # font, size, x, y (from below), text


def pdf(
    pages: list[list[Words]],
    *,
    info: str = "",
    outline: list[str] | None = None,
    jpeg: bytes = b"",
    encrypt: str = "",
) -> bytes:
    """A PDF of US letter pages, each a list of placed words; `jpeg` stands in the middle of the first page.

    `outline` names an entry for each page. `encrypt` is put into the trailer as it is.
    """
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    catalog, tree = add(b""), add(b"")
    fonts = b" ".join(b"/%s %d 0 R" % (name.encode(), add(_font(font))) for name, font in PDF_FONTS.items())
    image = add(stream(jpeg, JPEG_KEYS)) if jpeg else 0
    kids = []
    for number, words in enumerate(pages):
        shown = image if number == 0 else 0
        drawn = add(stream(_drawn(words) + (b"q 240 0 0 160 72 300 cm /Im1 Do Q" if shown else b"")))
        images = b"/XObject << /Im1 %d 0 R >>" % shown if shown else b""
        resources = b"/Resources << /Font << %s >> %s >>" % (fonts, images)
        kids.append(add(b"<< /Type /Page /Parent %d 0 R %s /Contents %d 0 R %s >>" % (tree, LETTER, drawn, resources)))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[tree - 1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    outlines = _outline(objects, add, outline or [], kids)
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R %s >>" % (tree, outlines)
    about = add(b"<< /Title (%s) >>" % info.encode()) if info else 0
    return assembled(objects, catalog, about, encrypt)


def _font(name: str) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name.encode()


def stream(data: bytes, keys: bytes = b"") -> bytes:
    """An object of a PDF that holds `data`."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data)


def _drawn(words: list[Words]) -> bytes:
    lines = []
    for font, size, x, y, text in words:
        escaped = text.replace("(", "\\(").replace(")", "\\)")
        lines.append(f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n")
    return "".join(lines).encode("cp1252")


def _outline(objects: list[bytes], add, titles: list[str], kids: list[int]) -> bytes:
    if not titles:
        return b""
    root = add(b"")
    first = root + 1
    for i, title in enumerate(titles):
        near = (b"/Prev %d 0 R " % (first + i - 1) if i else b"") + (
            b"/Next %d 0 R" % (first + i + 1) if i + 1 < len(titles) else b""
        )
        add(
            b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /Fit] %s >>"
            % (title.encode(), root, kids[min(i, len(kids) - 1)], near)
        )
    objects[root - 1] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (
        first,
        first + len(titles) - 1,
        len(titles),
    )
    return b"/Outlines %d 0 R" % root


def assembled(objects: list[bytes], catalog: int = 1, about: int = 0, encrypt: str = "") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    extra = (b"/Info %d 0 R " % about if about else b"") + encrypt.encode()
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        catalog,
        extra,
        table,
    )
    return bytes(out)


def paragraph(top: float, *lines: str, font: str = "F1", size: float = 11, left: float = 72) -> list[Words]:
    """Lines below each other, 13 points apart."""
    return [(font, size, left, top - 13 * i, line) for i, line in enumerate(lines)]


def word(folder: Path, build, name: str = "paper.docx") -> Path:
    """A Word document that `build(document)` filled."""
    document = docx.Document()
    build(document)
    path = folder / name
    document.save(path)
    return path


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_footnote(path: Path, words: str, link: tuple[str, str]) -> Path:
    """A Word document in which the run "NOTE" is a footnote of these words, and "LINK" a link: its words and address."""
    with zipfile.ZipFile(path) as old:
        files = {
            name: old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            for name in old.namelist()
        }
    files["word/document.xml"] = (
        files["word/document.xml"]
        .replace("<w:t>NOTE</w:t>", '<w:footnoteReference w:id="2"/>')
        .replace("<w:r><w:t>LINK</w:t></w:r>", f'<w:hyperlink r:id="hubLink" xmlns:r="{RELATIONS}"><w:r><w:t>{link[0]}</w:t></w:r></w:hyperlink>')
    )  # fmt: skip
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="hubNotes" Type="{RELATIONS}/footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="hubLink" Type="{RELATIONS}/hyperlink" Target="{link[1]}" TargetMode="External"/></Relationships>',
    )
    files["word/footnotes.xml"] = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(path, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
    return path
