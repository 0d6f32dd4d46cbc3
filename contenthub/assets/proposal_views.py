"""The screen that shows what the hub would propose for an asset, and adds it when asked to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.assets.actions import NothingToPropose, propose
from contenthub.assets.marks import SUMMARY, waiting
from contenthub.assets.models import Asset
from contenthub.assets.proposals import add_proposals


class ProposeView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows what would be added, POST adds it as a new draft revision."""

    template_name = "assets/propose.html"
    page_title = _("Propose key points, statistics and summary")
    header_icon = "tick-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.asset = get_object_or_404(Asset, pk=kwargs["pk"])
        if not self.asset.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        asset = {
            "url": reverse("wagtailadmin_explore", args=[self.asset.pk]),
            "label": self.asset.get_admin_display_title(),
        }
        return [*super().get_breadcrumbs_items(), asset, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            propose(self.asset, cast(User, request.user))
        except NothingToPropose as reason:
            messages.info(request, str(reason))
        else:
            messages.success(request, _("The proposals are in the draft, marked until you keep them."))
        return redirect("wagtailadmin_pages:edit", self.asset.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asset = self.asset.get_latest_revision_as_object()
        before = waiting(asset)
        add_proposals(asset)  # in memory: looking at it changes nothing
        new = {name for name in asset.proposed if name not in before}
        return {
            **super().get_context_data(**kwargs),
            "asset": asset,
            "summary": asset.summary if SUMMARY in new else "",
            "points": [block.value for block in asset.key_points if block.id in new],
            "statistics": [block.value for block in asset.body if block.id in new],
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.asset.pk]),
        }
