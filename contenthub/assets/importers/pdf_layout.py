"""From a PDF's lines to paragraphs, lists, code and headings, as HTML."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import escape

from contenthub.assets.importers.captions import FIGURE, TABLE
from contenthub.assets.importers.pdf_headings import Headings
from contenthub.assets.importers.pdf_hyphens import without_breaks
from contenthub.assets.importers.pdf_lines import BREAK_AT_HYPHEN, PdfLine, Placed
from contenthub.assets.importers.pdf_links import CLOSE, plain, with_links
from contenthub.assets.importers.pdf_notes import Note, note_html, with_marks

BULLET = re.compile(r"\s*(?:[•●▪■◦○‣∙·➢✓]|\uf0b7|\uf0a7|[-–](?=\s))\s*(?=\S)")
NUMBER = re.compile(r"\s*(?:\d{1,2}[.)]\s+|\d{1,2}、|[(（]\d{1,2}[)）]\s*)(?=\S)")
LEADER = re.compile(r".*(?:\.{4,}|…{2,}).*")
ENDS_SENTENCE = re.compile(r"[.!?:。！？：;；][\"”’)）」]*$")
REFERENCE = re.compile(r"\s*\[\d{1,3}\]\s")
ADDRESS_GOES_ON = re.compile(r"https?://(?:\S*[/._=&?#%-])?$")
CAPTION = re.compile(rf"\s*(?:{FIGURE.pattern}\s*(?:[:：.—–-]|\s\s|$)|{TABLE.pattern}\s*[:：.—–-]?)", re.I)
MOST_BETWEEN = 20  # parts looked back over
PARAGRAPH_GAP = 1.3  # times the usual distance of two lines
SHORT = 0.6  # of the column's width: a line this short was ended on purpose
COLUMN = 0.82  # of the widest line: a line that stops before it ended its paragraph
NARROW = 0.6  # of the text's width: less is one of several columns
MONO_WIDTH = 0.6  # of the size, for one letter

BOX = "box"


@dataclass
class Part:
    """A run of lines that belong together. `kind`: p, ul, ol, pre, h, and box for a picture or table."""

    kind: str
    lines: list[PdfLine] = field(default_factory=list)
    level: int = 0
    html: str = ""  # of a box

    @property
    def last(self) -> PdfLine:
        return self.lines[-1]

    @property
    def is_caption(self) -> bool:
        return self.kind == "p" and bool(CAPTION.match(self.lines[0].text))

    def is_near(self, line: PdfLine) -> bool:
        """Whether `line` stands right below, as wide as this part stands."""
        return _close(self.last, line, 1.6 * line.size) and abs(self.last.column[1] - line.column[1]) < 20


def parts_of(lines: list[PdfLine], headings: Headings, placed: dict[int, list[Placed]]) -> list[Part]:
    """The lines grouped, with pictures and tables of their pages put where they stand among them."""
    pitch = _pitch(lines)
    right = _right_edge(lines)
    waiting = _by_line(lines, placed)
    parts: list[Part] = []
    for i, line in enumerate(lines):
        parts += [Part(BOX, html=box.html) for box in waiting.get(i, [])]
        _place(parts, line, headings.level(line), pitch, right)
    parts += [Part(BOX, html=box.html) for box in waiting.get(len(lines), [])]
    _find_drawn_bullets(parts)
    return parts


def _by_line(lines: list[PdfLine], placed: dict[int, list[Placed]]) -> dict[int, list[Placed]]:
    """{index of a line, or how many there are: what stands right before it}."""
    found: dict[int, list[Placed]] = defaultdict(list)
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[line.page].append(i)
    for page, boxes in sorted(placed.items()):
        next_page = next((i for i, line in enumerate(lines) if line.page > page), len(lines))
        for box in sorted(boxes, key=lambda box: box.top):
            beside = [i for i in pages[page] if lines[i].column[0] < box.right and box.left < lines[i].column[1]]
            below = next((i for i in beside if box.top < lines[i].top), None)
            found[below if below is not None else beside[-1] + 1 if beside else next_page].append(box)
    return found


def _find_drawn_bullets(parts: list[Part]) -> None:
    """Browsers draw the bullets of a list as shapes: paragraphs set in, after one that ends in a colon, are its items."""
    prose = [part for part in parts if part.kind == "p"]
    lefts = Counter(round(line.left) for part in prose for line in part.lines)
    if not lefts:
        return
    edge = lefts.most_common(1)[0][0]
    before: Part | None = None
    for part in parts:
        set_in = part.kind == "p" and part.lines[0].left > edge + 12
        if set_in and before and (before.kind == "ul" or before.last.text.rstrip().endswith((":", "："))):
            part.kind = "ul"
        before = part if part.kind in ("p", "ul") else None


def _place(parts: list[Part], line: PdfLine, level: int, pitch: float, right: float) -> None:
    kind = _kind(line, level)
    last = _before(parts, line, kind)
    if kind == "ul" and last and last.kind in ("p", "ul", "ol") and _is_dash_in_text(last.last, line):
        kind = "p"
    if (
        parts
        and parts[-1].kind == BOX
        and not (kind == "p" and last and last.kind == "p" and _is_unfinished(last, line))
    ):
        last = None
    if last and _belongs(last, kind, line, level, pitch, right):
        last.lines.append(line)
    else:
        parts.append(Part(kind, [line], level))


def _before(parts: list[Part], line: PdfLine, kind: str) -> Part | None:
    """The part a line may go on with: pictures and their captions stand in the middle of paragraphs."""
    words = [part for part in parts[-MOST_BETWEEN:] if part.kind != BOX]
    while kind == "p" and len(words) > 1 and words[-1].is_caption and not words[-1].is_near(line):
        if words[-2].kind != "p" or not _is_unfinished(words[-2], line):
            return None
        words.pop()
    return words[-1] if words else None


def _is_unfinished(part: Part, line: PdfLine) -> bool:
    broken = part.last.text.endswith(BREAK_AT_HYPHEN)
    return broken or (line.text[:1].islower() and not ENDS_SENTENCE.search(part.last.text))


def _belongs(last: Part, kind: str, line: PdfLine, level: int, pitch: float, right: float) -> bool:
    """Whether a line is one more of the part before it."""
    if kind == "h":
        return last.kind == "h" and last.level == level and _close(last.last, line, 1.9 * line.size)
    if kind == "pre":
        return last.kind == "pre"
    return kind == "p" and last.kind in ("p", "ul", "ol") and _goes_on(last, line, pitch, right)


def _kind(line: PdfLine, level: int) -> str:
    if level:
        return "h"
    if line.mono:
        return "pre"
    if CAPTION.match(line.text):
        return "p"
    if BULLET.match(line.text):
        return "ul"
    return "ol" if NUMBER.match(line.text) else "p"


def _is_dash_in_text(before: PdfLine, line: PdfLine) -> bool:
    """A line that starts with a dash, right below one that goes on, is the middle of a sentence and no list item."""
    dash = re.match(r"\s*[-–]", line.text) and not re.match(r"\s*[-–]", before.text)
    return bool(dash) and abs(line.left - before.left) <= 4 and not ENDS_SENTENCE.search(before.text)


def _close(a: PdfLine, b: PdfLine, most: float) -> bool:
    return a.page == b.page and 0 < b.base - a.last_base < most


def _goes_on(part: Part, line: PdfLine, pitch: float, right: float) -> bool:
    """Whether a plain line continues the paragraph or list item before it."""
    before = part.last
    if LEADER.fullmatch(line.text) or LEADER.fullmatch(before.text) or line.text.strip().isdigit():
        return False
    ended = bool(ENDS_SENTENCE.search(before.text))
    if before.text.endswith(BREAK_AT_HYPHEN):
        return True
    if CAPTION.match(line.text):
        return False
    if abs(line.size - before.size) > 1 or REFERENCE.match(line.text):
        return False
    hanging = part.kind != "p" and line.left > part.lines[0].left + 2
    if line.page != before.page or line.base < before.last_base:  # the next page or column
        return hanging or not ended or line.text[:1].islower()
    if line.base - before.last_base > PARAGRAPH_GAP * max(pitch, 1.15 * line.size):
        return False
    if hanging:
        return True
    edge, right = _edge(before, right)
    if before.right - before.left < SHORT * (right - before.left) and not ADDRESS_GOES_ON.search(before.text):
        return False
    if part.kind != "p":
        return not ended and before.right >= edge
    indented = line.left > before.left + 8 and len(part.lines) > 1
    return not (ended and (indented or before.right < edge))


def _edge(line: PdfLine, right: float) -> tuple[float, float]:
    """(how far a full line goes at least, how far at most) where `line` stands."""
    start, end = line.column
    if end and end < NARROW * right or start > (1 - NARROW) * right:  # one of several columns
        return start + COLUMN * (end - start), end
    return COLUMN * right, right


def _pitch(lines: list[PdfLine]) -> float:
    """The usual distance from one line of prose to the next."""
    steps = Counter(
        round(b.base - a.last_base)
        for a, b in zip(lines, lines[1:], strict=False)
        if a.page == b.page and a.size == b.size and not a.mono and 0 < b.base - a.last_base < 3 * a.size
    )
    return float(steps.most_common(1)[0][0]) if steps else 14.0


def _right_edge(lines: list[PdfLine]) -> float:
    """Where full lines end: nearly the widest, so that one line too wide does not count."""
    ends = sorted(line.right for line in lines)
    return ends[int(0.9 * (len(ends) - 1))] if ends else 0.0


def to_html(parts: list[Part], notes: list[Note] | None = None) -> str:
    """The parts as HTML, their notes after them; list items that follow each other become one list, nested by how far they are indented."""
    html: list[str] = []
    i = 0
    while i < len(parts):
        part = parts[i]
        if part.kind in ("ul", "ol"):
            run = [part]
            while i + 1 < len(parts) and parts[i + 1].kind in ("ul", "ol"):
                i += 1
                run.append(parts[i])
            html.append(_list(run))
        elif part.kind == BOX:
            html.append(part.html)
        elif part.kind == "pre":
            html.append(f"<pre>{escape(_code(part.lines))}</pre>")
        elif part.kind == "h":
            html.append(f"<h{part.level}>{escape(plain(_joined(part.lines)))}</h{part.level}>")
        else:
            html.append(f"<p>{with_links(_joined(part.lines))}</p>")
        i += 1
    html += [note_html(page, sign, with_links(_joined(lines))) for page, sign, lines in notes or []]
    return without_breaks(with_marks("\n".join(html), notes or []))


def _list(items: list[Part]) -> str:
    """One list of the items; an item further in than the one before opens a list inside it."""
    html: list[str] = []
    open_lists: list[tuple[float, str]] = []
    for item in items:
        left = item.lines[0].left
        while len(open_lists) > 1 and left < open_lists[-1][0] - 4:
            html.append(f"</li></{open_lists.pop()[1]}>")
        if not open_lists or left > open_lists[-1][0] + 4:
            open_lists.append((left, item.kind))
            number = re.match(r"\D{0,2}(\d{1,2})", item.lines[0].text) if item.kind == "ol" else None
            html.append(f'<ol start="{int(number[1])}">' if number and int(number[1]) > 1 else f"<{item.kind}>")
        else:
            html.append("</li>")
        text = (BULLET if item.kind == "ul" else NUMBER).sub("", _joined(item.lines), count=1)
        html.append(f"<li>{with_links(text)}")
    html += [f"</li></{kind}>" for _, kind in reversed(open_lists)]
    return "".join(html)


def _joined(lines: list[PdfLine]) -> str:
    """The lines as one text, its links marked; a word or an address broken at a line's end is whole again."""
    text = before = ""
    for line in lines:
        words, marked = line.text.strip(), (line.linked or line.text).strip()
        if re.search(r"\w-$", before) and words[:1].islower():
            text = re.sub(f"-({CLOSE}?)$", r"\1", text) + BREAK_AT_HYPHEN + marked
        elif before.endswith(BREAK_AT_HYPHEN) or ADDRESS_GOES_ON.search(before) or re.search(r"\w/$", before):
            text += marked
        else:
            text += ("\n" if text else "") + marked
        before = plain(text)[-2000:]
    return text


def _code(lines: list[PdfLine]) -> str:
    """Lines of code with their indentation, told by where they start."""
    least = min(line.left for line in lines)
    return "\n".join(
        " " * round((line.left - least) / (MONO_WIDTH * line.size)) + line.text.strip().replace(BREAK_AT_HYPHEN, "-")
        for line in lines
    )
