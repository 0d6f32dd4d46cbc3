"""The "Publishing" group of the admin's menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from contenthub.audience.reading import WIDE, ReadingIndexView, ReadingViewSet, title_column
from contenthub.publishing.columns import DELIVERY_COLUMNS, AccountStateColumn, channel_label, delivery_url
from contenthub.publishing.filters import AccountFilterSet, AttemptFilterSet, DeliveryFilterSet
from contenthub.publishing.inbox.menu import GroupMenuItem, InboxMenuItem
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.release_viewset import ReleaseViewSet
from contenthub.publishing.searching import SEARCHED
from contenthub.publishing.views.accounts import (
    AccountAddView,
    AccountDeleteView,
    AccountEditView,
    AccountInspectView,
    AccountVerbView,
    ChannelChoiceView,
)
from contenthub.publishing.views.blackouts import BlackoutViewSet
from contenthub.publishing.views.bulk import BulkResultsView, BulkView
from contenthub.publishing.views.deliveries import (
    DeliveryIndexView,
    DeliveryInspectView,
    DeliveryNowView,
    DeliveryVerbView,
    SentHtmlView,
)
from contenthub.publishing.views.inbox import DecideView, InboxView
from contenthub.publishing.views.notices import NoticeTargetViewSet
from contenthub.publishing.views.scheduling import SchedulePreviewView, ScheduleView
from contenthub.publishing.views.series import SeriesViewSet
from contenthub.publishing.views.slots import SlotsView
from contenthub.publishing.views.status import StatusViewSet


class DeliveryViewSet(ReadingViewSet):
    model = Delivery
    name = "publishing_delivery"
    url_prefix = "publishing/deliveries"
    icon = "upload"
    menu_label = _("Deliveries")
    menu_order = 1
    index_view_class = DeliveryIndexView
    index_results_template_name = "publishing/delivery_results.html"
    inspect_view_class = DeliveryInspectView
    inspect_template_name = DeliveryInspectView.template_name
    filterset_class = DeliveryFilterSet
    search_fields = SEARCHED
    list_display = DELIVERY_COLUMNS
    list_per_page = 30
    list_export = [
        "pk",
        "variant.source_asset",
        "variant",
        "variant.kind_name",
        "account",
        "account.channel",
        "state",
        "hold",
        "reason",
        "due_at",
        "live_at",
        "url",
        "link.short_url",
        "link.tagged_target",
    ]
    export_headings = {"pk": _("Delivery"), "variant.source_asset": _("Asset"), "variant.kind_name": _("Kind")}
    export_filename = "deliveries"

    def get_urlpatterns(self) -> list[URLPattern]:
        schedule = self.construct_view(ScheduleView, template_name=ScheduleView.template_name)
        preview = self.construct_view(SchedulePreviewView, template_name=SchedulePreviewView.template_name)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/now/", self.construct_view(DeliveryNowView), name="now"),
            path("<int:pk>/html/", self.construct_view(SentHtmlView), name="html"),
            path("<int:pk>/<slug:verb>/", self.construct_view(DeliveryVerbView), name="verb"),
            path("schedule/<int:variant_id>/", schedule, name="schedule"),
            path("schedule/<int:variant_id>/preview/", preview, name="schedule_preview"),
        ]


class InboxViewSet(ReadingViewSet):
    model = Delivery
    name = "publishing_inbox"
    url_prefix = "publishing/inbox"
    icon = "mail"
    menu_label = _("Inbox")
    menu_name = "publishing-inbox"
    menu_order = 0
    menu_item_class = InboxMenuItem
    names = ("index", "index_results")
    inspect_view_enabled = False
    index_view_class = InboxView
    index_template_name = InboxView.template_name
    index_results_template_name = InboxView.results_template_name
    filterset_class = InboxView.filterset_class
    search_fields = InboxView.search_fields
    list_display = DELIVERY_COLUMNS
    list_per_page = 25
    list_export = ["pk", "topic", "since", *DeliveryViewSet.list_export[1:]]
    export_headings = {
        **DeliveryViewSet.export_headings,
        "topic": _("What to decide"),
        "since": _("Since"),
    }
    export_filename = "inbox"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("many/", self.construct_view(BulkView), name="bulk"),
            path("many/results/", self.construct_view(BulkResultsView), name="results"),
            path("<int:pk>/<slug:verb>/", self.construct_view(DecideView), name="decide"),
        ]


class AccountIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Account]:
        # Along the index of deliveries by account: joined, every account would stand there once for each of them.
        own = Delivery.objects.filter(account=OuterRef("pk")).order_by().values("account")
        return Account.objects.annotate(count=Coalesce(Subquery(own.annotate(number=Count("*")).values("number")), 0))


class AccountViewSet(ReadingViewSet):
    model = Account
    name = "publishing_account"
    url_prefix = "publishing/accounts"
    icon = "key"
    menu_label = _("Accounts")
    menu_order = 2
    names = (*ReadingViewSet.names, "delete", "history", "history_results")
    index_view_class = AccountIndexView
    index_results_template_name = "publishing/account_results.html"
    inspect_view_class = AccountInspectView
    inspect_template_name = AccountInspectView.template_name
    delete_view_class = AccountDeleteView
    filterset_class = AccountFilterSet
    search_fields = ["name", "channel"]
    list_display = [
        title_column("name", "publishing_account", label=_("Account"), sort_key="name"),
        Column("channel", label=_("Channel"), accessor=channel_label, sort_key="channel"),
        AccountStateColumn("state", label=_("State"), sort_key="state"),
        NumberColumn("count", label=_("Deliveries"), sort_key="count", classname=WIDE),
        DateColumn("checked_at", label=_("Last tested"), sort_key="checked_at", classname=WIDE),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[URLPattern]:
        adding = self.construct_view(AccountAddView, template_name=AccountAddView.template_name)
        choosing = self.construct_view(ChannelChoiceView, template_name=ChannelChoiceView.template_name)
        editing = self.construct_view(AccountEditView, template_name=AccountEditView.template_name)
        return [
            *super().get_urlpatterns(),
            path("new/", choosing, name="add"),
            path("new/<slug:channel>/", adding, name="add_to"),
            path("edit/<int:pk>/", editing, name="edit"),
            path("<int:pk>/slots/", self.construct_view(SlotsView), name="slots"),
            path("<int:pk>/<slug:verb>/", self.construct_view(AccountVerbView), name="verb"),
        ]


class AttemptIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Attempt]:
        return Attempt.objects.select_related("delivery__variant", "delivery__account")


class AttemptViewSet(ReadingViewSet):
    model = Attempt
    name = "publishing_attempt"
    url_prefix = "publishing/attempts"
    icon = "history"
    menu_label = _("Attempts")
    menu_order = 3
    names = ("index", "index_results")
    inspect_view_enabled = False
    index_view_class = AttemptIndexView
    index_results_template_name = "publishing/attempt_results.html"
    filterset_class = AttemptFilterSet
    search_fields = ["delivery__variant__title", "delivery__account__name", "message"]
    ordering = "-started_at"
    list_display = [
        TitleColumn("delivery", label=_("Delivery"), get_url=delivery_url),
        NumberColumn("number", label=_("Try"), classname=WIDE),
        DateColumn("started_at", label=_("Started"), sort_key="started_at", classname=WIDE),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display", sort_key="outcome"),
        Column("step", label=_("Came to"), sort_key="step", classname=WIDE),
        Column("message", label=_("What happened"), width="35%"),
    ]
    list_export = ["delivery_id", "number", "started_at", "ended_at", "outcome", "step", "message", "looks", "worker"]
    export_filename = "attempts"


class PublishingGroup(ViewSetGroup):
    menu_label = _("Publishing")
    menu_icon = "upload"
    menu_order = 120
    items: Any = (
        InboxViewSet,
        StatusViewSet,
        DeliveryViewSet,
        ReleaseViewSet,
        SeriesViewSet,
        BlackoutViewSet,
        AccountViewSet,
        NoticeTargetViewSet,
        AttemptViewSet,
    )

    def get_menu_item(self, order: int | None = None) -> GroupMenuItem:
        return GroupMenuItem.like(super().get_menu_item(order))
