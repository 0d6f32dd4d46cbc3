"""Short pages that say one thing and where to go next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _


def message(
    request: HttpRequest,
    *,
    title: str,
    text: str,
    action: tuple[str, str] | None = None,
    page: Any = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """One title, one text and one way on (label, address); without one, the list of libraries.

    :param page: the page it is about, whose brand the message wears.
    """
    context.update(title=title, text=text, action=action, page=page)
    response = render(request, "landing/message.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """For an address of ours that is incomplete, or leads to something that is not there any more."""
    with translation.override(translation.get_language_from_request(request)):
        return message(
            request,
            title=_("This address does not work"),
            text=_("It is incomplete, or what it led to is not there any more. Open the whole link once more."),
            status=404,
        )
