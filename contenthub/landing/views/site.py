"""What machines ask a site for: robots.txt, the icon, whether it is well."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve

#: Short links stay open: what unfurls them obeys this file. They tell search engines themselves not to list them.
ROBOTS = """\
User-agent: *
Allow: /m/brand/
Disallow: /m/
Disallow: /admin/
Disallow: /django-rq/
Disallow: /documents/

Sitemap: {base}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS.format(base=settings.BASE_URL), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("site/favicon.ico"))


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded picture. Documents are given out by /documents/ only, which knows whether a form stands before them.

    A web server that serves uploads in production must leave out that folder, too.
    """
    folder = posixpath.normpath(path).lstrip("/").partition("/")[0]
    if folder.casefold() == "documents":
        raise Http404("Documents are not given out here.")
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503: for load balancers and supervisors."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
