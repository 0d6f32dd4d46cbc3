"""In the admin: an asset as a PDF. Outside: a file that stands behind a form is not given out by Wagtail's own address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset
from contenthub.landing.views.paper import paper


@hooks.register("before_serve_document")
def lead_to_the_form(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Send the public to the asset's page; who may enter the admin gets the file."""
    asset = Asset.objects.filter(file_id=document.pk).order_by("-live", "pk").first()
    if asset is None or request.user.has_perm("wagtailadmin.access_admin"):
        return None
    return HttpResponseRedirect(f"{public_url(asset)}#get")


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("assets/<int:pk>/paper.pdf", paper, name="landing_paper")]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    found = page.specific_deferred if page.pk else None
    if isinstance(found, Asset) and page.permissions_for_user(user).can_edit():
        yield Button(_("See it as a PDF"), reverse("landing_paper", args=[page.pk]), icon_name="doc-full", priority=6)
