"""Asking what is due, with a long past behind and with a short one: it must not matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, QuerySet

from contenthub.assets.models import Asset
from contenthub.assets.setup import library_for
from contenthub.lib.clock import now
from contenthub.links.actions import Utm, make_link
from contenthub.publishing import lanes
from contenthub.publishing.actions import add_account
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant
from tests.bench.copies import ASIDE, copy, numbered, numbered_uuid
from tests.bench.measuring import Row

DATABASE = True
LONG, SHORT, DUE = 1_000_000, 100, 20
ROUNDS, EACH = 2, 40

#: The dispatcher's questions, and the partial index that is there for each.
QUESTIONS: dict[str, tuple[str, Callable[[dt.datetime], QuerySet[Delivery, Any]]]] = {
    "scheduled": ("delivery_due|delivery_lane", lambda at: _lanes(Delivery.objects.due(at), "due_at")),
    "abandoned": ("delivery_leased", lambda at: _lanes(Delivery.objects.abandoned(at), "leased_until")),
    "waking": ("delivery_wake", lambda at: _lanes(Delivery.objects.waking(at), "wake_at")),
}


def rows() -> Iterator[Row]:
    """Milliseconds of each query, and of all that a step of the dispatcher asks."""
    with transaction.atomic():
        variant, account = _variant(), add_account("folder", "Bench folder", {"directory": "/tmp"})
        for _ in range(DUE):
            _delivery(variant, account, state=Delivery.State.SCHEDULED)
        live = _delivery(variant, account, state=Delivery.State.LIVE, live_at=now())
        times: dict[str, list[tuple[float, float]]] = {}
        for _ in range(ROUNDS):
            with _past(live, SHORT):
                short = _asked()
            with _past(live, LONG):
                long, plans = _asked(), _plans()
            for name in long:
                times.setdefault(name, []).append((long[name], short[name]))
        # The other subjects shall not find these rows.
        transaction.set_rollback(True)
    for name, pairs in times.items():
        ours, beside = (median(side) * 1000 for side in zip(*pairs, strict=True))
        note = f"{SHORT} past deliveries; ours {LONG:,}; {plans[name]}"
        yield Row(f"due {name}", ours, beside, median(a / b for a, b in pairs), "ms", note)


@contextmanager
def _past(live: Delivery, number: int) -> Iterator[None]:
    """So many deliveries that are done, for as long as the block lasts."""
    savepoint = transaction.savepoint()
    copy(live.link, number, {"code": numbered("past")}, ASIDE)
    copy(live, number, {"key": numbered_uuid(ASIDE), "link_id": f"{ASIDE} + n.i"}, ASIDE)
    if connection.vendor == "postgresql":
        # PostgreSQL does this by itself after so many new rows; SQLite never does.
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    yield
    transaction.savepoint_rollback(savepoint)


def _asked() -> dict[str, float]:
    """The median seconds of each question."""
    at = now()
    found = {name: _median(lambda query=query: list(query(at))) for name, (_, query) in QUESTIONS.items()}
    return {**found, "whole step": _median(lambda: lanes.with_work(at))}


def _lanes(rows: QuerySet[Delivery], moment: str) -> QuerySet[Delivery, Any]:
    """As ``lanes.with_work`` asks: which accounts, and since when."""
    return rows.order_by().values_list("account_id", "account__channel").annotate(since=Min(moment))


def _median(ask: Callable[[], object]) -> float:
    # SQLite works in this process: its own time leaves out what other processes take.
    clock = process_time if connection.vendor == "sqlite" else perf_counter
    taken = []
    for _ in range(EACH):
        start = clock()
        ask()
        taken.append(clock() - start)
    return median(taken)


def _plans() -> dict[str, str]:
    """What the database says about its way to each answer."""
    said = {name: _plan(index, query(now()).explain()) for name, (index, query) in QUESTIONS.items()}
    return {**said, "whole step": f"the three queries together, on {connection.vendor}"}


def _plan(index: str, plan: str) -> str:
    names = index.split("|")
    lines = (line.strip(" ->0123456789") for line in plan.splitlines())
    line = next((line for line in lines if any(name in line for name in names)), None)
    return f"EXPLAIN: {line}" if line else f"the partial index {index} is NOT used: {' / '.join(plan.split(chr(10)))}"


def _variant() -> Variant:
    asset = Asset(title="A paper with a past", slug="a-paper-with-a-past", summary="What it says.")
    library_for("en").add_child(instance=asset)
    card: Variant = asset.add_child(instance=SocialCard(title="Card", copy_text="What it says, in short."))
    return card


def _delivery(variant: Variant, account: Account, **fields: object) -> Delivery:
    link = make_link(target="https://reader.example/", utm=Utm("a", "b", "c"), campaign=None, asset=None)
    at = now() - dt.timedelta(minutes=1)
    made: Delivery = Delivery.objects.create(
        variant_id=variant.pk, account=account, link=link, due_at=at, planned_at=at, **fields
    )
    return made
