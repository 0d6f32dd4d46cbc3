"""A mail as a web page: what everybody may read of it, without what belongs to one recipient."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

from channels.base import Post
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.mailing.filling import filled
from contenthub.mailing.models import Mailing
from contenthub.mailing.tokens import mailing_for

#: An element of this class makes sense in a mailbox only and is left out of the web version.
PERSONAL = "personal"

#: A line of which nothing is left but what stood between its links.
_BARE = re.compile(r"<(p|li)\b[^>]*>(?:[\s·•|,–—-]|&nbsp;|&middot;|&#160;|&#183;)*</\1\s*>", re.IGNORECASE)


#: Content security policy of the page: a mail styles itself inline and may show pictures from anywhere, and does no more.
POLICY = {
    "default-src": ["'none'"],
    "img-src": ["*", "data:"],
    "style-src": ["'unsafe-inline'"],
    "font-src": ["*"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}


def render(token: str) -> str:
    """The HTML behind the "read it in the browser" link.

    :raises contenthub.mailing.tokens.BadToken: the address was not made by us.
    """
    return page(mailing_for(token))


def page(mailing: Mailing) -> str:
    """The mail's HTML (else its text) without unsubscribe line and without the link to itself."""
    post = Post.from_json(mailing.post)
    html = without_personal(post.html) if post.html else _from_text(post)
    return filled(html, {UNSUBSCRIBE: "", WEB_VERSION: ""})


def shown(mailing: Mailing) -> str:
    """The mail as every recipient got it, for a frame in the admin: its links lead nowhere, so nobody is unsubscribed."""
    post = Post.from_json(mailing.post)
    html = post.html or _from_text(post)
    # In a sandboxed frame a link that wants a new window does nothing: looking at a mail counts no click.
    head = re.search(r"<head\b[^>]*>", html, re.IGNORECASE)
    place = head.end() if head else 0
    return filled(f'{html[:place]}<base target="_blank">{html[place:]}', {UNSUBSCRIBE: "#", WEB_VERSION: "#"})


def _from_text(post: Post) -> str:
    kept = [line for line in post.text.splitlines() if UNSUBSCRIBE not in line and WEB_VERSION not in line]
    language = escape(post.language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(post.title)}</title></head>'
        f'<body><pre style="white-space:pre-wrap">{escape(chr(10).join(kept))}</pre></body></html>'
    )


def without_personal(html: str) -> str:
    """The HTML, otherwise untouched, without elements of class ``personal`` and without links to a placeholder."""
    finder = _Finder(html)
    finder.feed(html)
    finder.close()
    kept, position = [], 0
    for start, end in finder.cuts:
        kept.append(html[position:start])
        position = end
    return _BARE.sub("", "".join([*kept, html[position:]]))


class _Finder(HTMLParser):
    """Finds the places of the elements to leave out, from the first letter of each to its last."""

    VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cuts: list[tuple[int, int]] = []
        self._html = html
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._tag, self._depth, self._start = "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._tag
        elif tag not in self.VOID and _is_personal(tag, dict(attrs)):
            self._tag, self._depth, self._start = tag, 1, self._place()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<br/>`` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag != self._tag:
            return
        self._depth -= 1
        if not self._depth:
            self.cuts.append((self._start, self._html.index(">", self._place()) + 1))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _is_personal(tag: str, attributes: dict[str, str | None]) -> bool:
    if PERSONAL in (attributes.get("class") or "").split():
        return True
    address = unquote(attributes.get("href") or "")
    return tag == "a" and (UNSUBSCRIBE in address or WEB_VERSION in address)
