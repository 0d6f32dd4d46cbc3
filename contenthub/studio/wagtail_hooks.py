"""The studio in Wagtail's admin: home panels, the asset's overview, the link from a lead to its delivery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from contenthub.assets.models import Asset
from contenthub.publishing.status import status
from contenthub.studio import admin_urls
from contenthub.studio.panels import Attention, Behind, CameBack, FirstSteps, NextOut, Trouble
from contenthub.variants.behind.listing import rows_for


@hooks.register("register_admin_urls")
def studio_urls() -> list[Any]:
    return [path("hub/", include((admin_urls.urlpatterns, "hub")))]


@hooks.register("insert_global_admin_css")
def studio_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("studio/studio.css"))


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    user = request.user
    if not Asset.objects.exists():
        panels.append(FirstSteps())
    if rows := rows_for(user):
        panels.append(Behind(rows))
    if user.has_perm("publishing.view_delivery") or user.has_perm("publishing.change_delivery"):
        if problems := status().problems:
            panels.append(Trouble(problems))
        panels += [Attention(), NextOut(), CameBack()]


@hooks.register("register_page_header_buttons")
def overview_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, Asset) and page.pk:
        yield Button(_("What became of it"), reverse("hub:overview", args=[page.pk]), icon_name="view", priority=15)


@hooks.register("register_page_listing_more_buttons")
def overview_more_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, Asset):
        yield Button(_("What became of it"), reverse("hub:overview", args=[page.pk]), icon_name="view", priority=45)
