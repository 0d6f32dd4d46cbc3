"""The status page: processes, queues, lag and channels, as they are now. It asks for its own inside every two seconds."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from contenthub.publishing import last_day
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.processes import Process
from contenthub.publishing.punctuality import punctuality
from contenthub.publishing.status import Status, span, status

#: Attempts shown, and seconds for which the figures of the day are kept: they are read for every open page.
RECENT, KEPT = 20, 10

MAY = "publishing.view_delivery"

#: What a process is called.
NAMES = {"dispatcher": _("Dispatcher"), "worker": _("Worker")}


class StatusView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "publishing/status.html"
    results_template_name = "publishing/status_results.html"
    page_title = _("Status")
    header_icon = "desktop"
    #: Whether only what changes is asked for.
    results_only = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.get_page_title())}]

    def get_template_names(self) -> list[str]:
        return [self.results_template_name if self.results_only else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = status()
        figures = day_figures(found)
        attempts = Attempt.objects.select_related("delivery__variant", "delivery__account").order_by("-pk")
        return super().get_context_data(
            status=found,
            verdict=verdict(found),
            processes=[_shown(process, found) for process in found.processes],
            queues=found.queues.lengths.items(),
            lag=span(found.oldest_due_seconds) if found.due else "–",
            holds=[(Delivery.Hold(hold).label, hold, count) for hold, count in sorted(found.holds.items())],
            attempts=attempts[:RECENT],
            **figures,
            **kwargs,
        )


def verdict(found: Status) -> str:
    """The hub's health in one sentence."""
    return gettext("All is well: what is due goes out.") if found.healthy else found.problems[0]


def day_figures(found: Status) -> dict[str, Any]:
    """The figures of the last day, read anew every few seconds at most."""
    kept: dict[str, Any] | None = cache.get("publishing.status.day")
    if kept is None:
        kept = {
            "days": last_day.by_channel(last_day.tallies(found.at), found.open),
            "failed_today": last_day.failed(found.at),
            "punctuality": _punctual(found),
        }
        cache.set("publishing.status.day", kept, KEPT)
    return kept


def _punctual(found: Status) -> dict[str, str] | None:
    said = punctuality(found.at - last_day.DAY)
    if said.p50 is None or said.p99 is None:
        return None
    return {"p50": _seconds(said.p50), "p99": _seconds(said.p99)}


def _seconds(value: float) -> str:
    """Short times with a decimal: whether it was half a second or nearly two is what one wants to know."""
    return gettext("%s s") % f"{value:.1f}" if value < 10 else span(value)


def _shown(process: Process, found: Status) -> dict[str, Any]:
    return {
        **dataclasses.asdict(process),
        "label": NAMES.get(process.name, process.name),
        "ago": span((found.at - process.at).total_seconds()),
        "running": span((process.at - process.started_at).total_seconds()),
        "doing": process.deliveries[:3],
        "more": max(len(process.deliveries) - 3, 0),
    }


class StatusItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY))


class StatusViewSet(ViewSet):
    name = "publishing_status"
    url_prefix = "publishing/status"
    menu_label = _("Status")
    menu_order = 9
    icon = "desktop"
    menu_item_class = StatusItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StatusView.as_view(), name="index"),
            path("results/", StatusView.as_view(results_only=True), name="results"),
        ]
