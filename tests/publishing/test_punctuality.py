"""How late deliveries were, as far as the hub can know."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contenthub.lib import clock
from contenthub.links.actions import make_link
from contenthub.publishing.accounts import capabilities
from contenthub.publishing.freeze import utm_of
from contenthub.publishing.models import Delivery
from contenthub.publishing.punctuality import percentile, punctuality

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def lived(delivery):
    """Make a delivery that was live so many seconds after its time."""

    def make(late: float, **fields) -> Delivery:
        planned = clock.now() - HOUR
        live = planned + dt.timedelta(seconds=late)
        asset = delivery.variant.source_asset
        utm = utm_of(delivery.variant, delivery.account, capabilities(delivery.account))
        link = make_link(target="https://hub.example/p", utm=utm, campaign=asset.campaign, asset=asset)
        values = {"state": "live", "planned_at": planned, "due_at": planned, "armed_at": live, "live_at": live}
        return Delivery.objects.create(
            **{"key": uuid.uuid4(), "variant": delivery.variant, "account": delivery.account, "link": link}
            | values
            | fields
        )

    return make


def test_without_any_delivery_nothing_is_known(db):
    found = punctuality(clock.now() - HOUR)
    assert (found.measured, found.p50, found.worst, found.on_time) == (0, None, None, None)


def test_lateness_is_from_the_planned_time_to_live(lived):
    for late in (1, 2, 3, 100):
        lived(late)
    found = punctuality(clock.now() - 2 * HOUR)
    assert (found.measured, found.p50, found.p99, found.worst, found.on_time) == (4, 2.0, 100.0, 100.0, 0.75)


def test_what_a_person_published_by_hand_is_not_the_hubs_lateness(lived):
    lived(3000, armed_at=None)
    assert punctuality(clock.now() - 2 * HOUR).measured == 0


def test_what_was_live_before_is_not_counted(lived):
    lived(1)
    assert punctuality(clock.now()).measured == 0


def test_those_that_missed_their_window_are_counted_apart(lived):
    lived(0, state="held", hold="missed", live_at=None, armed_at=None)
    found = punctuality(clock.now() - 2 * HOUR)
    assert (found.measured, found.missed) == (0, 1)


@pytest.mark.parametrize(("share", "value"), [(0, 1), (50, 50), (99, 99), (99.5, 100), (100, 100)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile([float(number) for number in range(1, 101)], share) == value


@pytest.mark.django_db
def test_what_missed_its_time_is_counted_along_the_index_of_what_waits():
    with CaptureQueriesContext(connection) as asked:
        punctuality(clock.now() - dt.timedelta(days=1))
    counting = asked.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Among so few rows it would rather read them all.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{counting}")
        assert "delivery_person" in str(cursor.fetchall())
