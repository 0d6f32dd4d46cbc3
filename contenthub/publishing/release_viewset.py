"""Releases in the admin's menu."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from contenthub.audience.reading import WIDE, ReadingViewSet, title_column
from contenthub.campaigns.models import Campaign
from contenthub.publishing import times
from contenthub.publishing.models import Release
from contenthub.publishing.views.release_add import ReleaseAddView
from contenthub.publishing.views.releases import ReleaseIndexView, ReleaseInspectView, ReleaseNowView, ReleaseVerbView


class ReleaseStateColumn(Column):
    """A release's state as a badge."""

    cell_template_name = "publishing/cells/release_state.html"


class ReleaseFilterSet(WagtailFilterSet):
    campaign = django_filters.ModelChoiceFilter(label=_("Campaign"), queryset=Campaign.objects.all())
    planned_at = django_filters.DateFromToRangeFilter(label=_("Planned"), widget=DateRangePickerWidget)

    class Meta:
        model = Release
        fields: list[str] = []


def planned_text(release: Release) -> str:
    """Its time in its campaign's time zone."""
    return times.said(release.planned_at, release.zone)


def live_text(release: Release) -> str:
    """How many of its deliveries are live."""
    states = [delivery.state for delivery in release.deliveries.all()]
    live, count = states.count("live"), len(states)
    return ngettext("%(live)s of %(count)s", "%(live)s of %(count)s", count) % {"live": live, "count": count}


class ReleaseViewSet(ReadingViewSet):
    model = Release
    name = "publishing_release"
    url_prefix = "publishing/releases"
    icon = "calendar-alt"
    menu_label = _("Releases")
    menu_order = 2
    index_view_class = ReleaseIndexView
    index_results_template_name = "publishing/release_results.html"
    inspect_view_class = ReleaseInspectView
    inspect_template_name = ReleaseInspectView.template_name
    filterset_class = ReleaseFilterSet
    search_fields = ["name", "reason"]
    list_display = [
        title_column("name", "publishing_release", label=_("Release"), sort_key="name"),
        Column("campaign", label=_("Campaign"), sort_key="campaign__name", classname=WIDE),
        ReleaseStateColumn("state", label=_("State")),
        Column("planned_at", label=_("Planned"), accessor=planned_text, sort_key="planned_at"),
        Column("live", label=_("Live"), accessor=live_text, classname=WIDE),
    ]
    list_export = ["pk", "name", "campaign", "state", "planned_at", "checked_at", "all_or_none", "reason"]
    export_filename = "releases"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[URLPattern]:
        adding = self.construct_view(ReleaseAddView, template_name=ReleaseAddView.template_name)
        now = self.construct_view(ReleaseNowView, template_name=ReleaseNowView.template_name)
        return [
            *super().get_urlpatterns(),
            path("new/", adding, name="add"),
            path("<int:pk>/now/", now, name="now"),
            path("<int:pk>/<slug:verb>/", self.construct_view(ReleaseVerbView), name="verb"),
        ]
