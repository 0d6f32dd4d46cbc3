"""The lines of a PDF page with what tells a heading from a paragraph: size, weight, place."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from contenthub.assets.importers.pdf_links import MARKS, Area, marked

FIXED_PITCH = 1  # PDF 32000-1, table 123: font descriptor flags
FORCE_BOLD = 1 << 18
BOLD_WEIGHT = 600
MONOSPACED = re.compile(r"mono|courier|consol|menlo|code|typewriter", re.I)
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|-medium", re.I)
SUBSET = re.compile(r"^[A-Z]{6}\+")
LOOKALIKES = re.compile(r"[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff]")
BREAK_AT_HYPHEN = "\x02"  # pdfium writes a hyphen at a line's end, where the word goes on, as this


@dataclass
class PdfLine:
    """One line. Lengths in points, `top` measured from the page's upper edge; `size` is what most of its letters have."""

    text: str
    page: int
    size: float
    bold: bool
    mono: bool
    font: str
    left: float
    right: float
    top: float
    base: float  # the baseline of its first letter, measured from above
    last_base: float  # and of its last: a word broken at a hyphen takes the line below along
    linked: str = ""  # `text` with its links marked, where it has any (see pdf_links)


class PageReader:
    """Reads one page after another of an open document."""

    def __init__(self) -> None:
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._matrix = raw.FS_MATRIX()
        self._links: list[Area] = []
        self._box = [ctypes.c_double() for _ in range(4)]

    def lines(self, page: pdfium.PdfPage, number: int, links: list[Area]) -> list[PdfLine]:
        """The page's lines in the order they were written in, which for prose is the order they are read in."""
        text = page.get_textpage()
        height = page.get_height()
        self._links = links
        found: list[PdfLine] = []
        start = 0
        letters: list[str] = []
        try:
            for i in range(text.count_chars()):
                letter = chr(raw.FPDFText_GetUnicode(text.raw, i) or 0xFFFD)
                if letter in "\r\n":
                    self._keep(found, text, start, letters, number, height)
                    start, letters = i + 1, []
                else:
                    if not letters:
                        start = i
                    letters.append(letter)
            self._keep(found, text, start, letters, number, height)
        finally:
            text.close()
        return found

    def _keep(
        self, found: list[PdfLine], text: pdfium.PdfTextPage, start: int, letters: list[str], page: int, height: float
    ) -> None:
        words = _cleaned("".join(letters))
        if not words.strip():
            return
        visible = [start + i for i, letter in enumerate(letters) if not letter.isspace()]
        sample = visible[:: max(1, len(visible) // 12)]
        styles = [self._style(text, i) for i in sample]
        sizes = sorted(size for size, *_ in styles)
        fonts = [font for _, _, _, font in styles]
        boxes = [self._bounds(text, i) for i in (visible[0], visible[-1])]
        (left, base), (_, last_base) = self._origin(text, visible[0]), self._origin(text, visible[-1])
        found.append(
            PdfLine(
                text=_plain(words).rstrip(),
                page=page,
                size=sizes[len(sizes) // 2],
                bold=sum(bold for _, bold, *_ in styles) > 0.8 * len(styles),
                mono=sum(mono for _, _, mono, _ in styles) > 0.8 * len(styles),
                font=max(set(fonts), key=fonts.count),
                left=left,
                right=boxes[1][1],
                top=height - max(box[3] for box in boxes),
                base=height - base,
                last_base=height - last_base,
                linked=self._linked(text, start, letters, min(base, last_base), max(base, last_base)),
            )
        )

    def _linked(self, text: pdfium.PdfTextPage, start: int, letters: list[str], lowest: float, highest: float) -> str:
        """The line with its links marked; "" when it has none."""
        near = [area for area in self._links if area.top >= lowest and area.bottom - 1 <= highest]
        if not near:
            return ""
        pieces: list[tuple[str, str]] = []
        for i, letter in enumerate(letters):
            x, y = self._origin(text, start + i)
            address = next((area.address for area in near if area.holds(x, y)), "")
            if not pieces or pieces[-1][1] != address and not letter.isspace():
                pieces.append(("", address))
            pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
        if not any(address for _, address in pieces):
            return ""
        return marked([(_plain(_cleaned(words)), address) for words, address in pieces]).rstrip()

    def _style(self, text: pdfium.PdfTextPage, i: int) -> tuple[float, bool, bool, str]:
        raw.FPDFText_GetFontInfo(text.raw, i, self._name, len(self._name), self._flags)
        raw.FPDFText_GetMatrix(text.raw, i, self._matrix)
        font = SUBSET.sub("", self._name.value.decode("utf-8", "replace"))
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        size = round(raw.FPDFText_GetFontSize(text.raw, i) * scale, 1)
        weight = raw.FPDFText_GetFontWeight(text.raw, i)
        flags = self._flags.value
        bold = weight >= BOLD_WEIGHT or bool(flags & FORCE_BOLD and weight < 0) or bool(BOLD_NAME.search(font))
        return size, bold, bool(flags & FIXED_PITCH) or bool(MONOSPACED.search(font)), font

    def _bounds(self, text: pdfium.PdfTextPage, i: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._box
        raw.FPDFText_GetCharBox(text.raw, i, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def _origin(self, text: pdfium.PdfTextPage, i: int) -> tuple[float, float]:
        x, y = self._box[:2]
        raw.FPDFText_GetCharOrigin(text.raw, i, x, y)
        return x.value, y.value


def _plain(words: str) -> str:
    """Ligatures as letters, and the look-alikes of Chinese characters that PDF fonts like to name as the characters."""
    return LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), words)


def _cleaned(words: str) -> str:
    """Without what is no character of the text: fillers, and our own marks."""
    words = words.replace("\xa0", " ").replace("\x00", "").replace("\ufffe", BREAK_AT_HYPHEN)
    return MARKS.sub("", words)
