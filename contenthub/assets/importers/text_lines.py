"""What each line of a plain text is: a heading, a list item or a paragraph."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from contenthub.lib.language import HAN
from contenthub.lib.splitting import normalise

BULLET = re.compile(r"\s*(?:[-•·●○■◆▪*–]|\uf0b7)\s+(?=\S)|\s*[•●■◆▪]\s*(?=\S)")
NUMBER = re.compile(r"\s*(?:\d{1,2}[.)]\s+|\d{1,2}、\s*|[(（]\d{1,2}[)）]\s*)(?=\S)")

# Numbered headings by depth: 一、 and 第一章 above （一） and 1.1, which stand above 1.1.1.
NUMBERED = (
    (
        re.compile(
            r"第[一二三四五六七八九十百\d]+[章部编篇]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|(?:chapter|part)\s+[\divxlc]+[.:]?\s+|[IVX]{1,5}\.\s+",
            re.I,
        ),
        2,
    ),
    (
        re.compile(
            r"第[一二三四五六七八九十百\d]+[节条]\s*|[(（][一二三四五六七八九十]{1,3}[)）]\s*|\d{1,2}\.\d{1,2}\.?\s+"
        ),
        3,
    ),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s+"), 4),
)
TITLE_NUMBER = re.compile(r"\d{1,2}\.?\s+(?=[A-Z\u4e00-\u9fff])")
ENDS_TEXT = tuple("。！!；;，,、:：…") + (".",)
UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|~{3,})\s*")
STARS = re.compile(r"(?<!\*)\*{1,2}(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\*{1,2}(?!\*)")
MOST_HEADING = {True: 34, False: 80}  # characters, for Chinese and for other text
MOST_WORDS = 12


@dataclass(frozen=True)
class Line:
    """`kind` is heading, bullet, number or text; `level` counts for headings only."""

    kind: str
    text: str
    level: int = 2

    @property
    def is_item(self) -> bool:
        return self.kind in ("bullet", "number")


def read_lines(text: str) -> list[Line]:
    """The text's lines by kind. Text broken at a fixed width is joined to paragraphs first."""
    lines = _unwrapped(text)
    read: list[Line] = []
    for i, line in enumerate(lines):
        if not line or UNDERLINE.fullmatch(line):
            continue
        after = next((following for following in lines[i + 1 :] if following), "")
        read.append(_read(_unstarred(line), after, underlined=bool(UNDERLINE.fullmatch(after)), first=not read))
    return read


def _unwrapped(text: str) -> list[str]:
    """Stripped lines, "" for a blank one; lines that were only broken for width are one again."""
    raw = textwrap.dedent(text.lstrip("\ufeff")).split("\n")
    if not _is_wrapped(raw):
        return [normalise(line) for line in raw]
    lines: list[str] = []
    for line in raw:
        starts = (
            BULLET.match(line)
            or NUMBER.match(line)
            or UNDERLINE.fullmatch(line)
            or any(p.match(line) for p, _ in NUMBERED)
        )
        if line.strip() and lines and lines[-1] and not starts and not UNDERLINE.fullmatch(lines[-1]):
            lines[-1] = normalise(lines[-1] + "\n" + line)
        else:
            lines.append(normalise(line))
    return lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines stop at about the same width, in mid-sentence, and paragraphs are parted by blank lines."""
    full = [line for line, after in zip(lines, lines[1:], strict=False) if line.strip() and after.strip()]
    widths = [len(line.rstrip()) for line in full]
    if len(full) < 4 or "" not in [line.strip() for line in lines]:
        return False
    even = sum(50 <= width <= 100 for width in widths) / len(widths)
    open_ended = sum(not line.rstrip().endswith((".", "。", "!", "?", ":", "：")) for line in full) / len(full)
    return even > 0.7 and open_ended > 0.5


def _unstarred(line: str) -> str:
    """Stars left over from another format mean emphasis, which plain text has none of."""
    line = STARS.sub(r"\1", line)
    return re.sub(r"^((?:[-•]\s+)?)\*+(?=[^\s*])", r"\1", line) if line.count("*") == 1 else line


def _read(line: str, after: str, *, underlined: bool, first: bool) -> Line:
    chinese = bool(HAN.search(line))
    brief = len(line) <= MOST_HEADING[chinese] and (chinese or len(line.split()) <= MOST_WORDS)
    closed = line.endswith(ENDS_TEXT)
    if underlined and brief:
        return Line("heading", line, 1 if first else 2)
    for pattern, level in NUMBERED:
        if pattern.match(line) and brief and not closed:
            return Line("heading", line, level)
    if TITLE_NUMBER.match(line) and brief and not closed and len(after) > len(line) and not NUMBER.match(after):
        return Line("heading", line, 2)
    for pattern, kind in ((BULLET, "bullet"), (NUMBER, "number")):
        marker = pattern.match(line)
        if marker:
            return Line(kind, line[marker.end() :])
    if brief and not closed and after and _is_title_like(line, chinese):
        return Line("heading", line, 1 if first else 2)
    return Line("text", line)


def _is_title_like(line: str, chinese: bool) -> bool:
    """A short line without a full stop: in English with its first letter large, in Chinese without a comma too many."""
    if chinese:
        return line.count("，") + line.count(",") <= 1
    return bool(re.match(r"[\"“(]?[A-Z0-9]", line)) and len(line) >= 3
