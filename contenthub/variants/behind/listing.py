"""Every variant that is behind: for the list in the menu, the home page and the command."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.variants.behind.models import BehindPart
from contenthub.variants.behind.sections import noted
from contenthub.variants.models import Variant


@dataclasses.dataclass
class Row:
    """One variant and how much of it is behind. ``draft``: parts of the latest draft; ``approved``: of what is sent."""

    variant: Variant
    draft: int = 0
    approved: int = 0
    deleted: int = 0
    since: dt.datetime | None = None
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def waits_for_approval(self) -> bool:
        """Everything is confirmed in the draft, and what is approved is still the old."""
        return not self.draft and bool(self.approved)


def rows(asset_id: int | None = None) -> list[Row]:
    """The variants with a part that is behind, the longest behind first."""
    parts = BehindPart.objects.order_by("since", "pk").select_related("variant__source_asset", "variant__locale")
    if asset_id is not None:
        parts = parts.filter(variant__source_asset_id=asset_id)
    found: dict[int, Row] = {}
    for part in parts:
        row = found.setdefault(part.variant_id, Row(part.variant, since=part.since))
        row.approved += part.approved
        row.draft += not part.approved
        row.deleted += not part.approved and part.reason == BehindPart.Reason.DELETED
    for pk, notes in noted(list(found)).items():
        found[pk].notes = notes
    return list(found.values())


def rows_for(user: Any, asset_id: int | None = None) -> list[Row]:
    """Those of them that this user may see in the admin."""
    return [row for row in rows(asset_id) if may_see(row.variant, user)]


def may_see(variant: Variant, user: Any) -> bool:
    rights = variant.permissions_for_user(user)
    return bool(rights.can_edit() or rights.can_publish())


def count(asset_id: int | None = None) -> int:
    """How many variants are behind."""
    parts = BehindPart.objects.filter(variant__source_asset_id=asset_id) if asset_id else BehindPart.objects.all()
    return parts.values("variant_id").distinct().count()


class BehindListView(WagtailAdminTemplateMixin, TemplateView):
    """The list; with ``?asset=<id>`` of one asset only."""

    template_name = "variants/behind/list.html"
    header_icon = "history"
    page_title = _("Behind")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("variants:behind_list"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("asset", "")
        asset_id = int(asked) if asked.isdecimal() and len(asked) < 10 else None
        found = rows_for(self.request.user, asset_id)
        return super().get_context_data(rows=found, asset_id=asset_id, **kwargs)


class BehindMenuItem(MenuItem):
    """The list in the menu, with how many there are."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Variant.objects.exists()

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if number := count():
            component.label = f"{self.label} ({number})"
        return component
