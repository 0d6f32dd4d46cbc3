from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from channels import registry
from contenthub.publishing.actions import schedule
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from contenthub.variants.models import Variant
from tests.publishing.after import square
from tests.publishing.after.square import Square


@pytest.fixture(autouse=True)
def editable_channel(plaza_channels: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {**registry._registered, **square.CHANNELS})


@pytest.fixture
def plaza() -> Iterator[Square]:
    with Square() as server:
        yield server


@pytest.fixture
def account(make_account: Callable[..., Account]) -> Account:
    return make_account("plaza_editable")


@pytest.fixture
def make_live(card: Variant, make_account: Callable[..., Account]) -> Callable[[str], Delivery]:
    """Live through the channel of that name."""

    def make(channel: str) -> Delivery:
        found = Account.objects.filter(channel=channel).first() or make_account(channel)
        return worked(schedule(card, found))

    return make


@pytest.fixture
def live(card: Variant, account: Account) -> Delivery:
    """Live through the channel that can change, take down and recheck."""
    return worked(schedule(card, account))


def worked(delivery: Delivery) -> Delivery:
    """The delivery after a worker's step."""
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def approve(card: Variant, text: str) -> Variant:
    """Approve another text of the card."""
    page: Any = Variant.objects.get(pk=card.pk).specific.get_latest_revision_as_object()
    page.copy_text = text
    page.save_revision().publish()
    return Variant.objects.get(pk=card.pk)
