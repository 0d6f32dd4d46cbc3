"""Who is asking, without keeping it: the address, a hash of the day, and the wish not to be followed."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from contenthub.lib.clock import now


def address(request: HttpRequest) -> str:
    """The visitor's IP address; "" when it is not known.

    ``X-Forwarded-For`` is believed only for as many entries, counted from the right, as ``settings.TRUSTED_PROXIES``
    says there are proxies of ours; anybody can write the others.
    """
    trusted = getattr(settings, "TRUSTED_PROXIES", 0)
    chain = [request.META.get("REMOTE_ADDR", "")]
    if trusted:
        chain = [*request.headers.get("X-Forwarded-For", "").split(","), *chain]
        chain = [part.strip() for part in chain if part.strip()]
    found = chain[max(0, len(chain) - 1 - trusted)] if chain else ""
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return ""


def visitor(request: HttpRequest) -> str:
    """A hash of the day, the address and the user agent: tells two visits of one day apart, names nobody.

    The salt is made from the secret key and the date (UTC), so hashes of two days cannot be matched.
    """
    who = f"{address(request)}\n{request.headers.get('User-Agent', '')}"
    return salted_hmac(f"links.visitor.{now().date()}", who, algorithm="sha256").hexdigest()


def opted_out(request: HttpRequest) -> bool:
    """Whether the browser asks not to be tracked (Global Privacy Control or the older Do Not Track)."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"
