"""Paragraphs and list items as the HTML a rich-text block holds."""

from __future__ import annotations

import re

from bs4 import Tag

from contenthub.lib.language import HAN
from contenthub.lib.splitting import normalise

NOT_A_HEADING_END = tuple(".。!！:：;；,，?？…、")
# Marks of items whose lines were lost; a hyphen only before a capital letter, for it also stands between words.
LOST_MARKS = (
    re.compile(r"(?:\s|<br/?>)+[*•]\s+"),
    re.compile(r"(?:\s|<br/?>)+[-–]\s+(?=(?:<(?:strong|em|a)\b[^>]*>)?[A-Z\u4e00-\u9fff])"),
)
MOST_HEADING_HAN = 30
MOST_HEADING_LATIN = 80


def inline(tag: Tag) -> str:
    """What is inside a paragraph, as HTML, trimmed."""
    return re.sub(r"^(?:\s|<br/?>)+|(?:\s|<br/?>)+$", "", tag.decode_contents()).strip()


def paragraph_html(tag: Tag) -> str:
    """A paragraph as HTML. One that runs "these: * one * two" is a list whose lines were lost, and becomes one again."""
    html = inline(tag)
    for mark in LOST_MARKS:
        before, *items = mark.split(html)
        if len(items) > 1 and re.search(r"[:：]\s*(?:</\w+>)*$", before) and all(map(_balanced, (before, *items))):
            return f"<p>{before}</p><ul>{''.join(f'<li>{item.strip()}</li>' for item in items)}</ul>"
    return f"<p>{html}</p>"


def _balanced(html: str) -> bool:
    return len(re.findall(r"<(?!br/?>)[a-z]", html)) == len(re.findall(r"</[a-z]", html))


def item_html(item: Tag) -> str:
    """What is inside a list item: its paragraphs become lines, lists in it stay lists."""
    for paragraph in item.find_all(["p", "div", "blockquote"]):
        before = paragraph.find_previous_sibling()
        if (
            before is not None
            and before.name not in ("ul", "ol", "br")
            or paragraph.previous_sibling is not None
            and before is None
        ):
            paragraph.insert_before("\n")
        paragraph.unwrap()
    html = re.sub(r"\n+", "<br>", inline(item))
    html = re.sub(r"(?:<br/?>)+(?=<[uo]l\b|</li>|$)|(?<=</ul>)(?:<br/?>)+|(?<=</ol>)(?:<br/?>)+", "", html)
    return html if normalise(item.get_text()) else ""


def is_bold_heading(tag: Tag, text: str) -> bool:
    """Whether a paragraph is a heading in all but name: bold throughout, short, without a full stop, and more follows."""
    if len(HAN.findall(text)) > MOST_HEADING_HAN or len(text) > MOST_HEADING_LATIN or text.endswith(NOT_A_HEADING_END):
        return False
    bold = "".join(part.get_text() for part in tag.find_all("strong") if not part.find_parent("strong"))
    return normalise(bold) == text and tag.find("a") is None and tag.find_next_sibling() is not None
