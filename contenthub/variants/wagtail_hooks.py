"""Variants in Wagtail's admin: deriving from an asset's page, files from a variant's, and the gate before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page

from contenthub.assets.models import Asset
from contenthub.variants import admin_urls, checks
from contenthub.variants.kinds.video_script import VideoScript
from contenthub.variants.models import Variant


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("variants/", include((admin_urls.urlpatterns, "variants")))]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    for label, url, icon in _places(page, user):
        yield Button(label, url, icon_name=icon, priority=4)


@hooks.register("register_page_listing_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    for label, url, icon in _places(page, user):
        yield ListingButton(label, url, icon_name=icon, priority=4)


def _places(page: Page, user: Any) -> Iterator[tuple[str, str, str]]:
    """(label, address, icon) of our screens for this page."""
    found = page.specific_deferred if page.pk else None
    if isinstance(found, Asset) and page.permissions_for_user(user).can_add_subpage():
        yield _("Derive variants"), reverse("variants:derive", args=[page.pk]), "copy"
    if isinstance(found, VideoScript):
        yield _("Video and length"), reverse("variants:video", args=[page.pk]), "media"
    if isinstance(found, Variant) and found.kind_name and found.kind.has_files:
        yield _("Download files"), reverse("variants:files", args=[page.pk]), "download"


@hooks.register("before_publish_page")
def refuse_errors(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A variant with errors stays a draft when someone presses Publish; the draft itself was saved by then."""
    if not isinstance(page, Variant):
        return None
    found = checks.errors(page)
    if not found:
        return None
    reasons = " ".join(str(problem.message) for problem in found)
    messages.error(request, _("Saved as a draft; it cannot be approved yet. %s") % reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)
