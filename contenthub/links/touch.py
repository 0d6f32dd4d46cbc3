"""The touch cookie: which of our links a reader came through, first and last.

Signed JSON, ``{"first": touch, "last": touch}``, a touch being ``{"link", "at", "landing", "referrer"}``. It names a
link, never a person, is set by nothing but following a link, and not at all for those who ask not to be tracked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from contenthub.lib.clock import now
from contenthub.links.models import Link
from contenthub.links.visitors import opted_out

NAME = "hub_touch"
MAX_AGE = 90 * 24 * 3600
#: Two touches must fit into the 4096 bytes a browser keeps of a cookie.
MAX_URL = 700
SALT = "links.touch"

#: Ids that platforms add to the addresses of their outgoing links; they say which click it was, not where it led.
_CLICK_IDS = (
    "fbclid igshid igsh twclid li_fat_id ttclid msclkid gclid gbraid wbraid dclid yclid mc_cid mc_eid _hsenc _hsmi "
    "spm si scm_id share_token xsec_token from isappinstalled"
)
CLICK_IDS = frozenset(_CLICK_IDS.split())

Touch = dict[str, Any]


def without_click_ids(url: str) -> str:
    """``url`` without the ids that platforms add, and without its fragment; at most ``MAX_URL`` characters."""
    address, _, query = url.partition("#")[0].partition("?")
    kept = [part for part in query.split("&") if part and unquote_plus(part.partition("=")[0]).lower() not in CLICK_IDS]
    return (address + ("?" + "&".join(kept) if kept else ""))[:MAX_URL]


def read(request: HttpRequest) -> dict[str, Touch]:
    """The first and last touch; {} when there is no cookie, it is older than ``MAX_AGE`` or not ours."""
    try:
        found = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {}
    complete = isinstance(found, dict) and all(isinstance(found.get(which), dict) for which in ("first", "last"))
    return found if complete else {}


def remember(request: HttpRequest, response: HttpResponse, link: Link) -> None:
    """Set the cookie on ``response``: the first touch stays, this one becomes the last."""
    if opted_out(request):
        if NAME in request.COOKIES:
            response.delete_cookie(NAME, samesite="Lax")
        return
    touch = {
        "link": link.code,
        "at": now().isoformat(timespec="seconds"),
        "landing": without_click_ids(link.tagged_target),
        "referrer": without_click_ids(request.headers.get("Referer", "")),
    }
    value = signing.dumps({"first": read(request).get("first", touch), "last": touch}, salt=SALT, compress=True)
    response.set_cookie(NAME, value, max_age=MAX_AGE, httponly=True, samesite="Lax", secure=settings.HTTPS)
