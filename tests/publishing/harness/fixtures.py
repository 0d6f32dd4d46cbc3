"""What the tests of faults get; imported by the ``conftest`` of their folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from channels import registry
from contenthub.lib import clock
from contenthub.publishing.models import Account, Delivery
from tests.publishing.harness import killing, planting
from tests.publishing.harness.channels import CHANNELS
from tests.publishing.harness.hub import Hub
from tests.publishing.harness.ticking import REAL


@pytest.fixture(scope="session")
def hub_of_session(django_db_setup, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Its platform, its queue and the process that starts its children: made once."""
    made = Hub(tmp_path_factory.mktemp("harness"))
    yield made
    made.close()


@pytest.fixture
def hub(transactional_db, hub_of_session: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub without children yet, and this test's clock as theirs."""
    monkeypatch.setattr(registry, "_registered", {**registry._registered, **CHANNELS})
    monkeypatch.setattr(clock, "now", hub_of_session.ticking.shifted(REAL, lambda: 0))
    hub_of_session.reset()
    yield hub_of_session
    hub_of_session.reset()


@pytest.fixture
def plant(hub: Hub) -> Callable[..., list[Delivery]]:
    """Deliveries of one card, due now, through an account of that channel."""
    card = planting.approved_card()
    accounts: dict[str, Account] = {}

    def make(channel: str, count: int = 1) -> list[Delivery]:
        if channel not in accounts:
            accounts[channel] = planting.account(channel, hub.platform.url)
        return planting.deliveries(card, accounts[channel], count)

    return make


@pytest.fixture
def kill_each(hub: Hub, plant: Callable[..., list[Delivery]]) -> Callable[[str], dict[str, Delivery]]:
    """A delivery on each channel whose worker dies at this step, or by this fault of the platform.

    One after the other: who dies takes along what it does beside.
    """

    def kill(step: str) -> dict[str, Delivery]:
        made: dict[str, Delivery] = {}
        for number, channel in enumerate(CHANNELS, 1):
            delivery = made[channel] = plant(channel)[0]
            if step in killing.STEPS:
                killing.order(hub.folder / "kills", step, delivery.pk)
            else:
                hub.platform.script(delivery.key.hex, [step])
            hub.start(workers=1)
            hub.until(lambda number=number: hub.nursery.killed() == number)
        return made

    return kill
