"""A brand's colours and fonts as a style sheet: public pages carry no inline style."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from contenthub.brand import stylesheet
from contenthub.brand.models import Brand


@require_safe
def sheet(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The sheet of one brand (0: none), cached for ever; an outdated address leads to the present one."""
    brand = get_object_or_404(Brand, pk=pk) if pk else None
    if digest != stylesheet.digest(brand):
        return HttpResponseRedirect(stylesheet.url(brand), headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(stylesheet.css(brand), content_type="text/css; charset=utf-8", headers=headers)
