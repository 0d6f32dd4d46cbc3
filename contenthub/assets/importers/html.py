"""Web pages: the article in them, without navigation, scripts and the rest of the site around it."""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup, Tag

from contenthub.assets.importers.cleaning import parsed
from contenthub.assets.importers.decoding import decoded
from contenthub.assets.importers.pictures import Pictures
from contenthub.assets.importers.source import Draft, Source
from contenthub.lib.sentences import normalise

LABEL = "HTML"
ENDINGS = (".html", ".htm", ".xhtml")

HEAD = 65_536  # characters in which a page says what it is
CHARSET = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?([\w-]+)", re.I)
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.I)
LANGUAGE = re.compile(r"<html\b[^<>]*\slang\s*=\s*[\"']?([\w-]+)", re.I)
META = re.compile(r"<meta\b([^<>]*)>", re.I)
ATTRIBUTE = re.compile(r"""(name|property|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)

AROUND = frozenset({"nav", "form", "button", "dialog", "label"})
OUTSIDE = ["header", "footer", "aside"]
SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}$")
LEAST_SHARE = 0.4  # an <article> with less of the page's words is a teaser


def read(source: Source) -> Draft:
    """The page's main content as HTML, with its own title, description and language where it names them."""
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
    return Draft(str(_content(page)), pictures, title=title, warnings=warnings, front_matter=described)


def _described(head: str) -> dict[str, str]:
    """What the page says of itself: title (without the name of the site), description, lang."""
    metas: dict[str, str] = {}
    for found in META.findall(head):
        values = {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(found)}
        metas.setdefault((values.get("name") or values.get("property") or "").lower(), values.get("content", ""))
    title, language = TITLE.search(head), LANGUAGE.search(head)
    described = {
        "title": metas.get("og:title") or (SITE_NAME.sub("", normalise(unescape(title[1]))) if title else ""),
        "description": metas.get("description", ""),
        "lang": language[1] if language else "",
    }
    return {key: normalise(value) for key, value in described.items() if value.strip()}


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
