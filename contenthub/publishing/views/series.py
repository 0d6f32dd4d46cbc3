"""Series in the admin: the listing, a series' page with its deliveries, and its end before its end."""

from __future__ import annotations

import zoneinfo
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView

from contenthub.audience.reading import WIDE, ReadingIndexView, ReadingViewSet, title_column
from contenthub.lib import clock
from contenthub.publishing import actions, recurrence, times
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Delivery, Series

#: Deliveries and times to come that are shown.
SHOWN = 50
COMING = 5


def _next(series: Series) -> str:
    """The next time, made already or not."""
    now = clock.now()
    made = series.deliveries.filter(state=Delivery.State.SCHEDULED, planned_at__gt=now).order_by("planned_at").first()
    moment = made.planned_at if made else series.next_at
    return times.long(moment, zoneinfo.ZoneInfo(series.time_zone)) if moment else "–"


class SeriesStateColumn(Column):
    """Active, stopped or ended; why it cannot go on, if so."""

    cell_template_name = "publishing/cells/series_state.html"


class SeriesIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Series]:
        return Series.objects.select_related("variant", "account")


class SeriesInspectView(InspectView):
    template_name = "publishing/series.html"

    def get_page_title(self) -> str:
        return gettext("Series")

    def get_page_subtitle(self) -> str:
        return str(self.object.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series, zone, now = self.object, zoneinfo.ZoneInfo(self.object.time_zone), clock.now()
        made = series.deliveries.select_related("account").order_by("-planned_at")[:SHOWN]
        return super().get_context_data(
            series=series,
            rule=recurrence.said(series),
            made=[(row, times.long(row.planned_at, zone)) for row in made],
            coming=[times.long(moment, zone) for moment in recurrence.unmade(series, COMING)],
            stoppable=self.user_has_permission("change") and actions.stoppable(series, now),
            **kwargs,
        )


class SeriesStopView(InspectView):
    """POST only."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count = actions.stop_series(self.object, cast(User, request.user))
        except PublishingError as error:
            messages.error(request, str(error))
        else:
            text = ngettext(
                "The series is stopped; %s delivery is cancelled.",
                "The series is stopped; %s deliveries are cancelled.",
                count,
            )
            messages.success(request, text % count)
        return redirect("publishing_series:inspect", self.object.pk)


class SeriesViewSet(ReadingViewSet):
    model = Series
    name = "publishing_series"
    url_prefix = "publishing/series"
    icon = "rotate"
    menu_label = _("Series")
    menu_order = 4
    index_view_class = SeriesIndexView
    index_results_template_name = "publishing/series_results.html"
    inspect_view_class = SeriesInspectView
    inspect_template_name = SeriesInspectView.template_name
    search_fields = ["variant__title", "account__name"]
    list_display = [
        title_column("variant", "publishing_series", label=_("Series"), sort_key="variant__title"),
        Column("account", label=_("Account"), sort_key="account__name", classname=WIDE),
        Column("rule", label=_("Rule"), accessor=recurrence.said, classname=WIDE),
        SeriesStateColumn("state", label=_("State"), sort_key="state"),
        Column("next", label=_("Next"), accessor=_next),
    ]
    list_export = ["pk", "variant", "account", "state", "starts_on", "ends_on", "count", "made", "next_at"]
    export_filename = "series"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/stop/", self.construct_view(SeriesStopView), name="stop")]
