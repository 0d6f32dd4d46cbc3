"""Deliveries as rows for people and programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from contenthub.lib.console import iso
from contenthub.publishing.models import Delivery, DeliveryQuerySet

#: What a person wants to see of a row; all of them are keys of ``rows``.
COLUMNS = ["delivery_id", "kind", "account", "channel", "state", "due_at", "reason", "url"]


def rows(deliveries: DeliveryQuerySet) -> list[dict[str, Any]]:
    """One dictionary per delivery, the earliest first. ``asset`` and ``variant`` are page ids."""
    found = deliveries.select_related("variant", "account", "link", "original__link").annotate(tried=Count("attempts"))
    return [_row(delivery) for delivery in found.order_by("due_at", "pk")]


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery_id": delivery.pk,
        "asset": delivery.variant.source_asset_id,
        "variant": delivery.variant_id,
        "kind": delivery.variant.kind_name,
        "account": delivery.account.name,
        "channel": delivery.account.channel,
        "state": delivery.state,
        "reason": delivery.reason or (str(delivery.get_hold_display()) if delivery.hold else ""),
        "due_at": iso(delivery.due_at),
        "live_at": iso(delivery.live_at),
        "url": delivery.url,
        "link": delivery.tracked.short_url,
        "tagged_target": delivery.tracked.tagged_target,
        "attempts": getattr(delivery, "tried", 0),
    }
