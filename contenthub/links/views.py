"""The redirect behind every tracked link."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from contenthub.assets.models import Library
from contenthub.links import touch
from contenthub.links.actions import lookup, record_click
from contenthub.links.labels import is_prefetch
from contenthub.links.models import Link
from contenthub.links.visitors import visitor

log = logging.getLogger(__name__)


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """302 to the stored, tagged target; nothing in the request can change where to.

    A GET counts as a visit, whoever makes it (the click's label tells people from bots); HEAD and prefetching do not.
    Counting never stands in a reader's way: when it fails, that is logged and the redirect goes out all the same.
    """
    link = lookup(code)
    if link is None:
        return _unknown(request)
    response = HttpResponseRedirect(link.tagged_target)
    if request.method == "GET" and not is_prefetch(request.headers):
        _count(request, link)
        touch.remember(request, response, link)
    return _uncached(response)


def _count(request: HttpRequest, link: Link) -> None:
    try:
        record_click(link, headers=request.headers, visitor=visitor(request))
    except DatabaseError:
        log.exception("The click on %s was not recorded", link.code)


def _unknown(request: HttpRequest) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        libraries = Library.objects.live().public().select_related("locale")
        return _uncached(render(request, "links/unknown.html", {"libraries": libraries}, status=404))


def _uncached(response: HttpResponse) -> HttpResponse:
    """Each click must reach us; the short address itself is nothing for a search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
