"""Where publishing appears in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from contenthub.assets.models import Asset
from contenthub.audience.reading import DeclaredPolicy
from contenthub.publishing import prospects
from contenthub.publishing.models import Account, Attempt, Blackout, Delivery, Release, Series
from contenthub.publishing.views.after import UpdateAllView, WithdrawAllView
from contenthub.publishing.views.test_sending import TestSendView
from contenthub.publishing.viewsets import PublishingGroup
from contenthub.variants.models import Variant

for model in (Account, Attempt, Blackout, Delivery, Release, Series):
    register_permission_policy(model, DeclaredPolicy(model), exact_class=True)

_LOGGED = {
    "schedule": _("Scheduled"),
    "release": _("Planned as a release"),
    "reschedule": _("Given another time"),
    "retry": _("Sent now"),
    "cancel": _("Cancelled"),
    "settle": _("Settled: it is live"),
    "send_again": _("Sent again"),
    "pause": _("Paused"),
    "resume": _("Resumed"),
    "test_send": _("Sent as a test"),
    "update": _("An update was asked for"),
    "withdraw": _("A withdrawal was asked for"),
    "mark_done": _("Done by hand"),
    "meant_gone": _("Gone on purpose"),
    "again": _("Gone, and published again"),
    "still_there": _("Found to be there all the same"),
    "slots": _("Slots changed"),
    "start_series": _("Started"),
    "stop_series": _("Stopped"),
}


@hooks.register("register_admin_viewset")
def publishing_group() -> PublishingGroup:
    return PublishingGroup()


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    screens = [
        path("publishing/test/<int:variant_id>/", TestSendView.as_view(), name="test_send"),
        path("publishing/update/<int:page_id>/", UpdateAllView.as_view(), name="update_all"),
        path("publishing/withdraw/<int:page_id>/", WithdrawAllView.as_view(), name="withdraw_all"),
    ]
    return [path("", include((screens, "publishing")))]


@hooks.register("register_page_header_buttons")
def test_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if _testable(page, user):
        yield Button(_("Send a test"), reverse("publishing:test_send", args=[page.pk]), icon_name="mail", priority=11)


@hooks.register("register_page_listing_more_buttons")
def test_more_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if _testable(page, user):
        yield Button(_("Send a test"), reverse("publishing:test_send", args=[page.pk]), icon_name="mail", priority=43)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for verb, label in _LOGGED.items():
        actions.register_action(f"publishing.{verb}", label, label)


@hooks.register("register_page_header_buttons")
def schedule_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if _schedulable(page, user):
        yield Button(_("Schedule"), _schedule_url(page), icon_name="calendar-alt", priority=12)


@hooks.register("register_page_listing_more_buttons")
def schedule_more_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if _schedulable(page, user):
        yield Button(_("Schedule"), _schedule_url(page), icon_name="calendar-alt", priority=44)


@hooks.register("register_page_listing_more_buttons")
def withdraw_more_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if _is_out(page, user):
        url = reverse("publishing:withdraw_all", args=[page.pk])
        yield Button(_("Take down what is out"), url, icon_name="download", priority=46)


@hooks.register("register_page_header_buttons")
def withdraw_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if _is_out(page, user):
        url = reverse("publishing:withdraw_all", args=[page.pk])
        yield Button(_("Take down what is out"), url, icon_name="download", priority=46)


@hooks.register("after_publish_page")
def offer_to_update(request: HttpRequest, page: Page) -> None:
    """A new version is approved while an older one is out: the next step is to put it in its place."""
    if _schedulable(page, request.user) and (count := len(prospects.updates(prospects.live_below(page)))):
        button = messages.button(reverse("publishing:update_all", args=[page.pk]), _("Update what is out"))
        text = ngettext("%s delivery shows an older version.", "%s deliveries show an older version.", count)
        messages.info(request, text % count, buttons=[button])


@hooks.register("after_unpublish_page")
def offer_to_withdraw(request: HttpRequest, page: Page) -> None:
    """No longer approved, and still out."""
    if _is_out(page, request.user) and (count := prospects.out_of(page).count()):
        button = messages.button(reverse("publishing:withdraw_all", args=[page.pk]), _("Take down what is out"))
        text = ngettext("%s delivery of it is still out.", "%s deliveries of it are still out.", count)
        messages.warning(request, text % count, buttons=[button])


class ScheduleItem(ActionMenuItem):
    """In the menu at the foot of an approved variant's editor: on to its accounts and times."""

    label = _("Schedule the approved version")
    name = "action-schedule-delivery"
    icon_name = "calendar-alt"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and _schedulable(context["page"], context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return _schedule_url(parent_context["page"])


@hooks.register("register_page_action_menu_item")
def schedule_item() -> ScheduleItem:
    return ScheduleItem(order=60)


@hooks.register("after_publish_page")
def offer_to_schedule(request: HttpRequest, page: Page) -> None:
    """Approved: the next step is a place and a time."""
    if _schedulable(page, request.user):
        button = messages.button(_schedule_url(page), _("Schedule it"))
        messages.info(request, _("“%s” is approved and can be scheduled now.") % page.title, buttons=[button])


@hooks.register("before_delete_page")
def keep_what_went_out(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Deliveries are the record of what went out, so their variants stay; say so instead of failing."""
    if not _tell_of_deliveries(request, [page]):
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_went_out_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type != "delete" or not _tell_of_deliveries(request, pages):
        return None
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def _tell_of_deliveries(request: HttpRequest, pages: list[Page]) -> int:
    """How many deliveries belong to these pages and those below them; says so if there are any."""
    count = sum(
        Delivery.objects.filter(variant__in=Page.objects.descendant_of(page, inclusive=True).values("pk")).count()
        for page in pages
    )
    if count and request.method == "POST":
        text = _("This cannot be deleted: %s deliveries belong to it, and they are kept. Unpublish it instead.")
        messages.error(request, text % count)
    return count if request.method == "POST" else 0


def _schedulable(page: Page, user: Any) -> bool:
    if not page.pk or not user.has_perm("publishing.add_delivery") or not isinstance(page.specific_deferred, Variant):
        return False
    return bool(page.live or page.scheduled_revision)  # approved, or approved from a time on


def _testable(page: Page, user: Any) -> bool:
    found = page.specific_deferred if page.pk else None
    return isinstance(found, Variant) and found.kind_name == "email" and page.permissions_for_user(user).can_edit()


def _is_out(page: Page, user: Any) -> bool:
    """Whether something of this variant or asset is out that the user may change."""
    if not page.pk or not user.has_perm("publishing.change_delivery"):
        return False
    return isinstance(page.specific_deferred, Asset | Variant) and prospects.out_of(page).exists()


def _schedule_url(page: Page) -> str:
    return reverse("publishing_delivery:schedule", args=[page.pk])


@hooks.register("register_page_header_buttons")
def release_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and isinstance(page.specific_deferred, Asset) and user.has_perm("publishing.add_release"):
        url = f"{reverse('publishing_release:add')}?scope=asset-{page.pk}"
        yield Button(_("Plan a release"), url, icon_name="calendar-alt", priority=13)
