"""One mail as bytes: UTF-8 safe, headers that cannot be broken out of, the same Message-ID at every attempt."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy

from channels.base import Post

#: Octets of a line without its end (RFC 5322, 2.1.1): at most, and better.
_LINE_LIMIT, _LINE = 998, 78

#: Headers that are ours or that would address the mail to others.
_OURS = {
    *("from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "mime-version", "return-path"),
    *("received", "resent-from", "resent-to", "resent-cc", "resent-bcc", "dkim-signature"),
}

ADDRESS = r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+"

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class _UnbrokenHeaders(EmailPolicy):
    """Folds at white space only; the library's own way encodes long addresses, which List-Unsubscribe must not be."""

    def fold_binary(self, name: str, value: str) -> bytes:
        text = str(value)
        if not text.isascii() or _CONTROL.search(text):
            return super().fold_binary(name, value)
        lines = [f"{name}:"]
        for word in text.split():
            if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
                lines.append("")
            lines[-1] += f" {word}"
        return "\r\n".join([*lines, ""]).encode("ascii")


_POLICY = _UnbrokenHeaders(linesep="\r\n", cte_type="7bit", max_line_length=_LINE)
_WIDE = _UnbrokenHeaders(linesep="\r\n", cte_type="7bit", max_line_length=_LINE, utf8=True)


def problems(post: Post) -> list[str]:
    """Return what makes a post no mail that could be sent; each a sentence.

    A mail that is not addressed yet has no recipient to be wrong about.
    """
    found = []
    if post.to and not _is_address(post.to):
        found.append("The recipient's address is not a mail address.")
    if not post.text.strip():
        found.append("The mail has no text part; some readers show nothing else.")
    if not post.title.strip():
        found.append("The mail has no subject.")
    if _CONTROL.search(post.title):
        found.append("The subject holds a line break or a control character; remove it.")
    if not re.fullmatch(r"[\w.+=-]+", post.key, re.ASCII):
        found.append("The post's key cannot stand in a Message-ID.")
    for name, value in post.headers:
        if not re.fullmatch(r"[!-9;-~]+", name) or _CONTROL.search(value):
            found.append("A header of the mail holds a line break or a character that headers may not have; remove it.")
        elif name.lower() in _OURS or name.lower().startswith("content-"):
            found.append(f"The header {name} is set by the channel; remove it from the mail.")
        elif max((len(word) for word in value.split()), default=0) + len(name) + 2 > _LINE_LIMIT:
            found.append(f"The header {name} is too long.")
    return found


def _is_address(text: str) -> bool:
    try:
        return re.fullmatch(ADDRESS, ascii_address(text)) is not None and not _CONTROL.search(text)
    except ValueError:
        return False


def message_id(post: Post, domain: str) -> str:
    """The Message-ID: the same for every attempt at a post, so that mail systems can collapse a repeated one."""
    return f"<{post.key}@{domain}>"


def compose(post: Post, sender: Address, reply_to: str = "") -> EmailMessage:
    """Return the mail; text first, HTML last (RFC 2046, 5.1.4). The post must have no ``problems``.

    :param sender: its domain already in ASCII.
    """
    mail = EmailMessage(policy=_WIDE if international(post, sender) else _POLICY)
    mail["From"] = sender
    mail["To"] = ascii_address(post.to)
    if reply_to:
        mail["Reply-To"] = ascii_address(reply_to)
    mail["Subject"] = post.title
    mail["Date"] = email.utils.format_datetime(dt.datetime.now(dt.UTC))
    mail["Message-ID"] = message_id(post, sender.domain)
    if post.language:
        mail["Content-Language"] = re.sub(r"[^A-Za-z0-9-]", "", post.language)
    for name, value in post.headers:
        mail[name] = value
    mail.set_content(post.text)
    if post.html:
        mail.add_alternative(post.html, subtype="html")
    return mail


def international(post: Post, sender: Address) -> bool:
    """Whether an address needs a server that speaks SMTPUTF8 (RFC 6531)."""
    return not (ascii_address(post.to).isascii() and sender.addr_spec.isascii())


def ascii_address(address: str) -> str:
    """Return the address with its domain in ASCII (IDNA); the part before the @ stays as it is.

    :raises ValueError: the domain is none.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
