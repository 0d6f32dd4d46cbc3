"""The database lost in the middle, its connections cut (PostgreSQL) or locked for longer than anybody waits (SQLite);
and migrated in the middle."""

from __future__ import annotations

import time

import pytest
from django.db import connection, models

from contenthub.publishing.models import Delivery
from tests.publishing.harness.entry import BUSY
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


@pytest.fixture
def column():
    """One that deliveries do not have."""
    found = models.CharField(max_length=20, default="")
    found.set_attributes_from_name("added_under_load")
    return found


def test_a_migration_in_the_middle_keeps_everybody_waiting_and_loses_nothing(hub, plant, column):
    for channel in ("plaza", "plaza_keyed", "plaza_blind"):
        plant(channel, 20)
    live = Delivery.objects.filter(state="live")
    hub.start(workers=2)
    for change in ("add_field", "remove_field"):
        there = live.count()
        hub.until(lambda there=there: live.count() >= there + 4, 40)
        with connection.schema_editor() as editor:
            getattr(editor, change)(Delivery, column)
            # Longer than a statement waits for SQLite's one writer.
            time.sleep(BUSY + 0.5)
    hub.settle(90)
    assert (hub.complaints(), live.count()) == ([], 60)
    assert hub.nursery.deaths == []
