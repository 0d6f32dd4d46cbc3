"""The database lost in the middle: its connections cut (PostgreSQL), or locked for longer than anybody waits (SQLite)."""

from __future__ import annotations

import pytest

from contenthub.publishing.models import Delivery
from tests.publishing.harness.losing import lose_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_database_that_is_lost_again_and_again_ends_with_everything_in_its_place(hub, plant):
    for channel in ("plaza", "plaza_keyed", "plaza_blind"):
        plant(channel, 20)
    hub.start(workers=2)
    for reached in (2, 10, 20):
        hub.until(lambda reached=reached: Delivery.objects.filter(state="live").count() >= reached, 40)
        lose_database()
    hub.settle(90)
    assert hub.complaints() == []
    for channel in ("plaza", "plaza_keyed"):
        assert set(Delivery.objects.filter(account__channel=channel).values_list("state", flat=True)) == {"live"}
    blind = Delivery.objects.filter(account__channel="plaza_blind")
    assert set(blind.values_list("state", flat=True)) <= {"live", "unconfirmed"}
    assert "dispatcher.1" not in {death.name for death in hub.nursery.deaths}
