"""What became of an asset: its variants, their deliveries, the clicks and the leads they brought."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contenthub.assets.models import Asset
from contenthub.studio.overview import overview


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """:raises PermissionDenied: the user may not look at this page in the explorer."""
    asset = get_object_or_404(Asset, pk=pk)
    allowed = asset.permissions_for_user(request.user)
    if not (allowed.can_edit() or allowed.can_publish() or request.user.has_perm("publishing.view_delivery")):
        raise PermissionDenied
    breadcrumbs = [
        {"url": reverse("wagtailadmin_explore", args=[asset.pk]), "label": asset.get_admin_display_title()},
        {"url": "", "label": _("What became of it")},
    ]
    return render(
        request,
        "studio/asset_overview.html",
        {
            "overview": overview(asset),
            "asset": asset,
            "page_title": asset.get_admin_display_title(),
            "page_subtitle": _("What became of it"),
            "header_icon": "view",
            "header_title": asset.get_admin_display_title(),
            "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, *breadcrumbs],
        },
    )
