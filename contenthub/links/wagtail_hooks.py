"""The admin's menu item "Links"."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from contenthub.links.models import Link
from contenthub.links.viewsets import LinkViewSet, ViewOnlyPolicy

register_permission_policy(Link, ViewOnlyPolicy(Link))


@hooks.register("register_admin_viewset")
def links() -> LinkViewSet:
    return LinkViewSet("links")
