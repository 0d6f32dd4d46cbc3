"""What stands beside the hub's redirect: the least Django can do, without middleware, and the same with a count kept."""

from __future__ import annotations

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import path

from contenthub.lib.clock import now
from contenthub.links.models import Click, Link

TARGET = "https://reader.example/paper?utm_source=bench"


def redirect(request: HttpRequest, code: str) -> HttpResponse:
    """Knows where to without asking anyone."""
    return HttpResponseRedirect(TARGET)


def counted(request: HttpRequest, code: str) -> HttpResponse:
    """Looks the link up and inserts one click."""
    link = Link.objects.get(code=code)
    Click.objects.create(link=link, at=now(), label=Click.Label.HUMAN)
    return HttpResponseRedirect(link.tagged_target)


urlpatterns = [path("bare/<str:code>", redirect), path("counted/<str:code>", counted)]

Answer = Callable[[HttpRequest], HttpResponse]


def own_addresses(get_response: Answer) -> Answer:
    """The only middleware: the addresses of this file instead of the hub's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


def application() -> WSGIHandler:
    """Django with nothing around these views."""
    with override_settings(MIDDLEWARE=[f"{__name__}.own_addresses"]):
        return WSGIHandler()
