"""The table of contents a document carries: found and left out, because our page makes its own."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

NAMES = re.compile(
    r"(?:table of )?contents|toc|index|in this (?:paper|document|report)|目\s*录|目\s*次|索\s*引|内容目录|文档目录",
    re.I,
)
MARKER = re.compile(r"\[\[?_?toc_?\]?\]|\{:toc\}|\$\{toc\}|\{\{toc\}\}", re.I)
LEADER = re.compile(r".{1,120}?(?:\s\d{1,3}(?=\s*$)|\.{4,}|…{2,}|·{4,}|\s\.\s\.\s\.|\t)\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*")
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
FEWEST_LINKS = 3


def drop_contents(soup: BeautifulSoup, warnings: list[str]) -> None:
    """Takes the table of contents out of `soup`, by its heading, its marker or its links, and says so in `warnings`."""
    dropped = _under_headings(soup) | _markers(soup) | _bare(soup)
    if dropped:
        warnings.append(_("The table of contents was left out; the page makes its own from the headings."))


def _under_headings(soup: BeautifulSoup) -> bool:
    dropped = False
    named = {_squeezed(heading.get_text()) for heading in soup.find_all(HEADINGS)}
    for heading in soup.find_all([*HEADINGS, "p"]):
        title = heading.get_text().strip().strip("*:： ")
        if not NAMES.fullmatch(title):
            continue
        listing = []
        for sibling in heading.find_next_siblings():
            if sibling.name in HEADINGS or not (_is_listing(sibling) or _names_a_heading(sibling, named)):
                break
            listing.append(sibling)
        following = listing[-1].find_next_sibling() if listing else heading.find_next_sibling()
        alone = heading.name in HEADINGS and (following is None or following.name in HEADINGS)
        if listing or alone:
            for element in (heading, *listing):
                element.decompose()
            dropped = True
    return dropped


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _names_a_heading(element: Tag, named: set[str]) -> bool:
    """Whether a paragraph or list says little more than a heading of the document does: a line of its contents, unlinked."""
    items = element.find_all("li") or [element]
    texts = [_squeezed("".join(item.find_all(string=True, recursive=False)) or item.get_text()) for item in items]
    return all(
        any(text.startswith(name) and len(text) <= 2.5 * len(name) for name in named if name) for text in texts if text
    )


def _is_listing(element: Tag) -> bool:
    """Whether an element is (a part of) a table of contents: its words are links into the document, or lead to page numbers."""
    text = element.get_text(" ", strip=True)
    if not text or MARKER.fullmatch(text):
        return True
    links = [link for link in element.find_all("a") if str(link.get("href") or "").startswith("#")]
    linked = sum(len(link.get_text(strip=True)) for link in links)
    if links and linked >= 0.7 * len(text.replace(" ", "")):
        return True
    lines = [line for line in element.get_text("\n", strip=True).split("\n") if line]
    return element.name in ("p", "ul", "ol") and all(LEADER.fullmatch(line) or line.isdigit() for line in lines)


def _markers(soup: BeautifulSoup) -> bool:
    found = [tag for tag in soup.find_all("p") if MARKER.fullmatch(tag.get_text(strip=True))]
    for tag in found:
        tag.decompose()
    return bool(found)


def _bare(soup: BeautifulSoup) -> bool:
    """A list of links into the document before any prose, under no heading of its own; or a marked navigation list."""
    dropped = False
    for element in soup.find_all(["ul", "ol", "nav", "div"]):
        if element.decomposed or element.find_parent(["ul", "ol"]) or not _is_listing(element):
            continue
        links = element.find_all("a", href=re.compile("^#"))
        noted = any(
            link.get("id") or "footnote" in str(link.get("href")) or "#fn" in str(link.get("href")) for link in links
        )
        if len(links) >= FEWEST_LINKS and not noted:
            element.decompose()
            dropped = True
    for line in soup.find_all("p"):
        link = line.find("a", href=re.compile("^#_Toc"))
        if link and _is_listing(line):
            line.decompose()
            dropped = True
    return dropped
