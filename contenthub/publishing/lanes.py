"""Lanes: all deliveries of one account, worked one after the other. Which lanes have work, and what is next in one."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from channels import registry
from contenthub.publishing.models import Delivery

State, Intent = Delivery.State, Delivery.Intent


@dataclasses.dataclass(frozen=True)
class Lane:
    """An account with something to do."""

    account_id: int
    channel: str
    #: Since when its most urgent delivery waits.
    since: dt.datetime

    @property
    def queue(self) -> str:
        """Mail has a queue of its own: a long mailing must not keep a post waiting."""
        known = self.channel in registry.names()
        return "mail" if known and registry.get(self.channel).capabilities.recipients else "publish"


def with_work(at: dt.datetime, account_id: int | None = None) -> list[Lane]:
    """Every lane with something to do now: abandoned, to be looked up, due. The longest waiting comes first.

    :param account_id: look at this lane only.
    """
    rows = Delivery.objects.all() if account_id is None else Delivery.objects.filter(account_id=account_id)
    open_now = Q(account__not_before=None) | Q(account__not_before__lte=at)
    questions = (
        (rows.abandoned(at), "leased_until"),
        (rows.waking(at).filter(open_now), "wake_at"),
        (rows.due(at).filter(open_now), "due_at"),
    )
    found: dict[int, Lane] = {}
    for query, moment in questions:
        for lane in _grouped(query, moment):
            known = found.get(lane.account_id)
            found[lane.account_id] = min(known, lane, key=lambda each: each.since) if known else lane
    return sorted(found.values(), key=lambda lane: lane.since)


def _grouped(query: QuerySet[Delivery], moment: str) -> list[Lane]:
    rows = query.order_by().values_list("account_id", "account__channel").annotate(since=Min(moment))
    return [Lane(*row) for row in rows]


def left_over(account_id: int, at: dt.datetime) -> list[int]:
    """What was begun and is to be gone on with: whose worker died, or whose time to be looked at has come."""
    rows = Delivery.objects.filter(account_id=account_id)
    return [*rows.abandoned(at).values_list("pk", flat=True), *rows.waking(at).values_list("pk", flat=True)]


def next_due(account_id: int, at: dt.datetime, wanted: int, *, intents: tuple[str, ...] = ()) -> list[int]:
    """What is due and not begun, the oldest first; where there are several campaigns, they take turns.

    Which campaign begins is drawn: where only one delivery goes at a time it would always be the same.

    :param intents: of these kinds only; all if not given.
    """
    rows = Delivery.objects.filter(account_id=account_id).due(at)
    if intents:
        rows = rows.filter(intent__in=intents)
    campaigns = list(rows.order_by().values_list("campaign_id", flat=True).distinct()[:2])
    if len(campaigns) > 1:
        order = [F("due_at").asc(), F("pk").asc()]
        turn = Window(RowNumber(), partition_by=[F("campaign_id")], order_by=order)
        rows = rows.annotate(turn=turn).order_by("turn", "?")
    return list(rows.values_list("pk", flat=True)[:wanted])
