"""Deliveries and accounts as rows for people and programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q

from contenthub.lib import clock
from contenthub.lib.console import iso
from contenthub.publishing.models import Account, Attempt, Delivery, DeliveryQuerySet

#: What a person wants to see of a row; all of them are keys of ``rows``.
COLUMNS = ["delivery_id", "kind", "account", "channel", "state", "due_at", "reason", "url"]


State, Outcome = Delivery.State, Attempt.Outcome

#: How far back an account's success rate looks.
LATELY = dt.timedelta(days=30)


def delivery_of(number: int) -> Delivery:
    """The delivery of this number.

    :raises Delivery.DoesNotExist: there is none; the message says where to look.
    """
    found = Delivery.objects.select_related("account", "variant", "link", "original__link").filter(pk=number).first()
    if found is None:
        raise Delivery.DoesNotExist(f"There is no delivery {number}. manage.py deliveries lists them.")
    return found


def row(delivery: Delivery) -> dict[str, Any]:
    """One delivery with its state, as every command prints it."""
    return {
        "delivery_id": delivery.pk,
        "account": delivery.account.name,
        "state": delivery.state,
        "hold": delivery.hold,
        "reason": delivery.reason,
        "due_at": iso(delivery.due_at),
        "url": delivery.url,
    }


def line(value: dict[str, Any]) -> str:
    """A ``row`` as a sentence."""
    said = f"Delivery {value['delivery_id']} is {value['state']}"
    if value["state"] == State.SCHEDULED:
        said += f" for {value['due_at']}"
    return f"{said}{' at ' + value['url'] if value['url'] else ''}. {value['reason']}".strip()


def accounts() -> list[dict[str, Any]]:
    """How each account is doing. The rate is of the tries of the last thirty days whose end is known."""
    since = clock.now() - LATELY
    worked = Attempt.objects.filter(outcome__in=(Outcome.LIVE, Outcome.HANDED_OVER)).order_by()
    failed = (Outcome.NOT_SENT, Outcome.REFUSED, Outcome.AUTH_FAILED, Outcome.AMBIGUOUS, Outcome.INTERRUPTED)
    tries = Attempt.objects.filter(ended_at__gte=since).order_by().values("delivery__account")
    ended = {
        each["delivery__account"]: each
        for each in tries.annotate(
            good=Count("pk", filter=Q(outcome__in=(Outcome.LIVE, Outcome.HANDED_OVER))),
            bad=Count("pk", filter=Q(outcome__in=failed)),
        )
    }
    last = dict(worked.values_list("delivery__account").annotate(at=Max("ended_at")))
    waiting = Delivery.objects.filter(state=State.HELD, account__in=Account.objects.all()).order_by()
    held = dict(waiting.values_list("account").annotate(count=Count("pk")))
    return [
        _account(account, held.get(account.pk, 0), ended.get(account.pk, {}), last.get(account.pk))
        for account in Account.objects.all()
    ]


def _account(account: Account, held: int, ended: Any, last: dt.datetime | None) -> dict[str, Any]:
    good, bad = ended.get("good", 0), ended.get("bad", 0)
    return {
        "account_id": account.pk,
        "name": account.name,
        "channel": account.channel,
        "state": account.state,
        "trouble": account.trouble,
        "reason": account.reason,
        "expires_at": iso(account.expires_at),
        "not_before": iso(account.not_before),
        "resumes_at": iso(account.resumes_at),
        "held": held,
        "last_success": iso(last),
        "ended": good + bad,
        "success_rate": good / (good + bad) if good + bad else None,
    }


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
