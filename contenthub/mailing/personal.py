"""The mail as one recipient gets it: addressed, with the headers of a list and an unsubscribe address of its own."""

from __future__ import annotations

import dataclasses
import re
from email.header import Header
from html import escape
from urllib.parse import urlsplit

from django.conf import settings

from channels.base import Post
from contenthub.audience.models import ContactList
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.mailing.filling import filled, holds
from contenthub.mailing.models import Mailing, Recipient
from contenthub.mailing.tokens import unsubscribe_url, web_url
from contenthub.mailing.web import PERSONAL

#: The line a mail gets when its template has none, by language: why it came, and the word that ends it.
LINES = {
    "en": ("You get this mail because you asked for it.", "Unsubscribe"),
    "zh-hans": ("您收到这封邮件，是因为您订阅了它。", "退订"),
}


def complete(post: Post) -> Post:
    """The post with an unsubscribe line in its HTML and its text, where it had none."""
    why, word = LINES["zh-hans" if post.language.startswith("zh") else "en"]
    html, text = post.html, post.text
    if html and not holds(html, UNSUBSCRIBE):
        line = f'<p class="{PERSONAL}" style="text-align:center">{why} <a href="{UNSUBSCRIBE}">{word}</a></p>'
        end = re.search(r"</body\s*>", html, re.IGNORECASE)
        html = html[: end.start()] + line + html[end.start() :] if end else html + line
    if not holds(text, UNSUBSCRIBE):
        text = f"{text.rstrip()}\n\n-- \n{why}\n{word}: {UNSUBSCRIBE}\n"
    return dataclasses.replace(post, html=html, text=text)


def personal(post: Post, mailing: Mailing, recipient: Recipient) -> Post:
    """The post to this recipient.

    :param post: the mailing's own, made from ``mailing.post`` once per batch.
    :param mailing: with its ``contact_list`` loaded.
    """
    own = unsubscribe_url(recipient)
    addresses = {UNSUBSCRIBE: own, WEB_VERSION: web_url(mailing)}
    return dataclasses.replace(
        post,
        key=recipient.key,
        to=recipient.email,
        html=filled(post.html, {name: escape(url) for name, url in addresses.items()}),
        text=filled(post.text, addresses),
        headers=(*post.headers, *list_headers(mailing, own)),
    )


def list_headers(mailing: Mailing, unsubscribe: str) -> tuple[tuple[str, str], ...]:
    """What mailbox providers ask of bulk mail: RFC 8058 one-click, RFC 2369 and RFC 2919, Gmail's Feedback-ID."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    slug = mailing.contact_list.slug.lower()
    return (
        ("List-Unsubscribe", f"<{unsubscribe}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", list_id(mailing.contact_list, host)),
        ("Feedback-ID", f"{mailing.pk}:{slug}:mailing:{host}"),
    )


def list_id(contact_list: ContactList, host: str) -> str:
    """RFC 2919: the list's name, then its identifier, the same for every mailing to it. ASCII only."""
    name = re.sub(r'[\x00-\x1f\x7f"\\]', "", contact_list.name).strip()
    label = re.sub(r"[^a-z0-9-]+", "-", contact_list.slug.lower()).strip("-") or f"list-{contact_list.pk}"
    phrase = f'"{name}"' if name.isascii() else Header(name, "utf-8", maxlinelen=75).encode(linesep="")
    return f"{phrase} <{label}.{host}>"
