"""The redirect behind every tracked link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from contenthub.links.models import Link


def follow(request: HttpRequest, code: str) -> HttpResponse:
    return redirect(get_object_or_404(Link, code=code).tagged_target)
