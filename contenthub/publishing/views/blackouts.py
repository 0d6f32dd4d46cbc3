"""Blackouts in the admin: the listing, and the form with what a blackout will hold."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView

from contenthub.audience.reading import WIDE, ReadingIndexView, ReadingViewSet
from contenthub.lib import clock
from contenthub.publishing import blackouts, times
from contenthub.publishing.blackout_form import BlackoutForm
from contenthub.publishing.models import Blackout

#: Deliveries that are listed one by one.
SHOWN = 20


def _starts(blackout: Blackout) -> str:
    return times.long(blackout.starts_at, zoneinfo.ZoneInfo(blackout.time_zone))


def _ends(blackout: Blackout) -> str:
    return times.long(blackout.ends_at, zoneinfo.ZoneInfo(blackout.time_zone))


def _scope(blackout: Blackout) -> str:
    found = [str(each) for each in (blackout.campaign, blackout.account) if each]
    return " · ".join(found) or gettext("Everything")


def _status(blackout: Blackout) -> str:
    now = clock.now()
    if blackout.ends_at <= now:
        return gettext("Over")
    return gettext("Now") if blackout.starts_at <= now else gettext("To come")


class BlackoutIndexView(ReadingIndexView):
    page_title = _("Blackouts")

    def get_base_queryset(self) -> QuerySet[Blackout]:
        return Blackout.objects.select_related("campaign", "account")


class BlackoutMessage:
    """After saving: how many deliveries it will hold."""

    def get_success_message(self, instance: Blackout) -> str:
        count = blackouts.affected(instance).count()
        if not count:
            return gettext("The blackout “%s” is saved. Nothing is planned in it.") % instance
        text = ngettext(
            "The blackout “%(name)s” is saved. %(count)s delivery is planned in it and will be held then.",
            "The blackout “%(name)s” is saved. %(count)s deliveries are planned in it and will be held then.",
            count,
        )
        return text % {"name": instance, "count": count}


class BlackoutCreateView(BlackoutMessage, CreateView):
    pass


class BlackoutEditView(BlackoutMessage, EditView):
    template_name = "publishing/blackout_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = blackouts.affected(self.object).select_related("account", "variant__source_asset__campaign")
        shown = [(row, times.said(row.due_at, times.zone_of(row.variant))) for row in rows[:SHOWN]]
        return super().get_context_data(affected=shown, count=rows.count(), **kwargs)


class BlackoutViewSet(ReadingViewSet):
    model = Blackout
    name = "publishing_blackout"
    url_prefix = "publishing/blackouts"
    icon = "calendar-alt"
    menu_label = _("Blackouts")
    menu_order = 5
    names = ("index", "index_results", "add", "edit", "delete", "history", "history_results")
    inspect_view_enabled = False
    index_view_class = BlackoutIndexView
    index_results_template_name = "publishing/blackout_results.html"
    add_view_class = BlackoutCreateView
    edit_view_class = BlackoutEditView
    edit_template_name = BlackoutEditView.template_name
    search_fields = ["name"]
    list_display = [
        TitleColumn("name", label=_("Blackout"), url_name="publishing_blackout:edit", sort_key="name"),
        Column("starts_at", label=_("Start"), accessor=_starts, sort_key="starts_at"),
        Column("ends_at", label=_("End"), accessor=_ends, sort_key="ends_at"),
        Column("scope", label=_("For"), accessor=_scope, classname=WIDE),
        Column("status", label=_("Status"), accessor=_status, classname=WIDE),
    ]
    list_export = ["name", "starts_at", "ends_at", "time_zone", "campaign", "account"]
    export_filename = "blackouts"

    def get_form_class(self, for_update: bool = False) -> type[BlackoutForm]:
        return BlackoutForm
