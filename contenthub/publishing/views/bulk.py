"""One decision about many of the inbox: first what it would do to each, then what it did."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from contenthub.lib import clock
from contenthub.publishing.forms import BulkForm
from contenthub.publishing.inbox import bulk
from contenthub.publishing.listing import Listing
from contenthub.publishing.models import Delivery
from contenthub.publishing.views.deliveries import with_all
from contenthub.publishing.views.inbox import InboxView

#: Where the session keeps what the last decision did.
KEPT = "publishing_inbox_results"


class BulkScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the screens of a decision about many share."""

    model = Delivery
    permission_required = "change"
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        inbox = {"url": reverse("publishing_inbox:index"), "label": gettext("Inbox")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": str(self.get_page_title())}]

    def back(self) -> str:
        """The list as it was left."""
        return get_valid_next_url_from_request(self.request) or reverse("publishing_inbox:index")


class BulkView(BulkScreen):
    """POST only. Without ``sure`` it shows what would happen to each; with it, it happens."""

    template_name = "publishing/inbox/confirm.html"
    http_method_names = ["post"]
    decision: bulk.Decision

    def get_page_title(self) -> str:
        return str(self.decision.label)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = bulk.named(request.POST.get("decision", ""))
        if found is None:
            return redirect(self.back())
        self.decision = found
        chosen, left = self._chosen()
        if not chosen:
            messages.warning(request, _("Select at least one delivery first."))
            return redirect(self.back())
        form = BulkForm(request.POST if "sure" in request.POST else None, zone=bulk.zone_for(chosen), timed=found.timed)
        if form.is_bound and form.is_valid():
            return self._carry_out(chosen, form)
        return self.render_to_response(self.get_context_data(chosen=chosen, left=left, form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = bulk.prospects(kwargs["chosen"], self.decision)
        return super().get_context_data(
            decision=self.decision,
            able=[each for each in found if each.verb],
            unable=[each for each in found if not each.verb],
            back=self.back(),
            most=bulk.MOST,
            now=clock.now(),
            **kwargs,
        )

    def _chosen(self) -> tuple[list[Delivery], int]:
        """The deliveries meant, the most urgent first, and how many more were meant than are taken at once."""
        rows: Listing | QuerySet[Delivery]
        if "all" in self.request.POST and "sure" not in self.request.POST:
            rows = _listed(self.request)
        else:
            numbers = [int(each) for each in self.request.POST.getlist("id") if each.isdecimal() and len(each) < 16]
            rows = with_all(Delivery.objects.filter(pk__in=numbers[: 2 * bulk.MOST])).order_by("planned_at", "pk")
        chosen = list(rows[: bulk.MOST])
        return chosen, max(rows.count() - len(chosen), 0)

    def _carry_out(self, chosen: list[Delivery], form: BulkForm) -> HttpResponse:
        shown = {delivery.pk: self.request.POST.get(f"seen-{delivery.pk}", "") for delivery in chosen}
        start: dt.datetime | None = form.cleaned_data.get("at")
        user = cast(User, self.request.user)
        results = bulk.carry_out(chosen, self.decision, user, shown, start, form.cleaned_data.get("minutes") or 0)
        kept = {"label": str(self.decision.label), "rows": [dataclasses.asdict(each) for each in results]}
        self.request.session[KEPT] = {**kept, "back": self.back()}
        return redirect("publishing_inbox:results")


class BulkResultsView(BulkScreen):
    """What the last decision of this session did to each."""

    template_name = "publishing/inbox/results.html"
    page_title = _("What happened")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = request.session.get(KEPT)
        if not kept:
            return redirect("publishing_inbox:index")
        done = [row for row in kept["rows"] if row["done"]]
        return self.render_to_response(
            self.get_context_data(
                label=kept["label"],
                back=kept["back"],
                done=done,
                undone=[row for row in kept["rows"] if not row["done"]],
            )
        )


def _listed(request: HttpRequest) -> Listing:
    """Everything that the list showed, on all its pages: by the search and filters it was under."""
    narrowed = HttpRequest()
    narrowed.method, narrowed.GET, narrowed.user = "GET", QueryDict(request.POST.get("query", "")), request.user
    view = InboxView()
    view.setup(narrowed)
    return view.get_queryset()
