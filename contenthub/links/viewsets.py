"""The admin's listing of links: to look at and to copy from. Links are made by deliveries, never by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from contenthub.links.models import Link

#: Clicks shown on a link's own screen.
RECENT = 50


class ViewOnlyPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ShortUrlColumn(TitleColumn):
    """The short address, leading to the link's own screen, with a button that copies it."""

    cell_template_name = "links/short_url_cell.html"


def _campaign(link: Link) -> str:
    """The campaign's name; where it has none, or is gone, the value that the link carries."""
    return str(link.campaign or link.utm_campaign)


def copy_media() -> Media:
    return Media(js=[versioned_static("studio/js/copy_controller.js")])


class IndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Link]:
        return Link.objects.with_counts().select_related("campaign", "asset")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] = context["media"] + copy_media()
        return context


class InspectView(generic.InspectView):
    def get_object(self, queryset: QuerySet[Link] | None = None) -> Link:
        return get_object_or_404(Link.objects.with_counts().select_related("campaign", "asset"), pk=self.pk)

    def get_page_subtitle(self) -> str:
        return str(self.object.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["clicks"] = self.object.clicks.all()[:RECENT]
        context["media"] = copy_media()
        return context


class LinkViewSet(ModelViewSet):
    model = Link
    icon = "link"
    menu_label = _("Links")
    menu_order = 150
    add_to_admin_menu = True
    # "links" is the namespace of the public addresses.
    url_namespace = "links_admin"
    index_view_class = IndexView
    inspect_view_class = InspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    ordering = "-created_at"
    search_fields = ["code", "target", "utm_campaign", "utm_content", "asset__title", "campaign__name"]
    search_backend_name = None
    list_filter = ["campaign", "utm_source", "utm_medium", "created_at"]
    list_export = ["short_url", "target", "tagged_target", "campaign", "asset", "human", "suspect", "bot", "created_at"]
    export_filename = "links"
    index_template_name = "links/link_index.html"
    index_results_template_name = "links/link_index_results.html"
    inspect_template_name = "links/link_inspect.html"

    @property
    def list_display(self) -> list[Any]:
        return [
            ShortUrlColumn("code", label=_("Link"), sort_key="code", get_url=self._address),
            Column("utm_source", label=_("Source"), sort_key="utm_source"),
            Column("campaign", label=_("Campaign"), accessor=_campaign, sort_key="utm_campaign"),
            Column("asset", label=_("Asset"), sort_key="asset__title"),
            NumberColumn("human", label=_("Human"), sort_key="human"),
            NumberColumn("suspect", label=_("Suspect"), sort_key="suspect"),
            NumberColumn("bot", label=_("Bot"), sort_key="bot"),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ]

    def _address(self, link: Link) -> str:
        return reverse(self.get_url_name("inspect"), args=[link.pk])

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]
