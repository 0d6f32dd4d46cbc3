"""HTML from strangers: made safe, or read as plain text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import bleach

RICH_TEXT = """
    p h2 h3 h4 h5 h6 ul ol li a strong b em i u s code pre blockquote br hr sup sub
    table thead tbody tfoot tr th td caption
"""
TAGS = frozenset(RICH_TEXT.split())
INLINE = frozenset({"a", "strong", "b", "em", "i", "u", "s", "code", "sup", "sub"})
SECTIONS = frozenset({"h1", "div", "section", "article", "main", "header", "footer", "aside", "figure", "dl"})
ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Elements that go with what is in them. What follows an unclosed script or style is script or style, to the end.
TO_THE_END = ("script", "style")
HIDDEN = (*TO_THE_END, "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select")
OPENING = {name: re.compile(rf"<{name}\b", re.I) for name in HIDDEN}
CLOSING = {name: re.compile(rf"</{name}\s*>", re.I) for name in HIDDEN}

# What a browser skips inside an address before it looks for the scheme: C0 controls, space, DEL and C1, zero-width marks.
SKIPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffd]")
SCHEME = re.compile(r"([^/?#:]*):")


def without_hidden(html: str) -> str:
    """`html` without scripts, styles, embedded objects and form fields, and without what is in them."""
    for name in HIDDEN:
        kept, position = [], 0
        while start := OPENING[name].search(html, position):
            end = CLOSING[name].search(html, start.end())
            if end is None and name not in TO_THE_END:
                break
            kept.append(html[position : start.start()])
            position = end.end() if end else len(html)
        html = "".join([*kept, html[position:]]) if position else html
    return html


def is_safe_address(value: str) -> bool:
    """Whether an `href` (as written in HTML, entities and all) is relative, a #fragment, or of a scheme on our list.

    bleach 6.4 takes "javascript:123" and "data:1" for host and port and lets them through, so the scheme is checked here.
    """
    scheme = SCHEME.match(SKIPPED.sub("", unescape(value)))
    return scheme is None or scheme.group(1).lower() in SCHEMES


def _attribute(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "href":
        return is_safe_address(value)
    return name in ("title", "scope") or value.isdecimal()


def sanitize(html: str) -> str:
    """`html` with only rich-text tags (no images, no h1) and only http, https, mailto, tel, relative and #fragment links.

    Other tags go and leave their text; scripts, styles, embedded objects and comments go with what is in them.
    """
    return bleach.clean(
        without_hidden(html), tags=TAGS, attributes=_attribute, protocols=SCHEMES, strip=True, strip_comments=True
    )


class _Reader(HTMLParser):
    """Collects text with the line breaks a reader would see. Streams, so depth of nesting does not matter."""

    PARAGRAPHS = TAGS - INLINE - {"li", "br", "tr", "td", "th", "caption", "thead", "tbody", "tfoot"} | SECTIONS
    LINES = frozenset({"br", "tr", "dt", "dd", "caption", "figcaption"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int] = []  # one entry per open list: items so far, -1 for a bulleted one
        self.verbatim = 0
        self.breaks = 0  # line breaks owed before the next words
        self.marker = ""  # list marker or tab owed before the next words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._item()
        elif tag in ("td", "th"):
            self.marker = "" if self.breaks or not self.parts else "\t"
        elif tag in self.LINES:
            self.breaks = max(self.breaks, 1)
        elif tag in self.PARAGRAPHS:
            self._paragraph()
            if tag in ("ul", "ol"):
                self.lists.append(0 if tag == "ol" else -1)
            self.verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.PARAGRAPHS:
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            self._paragraph()
            self.verbatim = max(0, self.verbatim - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        text = data if self.verbatim else re.sub(r"[ \t\r\n\f]+", " ", data)
        if text.isspace() and (self.breaks or not self.parts or self.parts[-1].endswith((" ", "\n"))):
            return
        if self.breaks or not self.parts:
            text = text if self.verbatim else text.lstrip()
        elif self.parts[-1].endswith(" ") and not self.verbatim:
            text = text.lstrip(" ")
        self.parts += ["\n" * self.breaks, self.marker, text]
        self.breaks, self.marker = 0, ""

    def _paragraph(self) -> None:
        self.breaks = max(self.breaks, 1 if self.lists else 2)

    def _item(self) -> None:
        self.breaks = max(self.breaks, 1)
        self.marker = "- "
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            self.marker = f"{self.lists[-1]}. "


def to_text(html: str) -> str:
    """`html` as readable plain text: paragraphs parted by a blank line, "- " or "1. " before list items, a line per row
    with cells parted by tabs, links as their text."""
    reader = _Reader()
    reader.feed(without_hidden(html))
    reader.close()
    return re.sub(r" +\n", "\n", "".join(reader.parts)).strip()
