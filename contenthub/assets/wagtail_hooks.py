"""Where assets meet Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from contenthub.assets.models import Asset, Library
from contenthub.assets.proposal_views import ProposeView
from contenthub.assets.rights import may_import
from contenthub.assets.viewsets import AssetsGroup

register_snippet(AssetsGroup)


@hooks.register("register_page_header_buttons")
def import_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The import among a library's header buttons."""
    if view_name == "index" and isinstance(page.specific_deferred, Library) and may_import(user):
        yield Button(_("Import a document"), url=reverse("import_asset:index"), icon_name="upload", priority=5)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    ours = [path("<int:pk>/propose/", ProposeView.as_view(), name="propose")]
    return [path("assets/", include((ours, "assets_proposals")))]


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, *(f"assets/icons/hub-{name}.svg" for name in ("money", "percent", "range"))]


@hooks.register("register_page_header_buttons")
def propose_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Proposals for an asset that an editor wrote here, or wants more of."""
    if isinstance(page, Asset) and page.pk and page.permissions_for_user(user).can_edit():
        label = _("Propose key points, statistics and summary")
        yield Button(
            label, url=reverse("assets_proposals:propose", args=[page.pk]), icon_name="tick-inverse", priority=8
        )
