"""A document's tree made uniform: white space, synonyms of tags, anchors that lead nowhere."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from contenthub.lib.splitting import BETWEEN_HAN, CJK

SYNONYMS = {
    "b": "strong",
    "i": "em",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "var": "em",
    "q": "em",
    "center": "div",
}
BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    }
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "figure", "figcaption", "pre", "hr", "nav"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "address", "details", "summary", "[document]"}
)
BACK = re.compile(r"footnote-back|footnote-ref-|fnref|doc-backlink|reversefootnote")
STARS = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\*\*")


def tidy(soup: BeautifulSoup) -> None:
    """Changes `soup` in place: one name per meaning, single spaces, links to places of the document itself as their text."""
    for tag in soup.find_all(list(SYNONYMS)):
        tag.name = SYNONYMS[tag.name]
    for link in soup.find_all("a"):
        _tidy_link(link)
    soup.smooth()
    for text in list(soup.find_all(string=True)):
        if text.find_parent("pre") is None:
            _tidy_text(soup, text)


def _tidy_link(link: Tag) -> None:
    target = str(link.get("href") or "")
    marks = f"{link.get('class') or ''} {link.get('role') or ''} {target}"
    if BACK.search(marks) and (target.startswith("#")):
        link.decompose()
    elif not target:
        link.unwrap()


def unwrap_anchors(soup: BeautifulSoup) -> None:
    """Links to places inside the document lose their link: those places get addresses of their own on our page."""
    for link in soup.find_all("a"):
        if str(link.get("href") or "").startswith("#"):
            link.unwrap()
    soup.smooth()


def _tidy_text(soup: BeautifulSoup, text: NavigableString) -> None:
    plain = re.sub(r"[\s\xa0]+", " ", BETWEEN_HAN.sub("", text.replace("\xad", "")))
    if _at_edge(text, before=True):
        plain = plain.lstrip()
    if _at_edge(text, before=False):
        plain = plain.rstrip()
    if not plain:
        text.extract()
    elif STARS.search(plain) and re.search(f"[{CJK}]", plain) and not text.find_parent("code"):
        text.replace_with(*_strong(soup, plain))
    else:
        text.replace_with(plain)


def _at_edge(text: NavigableString, *, before: bool) -> bool:
    """Whether nothing but a block's edge (or a line break) is on that side of the text."""
    other = text.previous_sibling if before else text.next_sibling
    if other is None:
        return text.parent is not None and text.parent.name in BLOCKS
    return isinstance(other, Tag) and (other.name in BLOCKS or other.name == "br")


def _strong(soup: BeautifulSoup, plain: str) -> list[Tag | NavigableString]:
    """Markdown does not close ** between Chinese punctuation and a letter; the stars left over are meant as bold."""
    parts: list[Tag | NavigableString] = []
    for i, piece in enumerate(STARS.split(plain)):
        if i % 2:
            tag = soup.new_tag("strong")
            tag.string = piece
            parts.append(tag)
        elif piece:
            parts.append(NavigableString(piece))
    return parts
