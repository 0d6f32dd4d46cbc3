"""One asset and everything that became of it: the loop from block to lead, read in a few queries."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from contenthub.assets.models import Asset
from contenthub.audience.models import Lead
from contenthub.links.models import Click
from contenthub.publishing.behind import outdated_live
from contenthub.publishing.models import FOR_PERSON, Delivery
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant

#: Deliveries shown of each variant: those that need a person, then the latest; all of them are counted.
SHOWN = 20


def with_results(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Annotate ``human``, ``suspect``, ``bot`` (clicks) and ``lead_count`` (leads whose last link it was)."""
    clicks = Click.objects.filter(link=OuterRef("link"))
    # Each counted by itself: joined, every click would be met once for every lead.
    return deliveries.select_related("variant__locale", "account", "link").annotate(
        **{label: _number(clicks.filter(label=label), "link") for label in Click.Label.values},
        lead_count=_number(Lead.objects.filter(last_link=OuterRef("link")), "last_link"),
    )


def _number(rows: QuerySet[Any], group: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(group).annotate(number=Count("pk")).values("number")), 0)


@dataclasses.dataclass
class VariantRow:
    """One variant with some of its deliveries, and the figures of all."""

    variant: Variant
    #: Deliveries with what ``with_results`` adds, which their class does not know of.
    deliveries: list[Any]
    #: All its deliveries by state, the clicks on them by label, and the leads they brought.
    states: Counter[str]
    labels: Counter[str]
    leads: int = 0
    #: How many parts of its draft, or of what is approved, are behind.
    behind: int = 0
    #: Numbers of the deliveries shown that are out and say what the asset no longer says.
    outdated: frozenset[int] = frozenset()

    @property
    def live(self) -> int:
        return self.states[Delivery.State.LIVE]

    @property
    def clicks(self) -> int:
        return self.labels[Click.Label.HUMAN]

    @property
    def more(self) -> int:
        """How many deliveries are not shown."""
        return max(self.states.total() - len(self.deliveries), 0)


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
        return sum(row.labels.total() - row.clicks for row in self.rows)

    @property
    def rate(self) -> float | None:
        """Attributed leads per human click, in percent; None where there were no clicks."""
        attributed = sum(row.leads for row in self.rows)
        return 100 * attributed / self.clicks if self.clicks else None


def overview(asset: Asset) -> Overview:
    """Gather the overview of one asset."""
    deliveries = Delivery.objects.filter(variant__source_asset=asset, intent=Delivery.Intent.PUBLISH).order_by()
    shown: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in with_results(Delivery.objects.filter(pk__in=_shown(deliveries))).order_by("due_at", "pk"):
        shown[delivery.variant_id].append(delivery)
    states = _figures(deliveries.values_list("variant_id", "state").annotate(count=Count("pk")))
    clicks = Click.objects.filter(link__delivery__in=deliveries).order_by()
    labels = _figures(clicks.values_list("link__delivery__variant_id", "label").annotate(count=Count("pk")))
    brought = Lead.objects.filter(last_link__delivery__in=deliveries).order_by()
    leads_of = dict(brought.values_list("last_link__delivery__variant_id").annotate(count=Count("pk")))
    variants = Variant.objects.filter(source_asset=asset).order_by("kind_name", "pk").specific()
    rows = [
        VariantRow(each, shown[each.pk], states[each.pk], labels[each.pk], leads_of.get(each.pk, 0))
        for each in variants
    ]
    _mark_behind(asset, rows)
    leads = Lead.objects.filter(asset=asset).select_related("contact", "first_link", "last_link__delivery__account")
    return Overview(
        asset=asset,
        rows=rows,
        leads=list(leads.order_by("-created_at")[:50]),
        unattributed=leads.filter(last_link__isnull=True).count(),
        states=sum((row.states for row in rows), Counter()),
    )


def _shown(deliveries: QuerySet[Delivery]) -> list[int]:
    """The ids of those of each variant that are shown."""
    urgent = Case(When(FOR_PERSON, then=Value(0)), default=Value(1))
    order = [urgent, F("due_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F("variant_id"), order_by=order)
    return list(deliveries.annotate(place=place).filter(place__lte=SHOWN).values_list("pk", flat=True))


def _figures(rows: Iterable[tuple[int, str, int]]) -> defaultdict[int, Counter[str]]:
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for variant, name, count in rows:
        found[variant][name] += count
    return found


def _mark_behind(asset: Asset, rows: list[VariantRow]) -> None:
    counted: dict[int, Counter[bool]] = {}
    for pk, approved in BehindPart.objects.filter(variant__source_asset=asset).values_list("variant_id", "approved"):
        counted.setdefault(pk, Counter())[approved] += 1
    for row in rows:
        row.behind = max(counted.get(row.variant.pk, Counter()).values(), default=0)
        if row.live:
            row.outdated = frozenset(delivery.pk for delivery in outdated_live(row.variant, row.deliveries))
