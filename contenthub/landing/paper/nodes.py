"""Rich text as a tree that the typesetter can walk: a list of strings and ``{"t": tag, "c": children}``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from wagtail.rich_text import expand_db_html

from contenthub.lib.html import is_safe_address

Node = str | dict[str, Any]

#: What is set as it is; the words of any other element are set without it.
INLINE = frozenset({"strong", "em", "code", "sup", "sub", "a"})
BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote", "pre", "h2", "h3", "h4", "h5", "h6", "hr"})
_ALIASES = {"b": "strong", "i": "em"}


def nodes(source: str) -> list[Node]:
    """The database's rich text; links to pages and documents become addresses."""
    return _children(BeautifulSoup(expand_db_html(source), "html.parser"), verbatim=False)


def _children(parent: Tag, *, verbatim: bool) -> list[Node]:
    found: list[Node] = []
    for child in parent.children:
        if isinstance(child, Tag):
            found += _element(child, verbatim)
        elif type(child) is NavigableString and (text := _text(child, parent, verbatim)):
            found.append(text)
    return found


def _element(element: Tag, verbatim: bool) -> list[Node]:
    name = _ALIASES.get(element.name, element.name)
    if name == "br":
        return [{"t": "br", "c": []}]
    children = _children(element, verbatim=verbatim or name == "pre")
    if name not in INLINE | BLOCKS:
        return children
    node: dict[str, Any] = {"t": name, "c": children}
    if name == "ol" and str(element.get("start", "")).isdecimal():
        node["start"] = int(str(element["start"]))
    if name == "a":
        href = str(element.get("href", ""))
        if not href or not is_safe_address(href) or href.startswith("#"):
            return children
        node["href"] = urljoin(f"{settings.BASE_URL}/", href)
    return [node]


def _text(words: NavigableString, parent: Tag, verbatim: bool) -> str:
    """White space between blocks says nothing; inside a paragraph a run of it is one space."""
    if verbatim:
        return str(words)
    if not words.strip() and parent.name in ("ul", "ol", "[document]", "blockquote"):
        return ""
    lead, trail = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' if lead else ''}{' '.join(words.split())}{' ' if trail and words.strip() else ''}"
