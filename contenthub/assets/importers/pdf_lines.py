"""The lines of a PDF page with what tells a heading from a paragraph: size, weight, place."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from contenthub.assets.importers.limits import check_characters
from contenthub.assets.importers.pdf_columns import Piece, Row, in_reading_order
from contenthub.assets.importers.pdf_grids import grids
from contenthub.assets.importers.pdf_links import MARKS, Area, marked, with_links
from contenthub.assets.importers.pdf_notes import END, HIGHER, SIGN, START
from contenthub.assets.importers.pdf_rules import Drawn, drawn
from contenthub.assets.importers.pdf_tables import RuledTable, ruled

FIXED_PITCH = 1  # PDF 32000-1, table 123: font descriptor flags
FORCE_BOLD = 1 << 18
BOLD_WEIGHT = 600
MONOSPACED = re.compile(r"mono|courier|consol|menlo|code|typewriter", re.I)
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|-medium", re.I)
POWER = re.compile(r"\d\s?[a-zµ]{1,2}$")  # before a raised number: "20 m" and no note
MOST_SIGNS = 50  # raised numbers in one line
SPACES = re.compile(r"\s+")
MOST_RULES = 60_000  # of one document
WIDE_GAP = 0.85  # times the size: between two columns, or tabs
SUBSET = re.compile(r"^[A-Z]{6}\+")
LOOKALIKES = re.compile(r"[\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff]")
BREAK_AT_HYPHEN = "\x02"  # pdfium writes a hyphen at a line's end, where the word goes on, as this
BREAKS = (BREAK_AT_HYPHEN, "\ufffe")  # or as that, by version, and no line break after it
ENDS_LINE = ("\r", "\n", *BREAKS)


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
    column: tuple[float, float] = (0.0, 0.0)  # from where to where the lines around it go
    signs: tuple[str, ...] = ()  # the raised numbers in it
    note: str = ""  # the one it starts with


@dataclass(frozen=True)
class Placed:
    """A picture or table where it stands: points from the page's upper and left edge, and its HTML."""

    top: float
    bottom: float
    left: float
    right: float
    html: str


