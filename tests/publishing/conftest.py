from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from channels import registry
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant
from tests.publishing import platform
from tests.publishing.harness.fixtures import hub, hub_of_session, kill_each, plant
from tests.publishing.platform import Plaza

__all__ = ["hub", "hub_of_session", "kill_each", "plant"]

TOKEN = "open-sesame"


@pytest.fixture(autouse=True)
def plaza_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plaza's channels are there, for these tests only."""
    monkeypatch.setattr(registry, "_registered", {**registry._registered, **platform.CHANNELS})


@pytest.fixture(autouse=True)
def private_addresses_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_ALLOW_PRIVATE_ADDRESSES", "1")


@pytest.fixture
def plaza() -> Iterator[Plaza]:
    with Plaza() as server:
        yield server


@pytest.fixture
def asset(db) -> Asset:
    campaign = Campaign.objects.create(
        name="Autumn", slug="autumn", utm_campaign="2026-11_autumn", time_zone="Asia/Shanghai"
    )
    asset = Asset(title="Operators in practice", slug="operators", summary="What they do.", campaign=campaign)
    ensure_libraries()["en"].add_child(instance=asset)
    asset.save_revision().publish()
    return Asset.objects.get(pk=asset.pk)


@pytest.fixture
def make_card(asset: Asset) -> Callable[..., Variant]:
    """Make a social card without pictures, approved unless said otherwise."""

    def make(approved: bool = True, **fields: Any) -> Variant:
        values = {"title": "Card", "copy_text": "What operators do. See https://else.example/x?a=1#y too.", **fields}
        card = SocialCard(**values)
        asset.add_child(instance=card)
        if approved:
            card.save_revision().publish()
        else:
            card.live = False
            card.save()
            card.save_revision()
        return Variant.objects.get(pk=card.pk)

    return make


@pytest.fixture
def card(make_card: Callable[..., Variant]) -> Variant:
    return make_card()


@pytest.fixture
def make_account(db, plaza: Plaza) -> Callable[..., Account]:
    """Make an account of one of the plaza's channels."""

    def make(channel: str = "plaza", name: str = "", **values: str) -> Account:
        own = {"access": plaza.access, "refresh": plaza.refresh} if channel == "plaza_rotating" else {"token": TOKEN}
        given = {"base_url": plaza.url, **own, **values}
        return add_account(channel, name or f"The {channel}", given)

    return make


@pytest.fixture
def account(make_account: Callable[..., Account]) -> Account:
    return make_account()


@pytest.fixture
def delivery(card: Variant, account: Account) -> Delivery:
    """Due now, through the channel that can be looked up."""
    return schedule(card, account)


@pytest.fixture
def make_delivery(card: Variant, make_account: Callable[..., Account]) -> Callable[[str], Delivery]:
    """Due now, through the channel of that name."""
    return lambda channel: schedule(card, make_account(channel))


@pytest.fixture
def make_in(card: Variant, account: Account) -> Callable[..., Delivery]:
    """Make a delivery in a state, planned so long from now, as the worker or a person would have left it."""

    def put(state: str, planned: dt.timedelta = dt.timedelta(hours=1), **fields: Any) -> Delivery:
        delivery = schedule(fields.pop("variant", card), fields.pop("account", account))
        at = clock.now() + planned
        extra: dict[str, Any] = {"live_at": at} if state == "live" else {}
        extra |= {"hold": fields.pop("hold", "missed")} if state == "held" else {}
        Delivery.objects.filter(pk=delivery.pk).update(state=state, planned_at=at, due_at=at, **extra, **fields)
        return Delivery.objects.get(pk=delivery.pk)

    return put


@pytest.fixture
def admin(client, db) -> Any:
    """A browser of somebody who may do everything."""
    client.force_login(User.objects.create_superuser("admin", "admin@example.com", None))
    return client
