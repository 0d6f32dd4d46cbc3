"""What a status of a Mastodon-like server shows: recognising our own post by its link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from channels.base import Post

_BLOCKS = {"p", "br", "li", "div", "blockquote", "pre"}


class _Reader(HTMLParser):
    """Collects where a status links to and what it says; entities are decoded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hrefs: list[str] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag == "a":
            self.hrefs.extend(value for name, value in attrs if name == "href" and value)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def shows(status: Mapping[str, Any], post: Post, text: str) -> bool:
    """Whether a status is our post: it holds the post's own link or, where its text has none, the very same text.

    What belongs to a thread must also reply to the part before it: two parts may say the same.

    :param text: the post's text as it was sent.
    """
    if post.reply_to and str(status.get("in_reply_to_id") or "") != post.reply_to:
        return False
    reader = _Reader()
    reader.feed(str(status.get("content") or ""))
    reader.close()
    said = "".join(reader.pieces)
    if post.link and (any(_same(href, post.link) for href in reader.hrefs) or _mentions(said, post.link)):
        return True
    without = not post.link or not _mentions(text, post.link)
    return without and bool(text.strip()) and _words(said) == _words(text)


def _words(text: str) -> list[str]:
    # Somebody elsewhere is shown without the server's name: @ada@example.org becomes @ada.
    return re.sub(r"(?<!\S)(@\w+)@[\w.-]+\w", r"\1", text).split()


def created(status: Mapping[str, Any]) -> dt.datetime:
    """When a status was made, aware.

    :raises ValueError: it does not say.
    """
    moment = dt.datetime.fromisoformat(str(status.get("created_at") or ""))
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _mentions(said: str, link: str) -> bool:
    # Not as the beginning of a longer address: /r/ab is not /r/abc.
    return re.search(re.escape(link) + r"(?![\w%&=?#/~+@-])", said) is not None
