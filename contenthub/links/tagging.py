"""UTM values put into addresses, once, at output."""

from __future__ import annotations

import html as html_entities
import re
from urllib.parse import unquote_plus, urlsplit

from django.conf import settings

from contenthub.lib.urls import is_http, same_site, with_query
from contenthub.links.utm import Utm

#: Below these paths of our own host nothing is tagged: short links carry their values already, the rest are
#: addresses of one reader (unsubscribing, a mail's web version).
OWN_PATHS = ("/r/", "/m/")

#: One element that a reader can follow, attributes and all; a ``>`` may stand inside a quoted value.
_ELEMENT = re.compile(r"<(?:a|area|v:roundrect)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
#: An address in running text: up to white space, quotes, brackets or full-width punctuation. A Chinese character ends
#: it where it follows a letter or a digit ("https://a.example/x看这里"), but not where a path segment begins with one.
_IN_TEXT = re.compile(
    r"https?://(?:(?<![a-z0-9])[\u3400-\u9fff]|[^\s<>\"'`{}|\\^\u2018-\u201f\u27e6\u27e7\u3000-\u303f\u3400-\u9fff\uff00-\uffef])+",
    re.I,
)
_TRAILING = ".,;:!?*_~…"


def tag(url: str, utm: Utm) -> str:
    """``url`` with the values of ``utm``: every ``utm_*`` parameter it had is dropped, all others keep place and spelling.

    The new ones come last, before the fragment. Doing it twice changes nothing. What is no http(s) address comes back
    as it is.
    """
    return with_query(_untagged(url), utm.pairs()) if is_http(url) else url


def _untagged(url: str) -> str:
    before, hash_mark, fragment = url.partition("#")
    address, _, query = before.partition("?")
    kept = [
        part
        for part in query.split("&")
        if part and not unquote_plus(part.partition("=")[0]).lower().startswith("utm_")
    ]
    return address + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def is_taggable(url: str) -> bool:
    """Whether an outgoing post's address gets UTM values: http(s), and none of our own short or personal addresses."""
    if not is_http(url):
        return False
    own = same_site(url, [urlsplit(settings.BASE_URL).netloc])
    return not (own and urlsplit(url).path.startswith(OWN_PATHS))


def tag_html(html: str, utm: Utm) -> str:
    """``html`` with every address that a reader can follow tagged; images, styles and what is shown stay as they are."""

    def attribute(found: re.Match[str]) -> str:
        name, equals, written = found.groups()
        if name.lower() != "href":
            return found.group()
        quote = written[0] if written[0] in "\"'" else '"'
        url = html_entities.unescape(written.strip("\"'") if written[0] in "\"'" else written).strip()
        if not is_taggable(url):
            return found.group()
        return f"{name}{equals}{quote}{html_entities.escape(tag(url, utm))}{quote}"

    return _ELEMENT.sub(lambda element: _ATTRIBUTE.sub(attribute, element.group()), html)


def tag_text(text: str, utm: Utm) -> str:
    """``text`` with every http(s) address in it tagged; punctuation behind an address is not part of it."""

    def address(found: re.Match[str]) -> str:
        url = _without_trailing(found.group())
        rest = found.group()[len(url) :]
        return (tag(url, utm) if is_taggable(url) else url) + rest

    return _IN_TEXT.sub(address, text)


def _without_trailing(url: str) -> str:
    """Leave out closing punctuation, and a closing bracket whose opening one stands before the address."""
    while url:
        last = url[-1]
        opening = {")": "(", "]": "["}.get(last)
        if last in _TRAILING or (opening and url.count(last) > url.count(opening)):
            url = url[:-1]
        else:
            break
    return url
