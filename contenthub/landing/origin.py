"""Whether a form was sent from one of our own pages.

Public pages are kept and served from caches, so their HTML can hold no token of one visitor. The forms carry no
authority either: no session, no cookie is looked at to decide what they may do. What is left to prevent is another
site making its visitors send them, and every browser of the last years says truthfully where a POST comes from. Order:
``Sec-Fetch-Site``, else ``Origin``, else ``Referer``; a client that sends none of the three is no browser, and could
write what it likes.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def same_origin(request: HttpRequest) -> bool:
    """Whether the request comes from a page of ours, as far as the browser tells."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    claimed = request.headers.get("Origin") or request.headers.get("Referer")
    return claimed is None or is_own(request, claimed)


def is_own(request: HttpRequest, url: str) -> bool:
    """Whether a full address has the host this request was sent to, or one that ``settings`` trust."""
    try:
        host = urlsplit(url).netloc.lower()
    except ValueError:
        return False
    trusted = [settings.BASE_URL, *settings.CSRF_TRUSTED_ORIGINS]
    return bool(host) and host in {request.get_host().lower(), *(urlsplit(origin).netloc.lower() for origin in trusted)}
