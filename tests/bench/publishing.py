"""Ten thousand deliveries to webhooks, all due at one moment: real dispatcher, real workers, real queue server.

Beside them: what RQ carries at the most (jobs that do nothing, as many workers, the same server), and a plain loop that
posts the same bytes to the same receiver.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from statistics import median, quantiles

import django_rq
import requests
from django.db import connection
from rq.registry import StartedJobRegistry

from contenthub.assets.models import Asset
from contenthub.assets.setup import library_for
from contenthub.lib.clock import now
from contenthub.publishing import heartbeat
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.models import Account, Delivery, Heartbeat
from contenthub.publishing.worker import work
from contenthub.studio.processes.children import WORKER
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant
from tests.bench import hubs
from tests.bench.copies import FIRST, copy, numbered, numbered_uuid
from tests.bench.measuring import Row
from tests.bench.noop import noop
from tests.bench.sinks import sink
from tests.bench.statements import statements

DATABASE = True
DELIVERIES, VARIANTS, ACCOUNTS, WORKERS = 10_000, 50, 100, 2
JOBS, POSTS, IDLE = 3_000, 1_500, 20.0

_WORKER = ["rqworker", "publish", "mail", "default", "-v", "0", "--worker-class"]


def rows() -> Iterator[Row]:
    """Deliveries per second against both, how late they were, and what waiting costs."""
    with sink("http") as port, hubs.queue_server():
        url = f"http://127.0.0.1:{port}/"
        body, sent = _rows_made(url)
        before = (_ceiling(), _loop(url, body))
        with hubs.processes(_hub()) as running:
            _until(lambda: heartbeat.alive("worker") == WORKERS and heartbeat.alive("dispatcher") == 1, 60)
            rate, late = _delivered()
            spent = {name: hubs.seconds_used(process) for name, process in running.items()}
            idle = hubs.idle_share(running, IDLE)
        after = (_ceiling(), _loop(url, body))
    jobs, posts = (median(pair) for pair in zip(before, after, strict=True))
    many = f"{DELIVERIES:,} due at one moment, {WORKERS} workers, {VARIANTS} variants, {ACCOUNTS} accounts, {connection.vendor}"
    yield Row("publishing", rate, jobs, rate / jobs, "delivery/s", f"RQ SimpleWorker jobs that do nothing; {many}")
    yield Row(
        "publishing", rate, posts, rate / posts, "delivery/s", f"requests.post in one thread; one delivery: {sent}"
    )
    p50, p99 = median(late), quantiles(late, n=100)[-1]
    yield Row(
        "lateness p50", p50, DELIVERIES / posts / 2, p50 / (DELIVERIES / posts / 2), "s", "that of the plain loop"
    )
    yield Row("lateness p99", p99, DELIVERIES / posts, p99 / (DELIVERIES / posts), "s", "the same")
    cost = ", ".join(f"{name} {seconds / DELIVERIES * 1000:.2f}" for name, seconds in spent.items())
    for name, share in idle.items():
        note = f"1 % of a core; idle for {IDLE:.0f} s; busy, ms of processor a delivery, start included: {cost}"
        yield Row(f"idle {name}", share * 100, 1.0, share * 100, "% core", note)


def _hub() -> dict[str, list[str]]:
    workers = {f"worker.{number}": [*_WORKER, WORKER] for number in range(1, WORKERS + 1)}
    return {"dispatcher": ["dispatcher"], **workers}


def _rows_made(url: str) -> tuple[bytes, str]:
    """The deliveries, not due yet; what one sends, and what one by itself asks of the database."""
    accounts = [_account(url, number) for number in range(ACCOUNTS)]
    variants = _variants()
    first = schedule(variants[0], accounts[0])
    asked = statements(lambda: _one(first))
    original = schedule(variants[0], accounts[0], at=now() + dt.timedelta(hours=1))
    chosen = {
        "variant_id": _each([variant.pk for variant in variants], ACCOUNTS),
        "account_id": _each([account.pk for account in accounts]),
    }
    copy(original.tracked, DELIVERIES, {"code": numbered("p"), "utm_id": numbered("p")})
    copy(original, DELIVERIES, {"key": numbered_uuid(), "link_id": f"{FIRST} + n.i", **chosen})
    Delivery.objects.filter(pk=original.pk).update(state=Delivery.State.CANCELLED)
    first.refresh_from_db()
    return json.dumps(first.post, ensure_ascii=False).encode(), asked


def _each(pks: list[int], every: int = 1) -> str:
    """SQL that goes through the rows of these ids, one after the other, over and over."""
    if pks != list(range(pks[0], pks[0] + len(pks))):
        raise RuntimeError("Something else made rows meanwhile.")
    return f"{pks[0]} + n.i / {every} %% {len(pks)}"


def _account(url: str, number: int) -> Account:
    secret = base64.b64encode(f"a secret of thirty-two bytes {number:03}".encode()).decode()
    return add_account("webhook", f"Bench {number}", {"base_url": url, "secret": f"whsec_{secret}"})


def _variants() -> list[Variant]:
    """Approved posts of text alone: drawing their pictures is another subject."""
    asset = Asset(title="A paper to be delivered", slug="a-paper-to-be-delivered", summary="What it says.")
    library_for("en").add_child(instance=asset)
    asset.save_revision().publish()
    cards = []
    for number in range(VARIANTS):
        text = f"What it says, in short. See https://else.example/x?a={number}#y too."
        card = SocialCard(title=f"Card {number}", slug=f"card-{number}", copy_text=text)
        asset.add_child(instance=card)
        card.save_revision().publish()
        cards.append(card.pk)
    return [Variant.objects.get(pk=pk) for pk in cards]


def _one(delivery: Delivery) -> None:
    work(delivery.pk)
    delivery.refresh_from_db()
    if delivery.state != Delivery.State.LIVE:
        raise RuntimeError(f"A delivery is {delivery.state}, not live: {delivery.reason}")


def _delivered() -> tuple[float, list[float]]:
    """Deliveries per second from the moment they are due until the last is live; seconds that each was late."""
    mine = Delivery.objects.filter(pk__gte=FIRST)
    at = now() + dt.timedelta(seconds=3)
    mine.update(due_at=at, planned_at=at)
    live = mine.filter(state=Delivery.State.LIVE)
    _until(lambda: live.count() == DELIVERIES, 600)
    late = sorted((live_at - at).total_seconds() for live_at in live.values_list("live_at", flat=True))
    return DELIVERIES / late[-1], late


def _ceiling() -> float:
    """Jobs per second of RQ's own workers, when a job is nothing."""
    queue = django_rq.get_queue("default")
    started = StartedJobRegistry(queue=queue)
    workers = {f"rq.{number}": [*_WORKER, "rq.SimpleWorker"] for number in range(1, WORKERS + 1)}
    with hubs.processes(workers):
        _until(lambda: queue.connection.scard("rq:workers") == WORKERS, 60)
        queue.enqueue_many([queue.prepare_data(noop, result_ttl=0) for _ in range(JOBS)])
        left, start = queue.count, time.perf_counter()
        _until(lambda: queue.count == 0 and started.count == 0, 120)
        return left / (time.perf_counter() - start)


def _loop(url: str, body: bytes) -> float:
    """Posts per second of the plain loop."""
    start = time.perf_counter()
    for _ in range(POSTS):
        requests.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=30).raise_for_status()
    return POSTS / (time.perf_counter() - start)


def _until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            states = {state: Delivery.objects.filter(state=state).count() for state in Delivery.State.values}
            raise RuntimeError(
                f"It did not come to an end within {seconds:.0f} s; {states}, {Heartbeat.objects.count()}"
            )
        time.sleep(0.1)
