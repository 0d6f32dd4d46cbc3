"""Addresses taken apart and put together, by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote_plus, urlsplit

UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f]")
UNRESERVED = "-._~"


def with_query(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """`url` with the query parameters of `pairs` set: any of the same name are replaced, others keep place and spelling.

    The new ones come last, the fragment after them. What is percent-encoded already is not encoded again.
    """
    pairs = list(pairs)
    replaced = {name for name, _ in pairs}
    before, hash_mark, fragment = url.partition("#")
    address, _, query = before.partition("?")
    kept = [part for part in query.split("&") if part and unquote_plus(part.partition("=")[0]) not in replaced]
    new = [f"{quote(name, safe=UNRESERVED)}={quote(value, safe=UNRESERVED)}" for name, value in pairs]
    joined = "&".join([*kept, *new])
    return address + (f"?{joined}" if joined else "") + hash_mark + fragment


def _place(url: str) -> tuple[str, int | None]:
    """(host, port or None) as a browser finds them: it reads a backslash as a slash. ("", None) where there is no host."""
    try:
        parts = urlsplit(url.strip().replace("\\", "/"))
        return _unicode(parts.hostname or ""), parts.port
    except ValueError:
        return "", None


def _unicode(name: str) -> str:
    try:
        return name.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return name.lower()


def host(url: str) -> str:
    """The host of `url`, lower case, without port, in Unicode for an internationalised name; "" when it has none."""
    return _place(url)[0]


def is_http(url: str) -> bool:
    """Whether `url` is an absolute http or https address with a host and no white space or control characters."""
    if UNPRINTABLE.search(url) or not re.match(r"https?://[^/]", url, re.I):
        return False
    return host(url) != ""


def same_site(url: str, hosts: Iterable[str]) -> bool:
    """Whether `url` stays on one of `hosts`: relative, or http(s) with just such a host (and port, where one is given)."""
    address = re.sub(r"[\t\r\n]", "", url).strip().replace("\\", "/")
    if not re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", address, re.I):
        return True
    if not re.match(r"(?:https?:)?//", address, re.I):
        return False
    name, port = _place(address)
    default = 80 if address[:5].lower() == "http:" else 443
    ours = [_place(f"//{own.strip()}") for own in hosts]
    return name != "" and any(name == own and wanted in (None, port or default) for own, wanted in ours)
