"""The inbox: everything that waits for a person, each with its choices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import InspectView

from contenthub.audience.reading import ReadingIndexView
from contenthub.publishing import times, verbs
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.filters import InboxFilterSet
from contenthub.publishing.inbox import bulk, topics
from contenthub.publishing.inbox.rows import Row, rows
from contenthub.publishing.inbox.troubles import troubles
from contenthub.publishing.listing import Listing
from contenthub.publishing.models import Delivery
from contenthub.publishing.ordering import Sorted
from contenthub.publishing.searching import SEARCHED
from contenthub.publishing.views.deliveries import with_all

#: Sent along by the script that leaves the list in place: it gets the one row that changed.
PARTIAL = "X-Hub-Partial"


class InboxView(ReadingIndexView):
    """Grouped by what to decide, the most urgent first."""

    model = Delivery
    template_name = "publishing/inbox/index.html"
    results_template_name = "publishing/inbox/index_results.html"
    index_url_name = "publishing_inbox:index"
    index_results_url_name = "publishing_inbox:index_results"
    filterset_class = InboxFilterSet
    search_fields = SEARCHED
    page_title = _("Inbox")
    header_icon = "mail"

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return topics.numbered(topics.waiting())

    def get_queryset(self) -> Listing:
        """In order first, and only then with all that is shown: with so many joins a database may begin at the wrong end."""
        matching = self.search_queryset(self.filter_queryset(self.order_queryset(self.get_base_queryset())))
        return Listing(Sorted(matching), lambda rows: topics.numbered(with_all(rows)))

    def order_queryset(self, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return topics.urgent_first(queryset, self.groups)

    @cached_property
    def groups(self) -> list[topics.Group]:
        """What there is to decide, whatever the list is narrowed down to."""
        return topics.groups(topics.numbered(topics.waiting()))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        may = self.user_has_permission("change")
        narrowed = bool(self.is_searching or self.is_filtering)
        first = context["page_obj"].number == 1
        waiting = rows(list(context["object_list"]), may)
        return {
            **context,
            "sections": list(self._sections(waiting)),
            "groups": self.groups,
            "total": context["paginator"].count,
            "narrowed": narrowed,
            "may_change": may,
            "may_change_accounts": self.request.user.has_perm("publishing.change_account"),
            "troubles": troubles() if first and not narrowed else [],
            "decisions": bulk.DECISIONS if may else (),
            "most": bulk.MOST,
            "next": _coming() if not waiting and not narrowed else [],
            "here": self.request.get_full_path() if not self.results_only else self._index_url(),
            "query": self.request.GET.urlencode(),
        }

    def _index_url(self) -> str:
        query = self.request.GET.urlencode()
        return reverse("publishing_inbox:index") + (f"?{query}" if query else "")

    def _sections(self, waiting: list[Row]) -> Iterator[tuple[topics.Group, list[Row]]]:
        counted = {group.topic.name: group for group in self.groups}
        for name, found in groupby(waiting, lambda row: row.topic.name):
            if name in counted:
                yield counted[name], list(found)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row = super().to_row_dict(item)
        return {**row, "topic": str(topics.TOPICS[item._number].label)}


class DecideView(InspectView):
    """POST only: one decision about one delivery, then back to the list with what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, delivery = verbs.named(self.kwargs["verb"]), self.object
        back = get_valid_next_url_from_request(request) or reverse("publishing_inbox:index")
        if verb is None:
            return redirect(back)
        typed = request.POST.get(verb.field, "") if verb.field else ""
        try:
            verbs.carry_out(verb, delivery, typed, request.user, request.POST.get("seen", ""))
            done, text = True, str(verb.done)
        except PublishingError as error:
            done, text = False, str(error)
        if request.headers.get(PARTIAL):
            return self._row(done, text)
        said = gettext("%(title)s → %(account)s: %(text)s")
        said %= {"title": delivery.variant.title, "account": delivery.account, "text": text}
        button = messages.button(
            reverse("publishing_delivery:inspect", args=[delivery.pk]), gettext("Open the delivery")
        )
        (messages.success if done else messages.error)(request, said, buttons=[button])
        return redirect(back)

    def _row(self, done: bool, text: str) -> HttpResponse:
        """The one row as it is now: still waiting, or what became of it."""
        found = with_all(topics.numbered(topics.waiting())).filter(pk=self.object.pk)
        context: dict[str, Any] = {"done": done, "text": text, "may_change": True}
        if still := rows(list(found), True):
            context["row"] = still[0]
        else:
            context["delivery"] = with_all(Delivery.objects.all()).get(pk=self.object.pk)
        context["here"] = get_valid_next_url_from_request(self.request)
        return render(self.request, "publishing/inbox/decided.html", context)


def _coming() -> list[tuple[Delivery, str]]:
    """What goes out next, for a list with nothing in it."""
    soon = with_all(Delivery.objects.filter(state=Delivery.State.SCHEDULED)).order_by("due_at", "pk")[:6]
    return [(delivery, times.said(delivery.due_at, times.zone_of(delivery.variant))) for delivery in soon]
