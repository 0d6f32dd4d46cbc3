"""/metrics, for Prometheus: to whoever has the token; without one, to this very machine, and not in production."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from contenthub.publishing import metrics

#: Seconds for which an answer is kept: several scrapers cost as much as one.
KEPT = 5


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """The figures, 403 to strangers, 503 when the database does not answer."""
    if not may_read(request):
        return HttpResponse("Send HUB_METRICS_TOKEN as a bearer token.\n", status=403, content_type="text/plain")
    try:
        body = cache.get_or_set("publishing.metrics", metrics.text, KEPT)
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whether this is the scraper: it has the token, or there is none and it is on this machine itself."""
    if token := settings.HUB_METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        return hmac.compare_digest(given, token.encode())
    # A proxy on this machine speaks for everybody, and so looks like nobody in particular.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not settings.PRODUCTION and not forwarded and _loopback(request.META.get("REMOTE_ADDR", ""))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
