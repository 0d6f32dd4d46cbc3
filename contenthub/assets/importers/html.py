"""Web pages: the article in them, without navigation, scripts and the rest of the site around it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from contenthub.assets.importers.cleaning import parsed
from contenthub.assets.importers.decoding import decoded
from contenthub.assets.importers.notes import gather
from contenthub.assets.importers.pictures import Pictures
from contenthub.assets.importers.source import Draft, Source
from contenthub.lib.sentences import normalise

LABEL = "HTML"
ENDINGS = (".html", ".htm", ".xhtml")

HEAD = 65_536  # characters in which a page says what it is
CHARSET = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?([\w-]+)", re.I)
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.I)
META = re.compile(r"<meta\b([^<>]*)>", re.I)
ATTRIBUTE = re.compile(r"""(name|property|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)

ADDRESSES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"<base\b[^<>]*\bhref\s*=\s*[\"']?https?:[^<>]*>",
        r"<link\b[^<>]*\brel\s*=\s*[\"']?canonical\b[^<>]*>",
        r"<meta\b[^<>]*\bog:url\b[^<>]*>",
    )
)
ATTRIBUTE_VALUE = re.compile(r"""(?:href|content)\s*=\s*["']?(https?://[^\s"'<>]+)""", re.I)

AROUND = frozenset({"nav", "form", "button", "dialog", "label"})
OUTSIDE = ["header", "footer", "aside"]
SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}$")
LEAST_SHARE = 0.4  # an <article> with less of the page's words is a teaser


def read(source: Source) -> Draft:
    """The page's main content as HTML, with its own title and description where it names them."""
    warnings: list[str] = []
    declared = CHARSET.search(source.data[:4096])
    text = decoded(source.data, warnings, declared[1].decode("ascii") if declared else "")
    described = _described(text[:HEAD])
    title = described.pop("title", "")
    pictures = Pictures(source.beside)
    page = parsed(text, pictures, AROUND)
    for tag in page.find_all(sorted(AROUND)):
        if not tag.decomposed:
            tag.decompose()
    notes = gather(page)
    _resolve(page, _base(text[:HEAD]))
    content = f"{_content(page)}{notes or ''}"
    return Draft(content, pictures, title=title, warnings=warnings, front_matter=described)


def _described(head: str) -> dict[str, str]:
    """What the page says of itself: title (without the name of the site), description. Its `lang` is often the template's."""
    metas: dict[str, str] = {}
    for found in META.findall(head):
        values = {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(found)}
        metas.setdefault((values.get("name") or values.get("property") or "").lower(), values.get("content", ""))
    title = TITLE.search(head)
    described = {
        "title": metas.get("og:title") or (SITE_NAME.sub("", normalise(unescape(title[1]))) if title else ""),
        "description": metas.get("description", ""),
    }
    return {key: normalise(value) for key, value in described.items() if value.strip()}


def _base(head: str) -> str:
    """The address the page's links are seen from: what it declares, or where it says it lives; "" when it says neither."""
    for pattern in ADDRESSES:
        found = pattern.search(head)
        address = ATTRIBUTE_VALUE.search(found[0]) if found else None
        if address:
            return unescape(address[1])
    return ""


def _resolve(page: BeautifulSoup, base: str) -> None:
    """Relative links become whole ones where the page says what they are relative to."""
    for link in page.find_all("a", href=True) if base else []:
        if not str(link["href"]).startswith("#"):
            link["href"] = urljoin(base, str(link["href"]))


def _content(page: BeautifulSoup) -> Tag:
    """The element that holds the article: main, the largest article, or everything but header, footer and asides."""
    whole = len(page.get_text(strip=True)) or 1
    for candidates in (page.find_all("main") or page.find_all(role="main"), page.find_all("article")):
        largest: Tag | None = max(candidates, key=lambda tag: len(tag.get_text(strip=True)), default=None)
        if largest is not None and len(largest.get_text(strip=True)) >= LEAST_SHARE * whole:
            return largest
    for tag in page.find_all(OUTSIDE):
        inside = tag.find_parent(["article", "section", "main"])
        if not tag.decomposed and inside is None and not (tag.name == "header" and tag.find("h1")):
            tag.decompose()
    return page
