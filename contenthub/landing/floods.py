"""A brake on forms sent over and over from one address."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from contenthub.links.visitors import address

#: A whole office may share one address; a script sends more.
MOST, SECONDS = 20, 600


def is_flood(request: HttpRequest) -> bool:
    """Count this sending; whether its address has sent more than ``MOST`` within ``SECONDS``.

    Counted per web process, in memory: it slows a script down and keeps nothing of anybody.
    """
    who = address(request)
    if not who:
        return False
    key = f"landing.flood.{salted_hmac('landing.flood', who).hexdigest()}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # It ran out between the two lines.
        return False
