"""Campaigns in the admin."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from contenthub.brand.columns import WideColumn
from contenthub.brand.inspection import ReadableInspectView, lines
from contenthub.campaigns.models import Campaign


def day(date: dt.date | None) -> str:
    """The date in the reader's language; empty when there is none."""
    return date_format(date, "DATE_FORMAT") if date else ""


def number(value: Decimal) -> str:
    """The number in the reader's language, without decimals where there are none."""
    return number_format(value if value % 1 else int(value), force_grouping=True)


class CampaignInspectView(ReadableInspectView):
    labels = {"kpi_targets": _("KPI targets"), "calls_to_action": _("Calls to action")}

    def get_starts_on_display_value(self) -> str:
        return day(self.object.starts_on)

    def get_ends_on_display_value(self) -> str:
        return day(self.object.ends_on)

    def get_kpi_targets_display_value(self) -> str:
        return lines(f"{kpi.get_metric_display()}: {number(kpi.target)}" for kpi in self.object.kpi_targets.all())

    def get_calls_to_action_display_value(self) -> str:
        return lines(call.text for call in self.object.calls_to_action.all())

    def get_budget_display_value(self) -> str:
        return f"{number(self.object.budget)} {self.object.currency}" if self.object.budget is not None else ""


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "calendar-alt"
    menu_label = _("Campaigns")
    base_url_path = "campaigns"
    menu_item_is_registered = True  # in the "Assets" group, so not under "Snippets" too
    list_display = [
        "name",
        WideColumn("objective", label=_("Objective"), accessor="get_objective_display", sort_key="objective"),
        WideColumn("starts_on", label=_("Starts on"), accessor=lambda row: day(row.starts_on), sort_key="starts_on"),
        WideColumn("ends_on", label=_("Ends on"), accessor=lambda row: day(row.ends_on), sort_key="ends_on"),
        WideColumn("brand", label=_("Brand"), sort_key="brand__name"),
        WideColumn("utm_campaign", label=_("UTM campaign"), sort_key="utm_campaign"),
        WideColumn("assets", label=_("Assets"), accessor=lambda campaign: campaign.assets.count()),
    ]
    list_filter = ["objective", "brand", "starts_on"]
    list_export = [
        "name", "slug", "utm_campaign", "objective", "big_idea", "starts_on", "ends_on", "time_zone", "budget",
        "currency", "brand",
    ]  # fmt: skip
    inspect_view_enabled = True
    inspect_view_class = CampaignInspectView
    inspect_view_fields = [
        "name", "slug", "utm_campaign", "objective", "brand", "big_idea", "audience", "starts_on", "ends_on",
        "time_zone", "budget", "kpi_targets", "calls_to_action",
    ]  # fmt: skip
