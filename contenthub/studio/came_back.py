"""What came back of each asset, for the home page: each figure counted by itself, in one pass along its own index."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, F, QuerySet

from contenthub.assets.models import Asset
from contenthub.audience.models import Lead
from contenthub.links.models import Click
from contenthub.publishing.models import Delivery
from contenthub.variants.models import Variant

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def came_back(since: dt.datetime, most: int) -> list[Any]:
    """The assets that most people came through, with ``live_count`` and, since then, ``human``, ``machine``, ``lead_count``.

    Where as many people came: those with more that is live, then those changed last.
    """
    human, machine = _clicks(since)
    live = _live()
    leads = _counted(Lead.objects.filter(created_at__gte=since, asset__isnull=False), "asset")
    changed = dict(Asset.objects.values_list("pk", "latest_revision_created_at"))
    first = sorted(changed, key=lambda pk: (human[pk], live[pk], changed[pk] or _LONG_AGO, pk), reverse=True)[:most]
    found: dict[int, Any] = Asset.objects.select_related("campaign", "locale").in_bulk(first)
    for pk, asset in found.items():
        asset.human, asset.machine, asset.live_count, asset.lead_count = human[pk], machine[pk], live[pk], leads[pk]
    return [found[pk] for pk in first if pk in found]


def _clicks(since: dt.datetime) -> tuple[Counter[int], Counter[int]]:
    """By people, and by machines or in doubt, by asset."""
    human: Counter[int] = Counter()
    machine: Counter[int] = Counter()
    clicks = Click.objects.filter(at__gte=since, link__asset__isnull=False).order_by()
    for asset, label, count in clicks.values_list("link__asset", "label").annotate(count=Count("pk")):
        (human if label == Click.Label.HUMAN else machine)[asset] += count
    return human, machine


def _live() -> Counter[int]:
    """What is out, by asset. Counted by variant, for that is in an index; what only changed what is out is taken off."""
    live = Delivery.objects.filter(state=Delivery.State.LIVE)
    by_variant = _counted(live, "variant")
    # Above nought: any. SQLite takes no index to find what is not null, and one in which the variant stands first if it
    # can make the groups along that.
    changes = live.filter(original_id__gt=0).annotate(own=F("variant_id") + 0)
    by_variant.subtract(_counted(changes, "own"))
    found: Counter[int] = Counter()
    for variant, asset in Variant.objects.filter(source_asset__isnull=False).values_list("pk", "source_asset"):
        found[asset] += by_variant[variant]
    return found


def _counted(rows: QuerySet[Any], group: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(group).annotate(count=Count("pk"))))
