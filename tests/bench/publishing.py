"""Deliveries to a webhook, against a plain loop of POSTs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import requests

from contenthub.assets.models import Asset
from contenthub.assets.setup import library_for
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant
from tests.bench.measuring import Row, side_by_side
from tests.bench.sinks import sink
from tests.bench.statements import statements

DATABASE = True
ROUNDS, EACH = 10, 20


def rows() -> Iterator[Row]:
    """Deliveries per second of one worker, and what one costs."""
    with sink("http") as port:
        url = f"http://127.0.0.1:{port}/"
        account, variant = _account(url), _variant()
        body, sent = _first(account, variant)
        waiting = [schedule(variant, account).pk for _ in range((ROUNDS + 1) * EACH)]
        found = side_by_side(
            lambda number: _deliver(waiting[number * EACH : (number + 1) * EACH]),
            lambda _number: _post(url, body),
            rounds=ROUNDS,
        )
    note = (
        f"requests.post of the same bytes to the same sink, one after the other; {ROUNDS * EACH} deliveries, one worker"
    )
    yield found.rate("publishing", EACH, "delivery", note)
    note = f"the same; ours: claim, checks, post kept, armed, sent, receipt kept ({sent})"
    yield found.cost("publishing", EACH, "delivery", note)


def _account(url: str) -> Account:
    secret = base64.b64encode(b"a secret of thirty-two bytes, so").decode()
    return add_account("webhook", "Bench", {"base_url": url, "secret": f"whsec_{secret}"})


def _variant() -> Variant:
    """An approved post of text alone: drawing its pictures is another subject."""
    asset = Asset(title="A paper to be delivered", slug="a-paper-to-be-delivered", summary="What it says.")
    library_for("en").add_child(instance=asset)
    asset.save_revision().publish()
    card = SocialCard(title="Card", copy_text="What it says, in short. See https://else.example/x?a=1#y too.")
    asset.add_child(instance=card)
    card.save_revision().publish()
    return Variant.objects.get(pk=card.pk)


def _first(account: Account, variant: Variant) -> tuple[bytes, str]:
    """What one delivery sends, and what it asks of the database."""
    delivery = schedule(variant, account)
    asked = statements(lambda: _deliver([delivery.pk]))
    delivery.refresh_from_db()
    return json.dumps(delivery.post, ensure_ascii=False).encode(), asked


def _deliver(waiting: list[int]) -> None:
    for pk in waiting:
        work(pk)
    live = Delivery.objects.filter(pk__in=waiting, state=Delivery.State.LIVE).count()
    if live != len(waiting):
        odd = Delivery.objects.filter(pk__in=waiting).exclude(state=Delivery.State.LIVE).first()
        raise RuntimeError(f"A delivery is {odd.state}, not live: {odd.reason}" if odd else "Deliveries are gone.")


def _post(url: str, body: bytes) -> None:
    for _ in range(EACH):
        requests.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=30).raise_for_status()
