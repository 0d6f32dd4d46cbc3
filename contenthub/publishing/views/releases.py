"""The listing of releases, and one release's page: what became of each of its deliveries, and what can be done."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView

from contenthub.audience.reading import ReadingIndexView
from contenthub.publishing import actions, times
from contenthub.publishing.actions.releasing import NOT_GONE, releases
from contenthub.publishing.columns import channel_label
from contenthub.publishing.errors import CannotChange, PublishingError
from contenthub.publishing.models import Delivery, Release

State = Delivery.State

#: States of a release in which its page changes by itself.
_MOVING = (Release.State.PLANNED, Release.State.CHECKED, Release.State.GOING)


class ReleaseIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Release]:
        return Release.objects.select_related("campaign").prefetch_related("deliveries")


class ReleaseInspectView(InspectView):
    template_name = "publishing/release.html"

    def get_object(self, queryset: Any = None) -> Release:
        return get_object_or_404(Release.objects.select_related("campaign", "created_by"), pk=self.pk)

    def get_page_title(self) -> str:
        return str(_("Release"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release = self.object
        rows = release.deliveries.select_related("account", "variant__source_asset__campaign", "after__variant")
        ordered = rows.order_by("variant__title", "account__name", "part")
        members = sorted(ordered, key=lambda each: (each.variant.title, not releases(each.account)))
        state = release.state
        shown = repr([release.planned_at, state, release.reason, *((each.state, each.reason) for each in members)])
        return super().get_context_data(
            release=release,
            state=state,
            members=[(each, channel_label(each.account), times.said(each.due_at, release.zone)) for each in members],
            said=_said(members),
            planned=times.said(release.planned_at, release.zone),
            checked=times.said(release.checked_at, release.zone) if release.checked_at else "",
            planned_input=release.planned_at.astimezone(release.zone).strftime("%Y-%m-%dT%H:%M"),
            zone=release.zone,
            may_change=self.user_has_permission("change"),
            left=sum(each.state in NOT_GONE for each in members),
            held=sum(each.state == State.HELD for each in members),
            moving=state in _MOVING or any(each.state in (State.SCHEDULED, State.SENDING) for each in members),
            version=hashlib.sha256(shown.encode()).hexdigest()[:16],
            **kwargs,
        )


class ReleaseNowView(ReleaseInspectView):
    """What of the page changes, for the page while it is open; nothing where it still shows the same."""

    template_name = "publishing/release_body.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.GET.get("version") == context["version"]:
            return HttpResponse(status=204)
        return self.render_to_response(context)


class ReleaseVerbView(InspectView):
    """POST only: does it, and goes back to the release with what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self._act(self.kwargs["verb"], cast(User, request.user))
        except PublishingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return redirect("publishing_release:inspect", self.object.pk)

    def _act(self, verb: str, user: User) -> str:
        release: Release = self.object
        if verb == "reschedule":
            typed = self.request.POST.get("at", "")
            try:
                at = times.parse(typed, release.zone)
            except ValueError as error:
                raise CannotChange(str(error) if typed else gettext("Choose a date and time.")) from error
            count = actions.reschedule_release(release, at, user)
            text = _counted(ngettext("%s delivery has a new time.", "%s deliveries have a new time.", count), count)
            return f"{text} {times.doubled(release.planned_at, release.zone)}".strip()
        if verb == "cancel":
            count = actions.cancel_release(release, user)
            return _counted(ngettext("%s delivery is cancelled.", "%s deliveries are cancelled.", count), count)
        if verb != "send":
            raise Http404
        count = actions.send_held(release, user)
        return _counted(ngettext("%s delivery is sent now.", "%s deliveries are sent now.", count), count)


def _counted(text: str, count: int) -> str:
    return text % count


def _said(members: list[Delivery]) -> str:
    """How many are in which state, for those who hear the page."""
    labels = dict(State.choices)
    counted = {state: sum(each.state == state for each in members) for state in State.values}
    return ", ".join(f"{labels[state]}: {count}" for state, count in counted.items() if count)
