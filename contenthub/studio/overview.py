"""One asset and everything that became of it: the loop from block to lead, read in a few queries."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet

from contenthub.assets.models import Asset
from contenthub.audience.models import Lead
from contenthub.links.models import Click
from contenthub.publishing.behind import outdated_live
from contenthub.publishing.models import Delivery
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant

_HUMAN = Q(link__clicks__label=Click.Label.HUMAN)


def with_results(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Annotate ``human``, ``suspect``, ``bot`` (clicks) and ``lead_count`` (leads whose last link it was)."""
    return deliveries.select_related("variant__locale", "account", "link").annotate(
        human=Count("link__clicks", filter=_HUMAN, distinct=True),
        suspect=Count("link__clicks", filter=Q(link__clicks__label=Click.Label.SUSPECT), distinct=True),
        bot=Count("link__clicks", filter=Q(link__clicks__label=Click.Label.BOT), distinct=True),
        lead_count=Count("link__last_leads", distinct=True),
    )


@dataclasses.dataclass
class VariantRow:
    """One variant with its deliveries."""

    variant: Variant
    #: Deliveries with what ``with_results`` adds, which their class does not know of.
    deliveries: list[Any]
    #: How many parts of its draft, or of what is approved, are behind.
    behind: int = 0
    #: Numbers of the deliveries that are out and say what the asset no longer says.
    outdated: frozenset[int] = frozenset()

    @property
    def live(self) -> int:
        return sum(delivery.state == Delivery.State.LIVE for delivery in self.deliveries)

    @property
    def clicks(self) -> int:
        return sum(delivery.human for delivery in self.deliveries)

    @property
    def leads(self) -> int:
        return sum(delivery.lead_count for delivery in self.deliveries)


@dataclasses.dataclass
class Overview:
    """What the asset's overview shows."""

    asset: Asset
    rows: list[VariantRow]
    leads: list[Lead]
    #: Leads of this asset that no link of ours brought.
    unattributed: int
    states: Counter[str]

    @property
    def live(self) -> int:
        return self.states[Delivery.State.LIVE]

    @property
    def clicks(self) -> int:
        return sum(row.clicks for row in self.rows)

    @property
    def machine_clicks(self) -> int:
        return sum(delivery.suspect + delivery.bot for row in self.rows for delivery in row.deliveries)

    @property
    def rate(self) -> float | None:
        """Attributed leads per human click, in percent; None where there were no clicks."""
        attributed = sum(row.leads for row in self.rows)
        return 100 * attributed / self.clicks if self.clicks else None


def overview(asset: Asset) -> Overview:
    """Gather the overview of one asset."""
    deliveries = list(
        with_results(Delivery.objects.filter(variant__source_asset=asset, intent=Delivery.Intent.PUBLISH)).order_by(
            "due_at", "pk"
        )
    )
    variants = Variant.objects.filter(source_asset=asset).order_by("kind_name", "pk").specific()
    rows = [
        VariantRow(variant, [delivery for delivery in deliveries if delivery.variant_id == variant.pk])
        for variant in variants
    ]
    _mark_behind(asset, rows)
    leads = Lead.objects.filter(asset=asset).select_related("contact", "first_link", "last_link__delivery__account")
    return Overview(
        asset=asset,
        rows=rows,
        leads=list(leads.order_by("-created_at")[:50]),
        unattributed=leads.filter(last_link__isnull=True).count(),
        states=Counter(delivery.state for delivery in deliveries),
    )


def _mark_behind(asset: Asset, rows: list[VariantRow]) -> None:
    counted: dict[int, Counter[bool]] = {}
    for pk, approved in BehindPart.objects.filter(variant__source_asset=asset).values_list("variant_id", "approved"):
        counted.setdefault(pk, Counter())[approved] += 1
    for row in rows:
        row.behind = max(counted.get(row.variant.pk, Counter()).values(), default=0)
        if row.live:
            row.outdated = frozenset(delivery.pk for delivery in outdated_live(row.variant))
