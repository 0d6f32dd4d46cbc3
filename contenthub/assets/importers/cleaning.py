"""HTML of a whole document made safe and well-formed before it is taken apart into blocks."""

from __future__ import annotations

import re

import bleach
from bs4 import BeautifulSoup

from contenthub.assets.importers.limits import check_markup
from contenthub.assets.importers.pictures import PREFIX, Pictures
from contenthub.assets.importers.tidying import BLOCKS
from contenthub.lib.html import SCHEMES, TAGS, is_safe_address, without_hidden

STRUCTURE = """
    h1 img figure figcaption div section article main header footer nav aside dl dt dd kbd samp tt var cite q center
    address details summary
"""
DOCUMENT_TAGS = TAGS | frozenset(STRUCTURE.split())
KEPT = {
    "class",
    "id",
    "href",
    "src",
    "alt",
    "title",
    "colspan",
    "rowspan",
    "start",
    "data-language",
    "data-lang",
    "role",
}
BETWEEN_BLOCKS = re.compile(rf">\s+<(?=/?(?:{'|'.join(sorted(BLOCKS - {'[document]'}))})\b)", re.I)
EMBEDDED = re.compile(r"""(<img\b[^<>]{0,4000}?\bsrc\s*=\s*)(["'])(data:image/[^"']*)\2""", re.I)


def _attribute(tag: str, name: str, value: str) -> bool:
    return (name in KEPT or (tag, name) in (("a", "name"), ("th", "scope"))) and (
        name != "href" or is_safe_address(value)
    )


def parsed(html: str, pictures: Pictures, also: frozenset[str] = frozenset()) -> BeautifulSoup:
    """The document as a tree of known tags (and those of `also`); scripts, styles and comments are gone, pictures inside it are taken out.

    Raises ImportProblem when it is nested too deeply.
    """
    html = EMBEDDED.sub(lambda found: f'{found[1]}"{_taken_out(found[3], pictures)}"', html)
    html = without_hidden(_without_comments(html))
    check_markup(html)
    clean = bleach.clean(
        html,
        tags=DOCUMENT_TAGS | also,
        attributes=_attribute,
        protocols=SCHEMES | {PREFIX.rstrip(":")},
        strip=True,
        strip_comments=True,
    )
    return BeautifulSoup(BETWEEN_BLOCKS.sub("><", clean), "html.parser")


def _without_comments(html: str) -> str:
    """By hand: a pattern would look for the end of every broken comment through all of the file."""
    kept, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        end = html.find("-->", start + 4)
        kept.append(html[position:start])
        if end < 0:
            return "".join(kept)
        position = end + 3
    return "".join([*kept, html[position:]])


def _taken_out(address: str, pictures: Pictures) -> str:
    key = pictures.find(address)
    return PREFIX + key if key else ""