class PageReader:
    """Reads one page after another of an open document."""

    def __init__(self) -> None:
        self._rules_left = MOST_RULES
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._matrix = raw.FS_MATRIX()
        self._links: list[Area] = []
        self._box = [ctypes.c_double() for _ in range(4)]

    def read(self, page: pdfium.PdfPage, number: int, links: list[Area]) -> tuple[list[PdfLine], list[Placed]]:
        """(the page's lines in the order they are read in, its tables). Raises ImportProblem for too many letters."""
        text = page.get_textpage()
        height = page.get_height()
        self._links = links
        try:
            count = text.count_chars()
            check_characters(count)
            letters = [chr(raw.FPDFText_GetUnicode(text.raw, i) or 0xFFFD) for i in range(count)]
            letters = ["\ufffd" if letter in (START, END) else letter for letter in letters]
            tables, taken = self._tables(page, text, letters)
            pieces = self._pieces(text, letters, taken, height)
            lines = [self._line(text, row, letters, number, height) for row in in_reading_order(pieces)]
            return lines, [self._placed(text, table, letters, height) for table in tables]
        finally:
            text.close()

    def _tables(
        self, page: pdfium.PdfPage, text: pdfium.PdfTextPage, letters: list[str]
    ) -> tuple[list[RuledTable], set[int]]:
        """(the ruled tables of the page, which of its letters stand in them)."""
        drawing = drawn(page) if letters and self._rules_left > 0 else Drawn()
        self._rules_left -= len(drawing.rules)
        candidates = [ruled(grid) for grid in grids(drawing)]
        if not candidates:
            return [], set()
        inside: dict[int, tuple[RuledTable, tuple[int, int]]] = {}
        for i, letter in enumerate(letters):
            if not letter.isspace():
                x, y = self._origin(text, i)
                for table in candidates:
                    if place := table.holds(x, y):
                        inside[i] = (table, place)
        for start, end in _runs(letters, inside):
            table, place = inside[start]
            table.cells[place].runs.append((start, end))
        found = [table for table in candidates if table.is_table()]
        return found, {i for i, (table, _) in inside.items() if table in found}

    def _placed(self, text: pdfium.PdfTextPage, table: RuledTable, letters: list[str], height: float) -> Placed:
        def words(start: int, end: int) -> str:
            bottom, top = sorted(self._origin(text, i)[1] for i in (start, end - 1))
            linked = self._linked(text, start, letters[start:end], bottom, top)
            return with_links(linked or _plain(_cleaned("".join(letters[start:end]))).strip())

        html = table.html(words, lambda i: self._style(text, i)[1])
        columns, rows = table.grid.columns, table.grid.rows
        return Placed(height - rows[0], height - rows[-1], columns[0], columns[-1], html)

    def _pieces(self, text: pdfium.PdfTextPage, letters: list[str], taken: set[int], height: float) -> list[Piece]:
        """What stands together without a wide gap, in the order it was written in; letters `taken` are left out."""
        found: list[Piece] = []
        start = row = 0
        for i, letter in enumerate([*letters, "\n"]):
            if letter in ENDS_LINE or i in taken:
                ends = i + (letter in BREAKS and i not in taken)
                found += self._split(text, letters, start, ends, row, height)
                start, row = i + 1, row + 1
        return found

    def _split(
        self, text: pdfium.PdfTextPage, letters: list[str], start: int, end: int, row: int, height: float
    ) -> list[Piece]:
        """The letters of one written line, parted where the space is wider than a letter is high."""
        while start < end and letters[start].isspace():
            start += 1
        while start < end and letters[end - 1].isspace():
            end -= 1
        if not _cleaned("".join(letters[start:end])).strip():
            return []
        size = self._style(text, start)[0] or 1.0
        bounds = [start]
        edges = [self._bounds(text, start)[0]]
        for found in SPACES.finditer("".join(letters[start:end])):
            before, after = self._bounds(text, start + found.start() - 1), self._bounds(text, start + found.end())
            if after[0] - before[1] > WIDE_GAP * size or after[1] < before[0]:
                bounds += [start + found.start(), start + found.end()]
                edges += [before[1], after[0]]
        bounds.append(end)
        edges.append(self._bounds(text, end - 1)[1])
        base = height - self._origin(text, start)[1]
        return [
            Piece(a, b, row, left, right, base, size, "".join(letters[a:b]))
            for a, b, left, right in zip(bounds[::2], bounds[1::2], edges[::2], edges[1::2], strict=True)
        ]

    def _line(self, text: pdfium.PdfTextPage, row: Row, written: list[str], page: int, height: float) -> PdfLine:
        start, end = row.pieces[0].start, row.pieces[-1].end
        letters = written[start:end]
        visible = [start + i for i, letter in enumerate(letters) if not letter.isspace()]
        sample = visible[:: max(1, len(visible) // 12)]
        styles = [self._style(text, i) for i in sample]
        sizes = sorted(size for size, *_ in styles)
        fonts = [font for _, _, _, font in styles]
        boxes = [self._bounds(text, i) for i in (visible[0], visible[-1])]
        (left, base), (_, last_base) = self._origin(text, visible[0]), self._origin(text, visible[-1])
        size = sizes[len(sizes) // 2]
        usual = sorted(self._origin(text, i)[1] for i in sample)[len(sample) // 2]
        raised = self._raised(text, start, letters, size, usual)
        for a, b in raised:
            letters[a] = f"{START}{page}:{letters[a]}"
            letters[b - 1] += END
        signs = tuple("".join(written[start + a : start + b]) for a, b in raised)
        linked = self._linked(text, start, letters, min(base, last_base), max(base, last_base))
        if raised and not linked:
            linked = _plain(_cleaned("".join(letters))).rstrip()
        letters = written[start:end]
        return PdfLine(
            text=_plain(_cleaned("".join(letters))).rstrip(),
            page=page,
            size=size,
            bold=sum(bold for _, bold, *_ in styles) > 0.8 * len(styles),
            mono=sum(mono for _, _, mono, _ in styles) > 0.8 * len(styles),
            font=max(set(fonts), key=fonts.count),
            left=left,
            right=boxes[1][1],
            top=height - max(box[3] for box in boxes),
            base=height - base,
            last_base=height - last_base,
            linked=linked,
            column=row.column,
            signs=signs,
            note=signs[0] if raised and start + raised[0][0] == visible[0] else "",
        )

    def _raised(
        self, text: pdfium.PdfTextPage, start: int, letters: list[str], size: float, base: float
    ) -> list[tuple[int, int]]:
        """(first, last + 1) of each number or sign that stands above the line; fonts have such digits of full size, too."""
        found: list[tuple[int, int]] = []
        for sign in SIGN.finditer("".join(letters)):
            i = start + sign.start()
            if POWER.search("".join(letters[: sign.start()])):
                continue
            if self._bounds(text, i)[2] >= base + HIGHER * size and len(found) < MOST_SIGNS:
                found.append(sign.span())
        return found

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


def _runs(letters: list[str], inside: Mapping[int, object]) -> list[tuple[int, int]]:
    """(start, end) of each run of letters that one thing holds, within one written line."""
    found: list[tuple[int, int]] = []
    start = last = -1
    for i, letter in enumerate([*letters, "\n"]):
        holder = inside.get(i)
        if start >= 0 and (letter in ENDS_LINE or (holder or not letter.isspace()) and holder != inside[start]):
            found.append((start, last + 1))
            start = -1
        if holder:
            start, last = (i if start < 0 else start), i
    return found


def _plain(words: str) -> str:
    """Ligatures as letters, and the look-alikes of Chinese characters that PDF fonts like to name as the characters."""
    return LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), words)


def _cleaned(words: str) -> str:
    """Without what is no character of the text: fillers, and our own marks."""
    words = words.replace("\xa0", " ").replace("\x00", "").replace("\ufffe", BREAK_AT_HYPHEN)
    return MARKS.sub("", words)
