"""The listing of deliveries, and one delivery's page: what it is, what became of it, what can be done."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import HeaderButton

from contenthub.audience.reading import ReadingIndexView
from contenthub.lib import clock
from contenthub.links.models import Link
from contenthub.publishing import duplicates, order, times, verbs
from contenthub.publishing.columns import channel_label
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.known import known, moving
from contenthub.publishing.listing import Listing
from contenthub.publishing.media import kept_url
from contenthub.publishing.models import Delivery, DeliveryQuerySet
from contenthub.publishing.ordering import order_for
from contenthub.publishing.searching import containing
from contenthub.publishing.timeline import entries

#: The post as it went out, shown: what a mail needs, no script, nothing of ours in reach.
POST_POLICY = (
    "sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *; frame-ancestors 'self'"
)


def with_all(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Everything a row or page shows, in one query."""
    return rows.select_related(
        "account", "link", "mailing", "original__link", "variant__locale", "variant__source_asset__campaign"
    )


class DeliveryIndexView(ReadingIndexView):
    """Those that need a person come first."""

    def get_base_queryset(self) -> DeliveryQuerySet:
        return Delivery.objects.all()

    def get_queryset(self) -> Listing:
        """Narrowed down first, and only then put in order: what is joined or read whole is one page, not the record."""
        rows = self.search_queryset(self.filter_queryset(self.get_base_queryset()))
        return Listing(order_for(rows, self.ordering), with_all)

    def search_queryset(self, queryset: DeliveryQuerySet) -> DeliveryQuerySet:
        return containing(queryset, self.search_query) if self.is_searching else queryset


class DeliveryInspectView(InspectView):
    template_name = "publishing/delivery.html"

    def get_object(self, queryset: Any = None) -> Delivery:
        return get_object_or_404(with_all(Delivery.objects.select_related("created_by", "revision")), pk=self.pk)

    def get_page_title(self) -> str:
        return str(_("Delivery"))

    def get_page_subtitle(self) -> str:
        return str(self.object.account)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Edit the variant"), url=self._edit_url(), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.object
        zone = times.zone_of(delivery.variant)
        may = self.user_has_permission("change")
        media = [_shown(medium) for medium in (delivery.post or {}).get("media", ())]
        link = Link.objects.with_counts().get(pk=delivery.tracked.pk)
        context = {
            "delivery": delivery,
            "zone": zone,
            "channel": channel_label(delivery.account),
            "due": times.said(delivery.due_at, zone),
            "approved": times.said(delivery.revision.created_at, zone) if delivery.revision else "",
            "live": times.said(delivery.live_at, zone) if delivery.live_at else "",
            "seen_live": times.said(delivery.seen_at, zone) if delivery.seen_at else "",
            "recheck": times.said(delivery.recheck_at, zone) if delivery.recheck_at else "",
            "gone": times.said(delivery.gone_at, zone) if delivery.gone_at else "",
            "due_input": delivery.due_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            "verbs": verbs.possible(delivery) if may else [],
            "seen": verbs.seen(delivery),
            "offered": delivery.url if delivery.is_gone else duplicates.offered(delivery),
            "thread": order.thread_of(delivery),
            "known": known(delivery, zone),
            "moving": moving(delivery, clock.now()),
            "link": link,
            "entries": entries(delivery, zone),
            "post": delivery.post or {},
            "pictures": [medium for medium in media if medium["mime_type"].startswith("image/")],
            "files": [medium for medium in media if not medium["mime_type"].startswith("image/")],
            "mailing_url": reverse("mailings:inspect", args=[delivery.mailing_id]) if delivery.mailing_id else "",
            "edit_url": self._edit_url(),
        }
        return super().get_context_data(**context, version=_version(context), **kwargs)

    def _edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.object.variant_id])


class DeliveryNowView(DeliveryInspectView):
    """What of the page changes, for the page while it is open; nothing where it still shows the same."""

    template_name = "publishing/delivery_body.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.GET.get("version") == context["version"]:
            return HttpResponse(status=204)
        return self.render_to_response(context)


class DeliveryVerbView(InspectView):
    """POST only: does it, and goes back to the delivery with what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = verbs.named(self.kwargs["verb"])
        back = redirect(reverse("publishing_delivery:inspect", args=[self.object.pk]))
        if verb is None:
            return back
        typed = request.POST.get(verb.field, "") if verb.field else ""
        try:
            verbs.carry_out(verb, self.object, typed, request.user, request.POST.get("seen", ""))
        except PublishingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{verb.done} {self._which(verb)}".strip())
        return back

    def _which(self, verb: verbs.Verb) -> str:
        """Of a time that was typed and comes twice on that day, which of the two was taken."""
        if verb.field != "at":
            return ""
        return times.doubled(self.object.due_at, times.zone_of(self.object.variant))


class SentHtmlView(InspectView):
    """The HTML that went out, alone, for the frame on the delivery's page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        html = (self.object.post or {}).get("html", "")
        return HttpResponse(html, headers={"Content-Security-Policy": POST_POLICY})


def _version(context: dict[str, Any]) -> str:
    """Another one when the page would show something else."""
    delivery, link = context["delivery"], context["link"]
    tries = [(each.attempt.outcome, each.attempt.looks) for each in context["entries"] if each.attempt]
    shown = [context["seen"], delivery.reason, delivery.url, delivery.due_at, delivery.wake_at, context["moving"]]
    clicks = [link.human, link.suspect, link.bot]
    return hashlib.sha256(repr([shown, clicks, tries, len(context["entries"])]).encode()).hexdigest()[:16]


def _shown(medium: dict[str, Any]) -> dict[str, Any]:
    """The medium for this page: by the address it has today, under whatever name this page was asked for."""
    return {**medium, "url": kept_url(medium["path"])}
