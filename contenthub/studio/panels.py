"""What the admin's home shows: what needs a person, what goes out next, what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from contenthub.publishing import inbox
from contenthub.publishing.inbox import topics
from contenthub.publishing.models import Delivery
from contenthub.publishing.ordering import Sorted
from contenthub.studio.came_back import came_back
from contenthub.variants.behind.listing import Row


class FirstSteps(Component):
    """Shown until there is an asset: what to do first."""

    name = "hub_first_steps"
    order = 40
    template_name = "studio/home/first_steps.html"


class Trouble(Component):
    """What is wrong with the hub itself; not shown while all is well."""

    name = "hub_trouble"
    order = 10
    template_name = "studio/home/trouble.html"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"problems": self.problems}


class Attention(Component):
    """Deliveries that will not move without a person, the most urgent first; how many decisions wait in all."""

    name = "hub_attention"
    order = 50
    template_name = "studio/home/attention.html"
    most = 8

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = topics.numbered(inbox.waiting())
        first = Sorted(topics.urgent_first(rows, topics.groups(rows))).between(0, self.most)
        found = Delivery.objects.select_related("variant", "account").in_bulk(first)
        return {"deliveries": [found[pk] for pk in first if pk in found], "count": inbox.count()}


class Behind(Component):
    """Variants whose asset has changed since; not shown where there are none."""

    name = "hub_behind"
    order = 55
    template_name = "studio/home/behind.html"

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": self.rows[:8], "count": len(self.rows)}


class NextOut(Component):
    """Deliveries that are scheduled or on their way."""

    name = "hub_next_out"
    order = 60
    template_name = "studio/home/next_out.html"
    most = 8

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        # Each state by its own index: asked for together, the oldest of all would be gone through to find the first.
        scheduled = Delivery.objects.filter(state=Delivery.State.SCHEDULED)
        sending = Delivery.objects.filter(state=Delivery.State.SENDING).select_related("variant", "account").order_by()
        next_ones = scheduled.select_related("variant", "account").order_by("due_at", "pk")[: self.most]
        return {
            "deliveries": sorted([*sending, *next_ones], key=lambda each: (each.due_at, each.pk))[: self.most],
            "count": len(sending) + scheduled.count(),
            "now": timezone.now(),
        }


class CameBack(Component):
    """The last thirty days by asset: deliveries live, human clicks, leads."""

    name = "hub_came_back"
    order = 70
    template_name = "studio/home/came_back.html"
    days = 30
    most = 8

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        since = timezone.now() - dt.timedelta(days=self.days)
        return {"assets": came_back(since, self.most), "days": self.days}
