"""The inbox in the menu, with how many decisions wait: on its own item, and on the group it stands in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from contenthub.publishing import inbox


class InboxMenuItem(MenuItem):
    """Shown to those who may see deliveries."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        component.label = with_count(self.label, request)
        return component


class GroupMenuItem(SubmenuMenuItem):
    """The group that the inbox stands in: its number is seen while the group is closed."""

    @classmethod
    def like(cls, item: SubmenuMenuItem) -> GroupMenuItem:
        """The same item, as one of these."""
        return cls(item.label, item.menu, name=item.name, icon_name=item.icon_name, order=item.order)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if may_see(request.user):
            component.label = with_count(self.label, request)
        return component


def with_count(label: Any, request: HttpRequest) -> str:
    """The label with the number of decisions that wait, asked for once per request."""
    if not hasattr(request, "_hub_waiting"):
        request._hub_waiting = inbox.count()  # type: ignore[attr-defined]
    number: int = request._hub_waiting  # type: ignore[attr-defined]
    return f"{label} ({number})" if number else str(label)


def may_see(user: Any) -> bool:
    return bool(user.has_perm("publishing.view_delivery") or user.has_perm("publishing.change_delivery"))
