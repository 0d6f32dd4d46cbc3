"""Notifications: who is told of what; a test; what was sent."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from channels.base import ChannelError
from contenthub.audience.reading import WIDE
from contenthub.publishing.models import NoticeEvent, NoticeTarget
from contenthub.publishing.notices import sending, transports, wording
from contenthub.publishing.notices.forms import NoticeTargetForm


def events_text(target: NoticeTarget) -> str:
    """What it is told of, in words."""
    labels = dict(NoticeEvent.choices)
    if set(labels) <= set(target.events):
        return gettext("Everything")
    return "; ".join(str(labels[event]) for event in labels if event in target.events) or "–"


class NoticeTargetIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[NoticeTarget]:
        return NoticeTarget.objects.select_related("campaign")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["media"] += Media(css={"all": ["studio/css/listing.css"]})
        return context


class _Saving:
    """Shows a secret that was made while saving, this once."""

    def save_instance(self) -> NoticeTarget:
        target: NoticeTarget = super().save_instance()  # type: ignore[misc]
        if made := self.form.made:  # type: ignore[attr-defined]
            text = gettext("The signing secret, shown this once; give it to the receiver: %s") % made
            messages.warning(self.request, text)  # type: ignore[attr-defined]
        return target

    def get_success_url(self) -> str:
        return reverse("publishing_notice:inspect", args=[self.object.pk])  # type: ignore[attr-defined]


class NoticeTargetCreateView(_Saving, CreateView):
    """A new one leads to its page, where it can be tested."""


class NoticeTargetEditView(_Saving, EditView):
    """The same for a changed one."""


class NoticeTargetInspectView(InspectView):
    template_name = "publishing/notice_target.html"

    def get_page_title(self) -> str:
        return gettext("Notification")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.notices.exclude(tries=0, sent_at__isnull=False)
        return super().get_context_data(
            target=self.object,
            events=events_text(self.object),
            may_change=self.user_has_permission("change"),
            notices=rows.select_related("delivery__variant", "delivery__account", "account")[:20],
            most_tries=sending.TRIES,
            mail_folder=getattr(settings, "EMAIL_FILE_PATH", None) if settings.EMAIL_URL.startswith("file:") else "",
            no_mail=not settings.EMAIL_URL,
            **kwargs,
        )


class NoticeTargetTestView(InspectView):
    """POST only: sends a test at once, and says what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target = get_object_or_404(NoticeTarget, pk=self.object.pk)
        try:
            transports.send(target, wording.trial(target), f"test-{secrets.token_hex(8)}")
        except ChannelError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, gettext("The test was sent to %s.") % target.address)
        return redirect("publishing_notice:inspect", target.pk)


class NoticeTargetViewSet(ModelViewSet):
    model = NoticeTarget
    name = "publishing_notice"
    url_prefix = "publishing/notifications"
    icon = "mail"
    menu_label = _("Notifications")
    menu_order = 8
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ["address"]
    index_view_class = NoticeTargetIndexView
    index_results_template_name = "publishing/notice_target_results.html"
    add_view_class = NoticeTargetCreateView
    edit_view_class = NoticeTargetEditView
    inspect_view_class = NoticeTargetInspectView
    inspect_template_name = NoticeTargetInspectView.template_name
    list_display = [
        TitleColumn("address", label=_("Address"), url_name="publishing_notice:inspect", sort_key="address"),
        Column("way", label=_("By"), accessor="get_way_display", classname=WIDE),
        Column("events", label=_("Tell of"), accessor=events_text, classname=WIDE),
        Column("campaign", label=_("Only this campaign"), accessor=lambda row: row.campaign or "–", classname=WIDE),
        BooleanColumn("active", label=_("Active"), sort_key="active"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[NoticeTargetForm]:
        return NoticeTargetForm

    def get_urlpatterns(self) -> list[URLPattern]:
        testing = self.construct_view(NoticeTargetTestView)
        return [*super().get_urlpatterns(), path("<int:pk>/test/", testing, name="test")]
