"""What a change that was carried out, by the hub or by hand, does to the delivery it was of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import Receipt
from contenthub.lib import clock
from contenthub.lib.urls import is_http
from contenthub.publishing import times
from contenthub.publishing.models import Delivery
from contenthub.publishing.transitions import RELEASED, fitted, move

State, Intent = Delivery.State, Delivery.Intent

#: Values of a delivery that is not looked for any more.
NOT_LOOKED_FOR: dict[str, Any] = {"recheck_at": None, "gone_at": None, "missing_since": None}


def take_effect(change: Delivery, original: Delivery, receipt: Receipt | None = None) -> None:
    """Let the original say what its change did. Nothing happens to one that is not live any more."""
    now = clock.now()
    if change.intent == Intent.WITHDRAW:
        take_out(original, _("Taken down on %s.") % _said(original, now), change.note)
        return
    changes: dict[str, Any] = {"seen_at": now, "gone_at": None, "missing_since": None}
    if receipt and receipt.id:
        changes["receipt_id"] = receipt.id[:500]
    if receipt and _linkable(receipt.url):
        changes["url"] = receipt.url
    move(original.pk, Q(state=State.LIVE), **changes)


def take_out(original: Delivery, reason: str, note: str = "", **more: Any) -> bool:
    """The live delivery is withdrawn, and so is every change of it that waits; whether it was live."""
    text = fitted(f"{reason} {note}")
    if not move(original.pk, Q(state=State.LIVE), state=State.WITHDRAWN, reason=text, **NOT_LOOKED_FOR, **more):
        return False
    drop_waiting(original, _("It is not needed any more: what it was to change is not live."))
    return True


def drop_waiting(original: Delivery, reason: str, intent: str = "") -> None:
    """Cancel the original's open changes (those of this intent) that no worker has in hand."""
    rows = original.changes.filter(intent=intent) if intent else original.changes.all()
    waits = Q(state__in=(State.SCHEDULED, State.HELD, State.FAILED, State.HANDED_OVER))
    for pk in rows.filter(waits).values_list("pk", flat=True):
        move(pk, waits, state=State.CANCELLED, hold="", reason=reason, **RELEASED)


def _linkable(url: str) -> bool:
    return (is_http(url) or url.startswith("file://")) and len(url) <= 2000


def _said(original: Delivery, at: dt.datetime) -> str:
    return times.said(at, times.zone_of(original.variant))
