"""What the admin's home shows: what needs a person, what goes out next, what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.admin.ui.components import Component

from contenthub.assets.models import Asset
from contenthub.audience.models import Lead
from contenthub.links.models import Click
from contenthub.publishing import inbox
from contenthub.publishing.inbox import topics
from contenthub.publishing.models import Delivery
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

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = topics.numbered(inbox.waiting())
        waiting = topics.urgent_first(rows, topics.groups(rows)).select_related("variant", "account")
        return {"deliveries": waiting[:8], "count": inbox.count()}


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

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        coming = Delivery.objects.filter(state__in=[Delivery.State.SCHEDULED, Delivery.State.SENDING])
        return {
            "deliveries": coming.select_related("variant", "account").order_by("due_at")[:8],
            "count": coming.count(),
            "now": timezone.now(),
        }


class CameBack(Component):
    """The last thirty days by asset: deliveries live, human clicks, leads."""

    name = "hub_came_back"
    order = 70
    template_name = "studio/home/came_back.html"
    days = 30

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        since = timezone.now() - dt.timedelta(days=self.days)
        clicks = Click.objects.filter(link__asset=OuterRef("pk"), at__gte=since)
        people = Q(label=Click.Label.HUMAN)
        live = Delivery.objects.filter(link__asset=OuterRef("pk"), state=Delivery.State.LIVE)
        # Each counted by itself: joined, every click would be met once for every delivery and lead.
        assets = (
            Asset.objects.select_related("campaign", "locale")
            .annotate(
                human=_count(clicks.filter(people), "link__asset"),
                machine=_count(clicks.exclude(people), "link__asset"),
                lead_count=_count(Lead.objects.filter(asset=OuterRef("pk"), created_at__gte=since), "asset"),
                live_count=_count(live, "link__asset"),
            )
            .order_by("-human", "-live_count", "-latest_revision_created_at")[:8]
        )
        return {"assets": assets, "days": self.days}


def _count(rows: QuerySet[Any], group: str) -> Coalesce:
    """How many of the rows there are for each outer one."""
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
