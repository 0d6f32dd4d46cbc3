"""What the queue server knows of lanes; all of it may be lost or wrong, and then only costs a job too many."""

from __future__ import annotations

import pytest
from redis import Redis

from contenthub.publishing import markers


@pytest.fixture
def connection(valkey_url):
    with Redis.from_url(valkey_url) as connection:
        connection.flushall()
        yield connection


def test_what_is_worked_on_stays_marked_as_long_as_it_is_renewed(connection):
    assert markers.begin(connection, 5)
    connection.expire(markers.worked(5), 2)
    markers.renew(connection, [5])
    assert connection.ttl(markers.worked(5)) > 2


def test_a_lane_that_has_ended_is_not_marked_again_by_a_late_renewal(connection):
    markers.begin(connection, 5)
    markers.end(connection, 5)
    markers.renew(connection, [5])
    assert markers.begin(connection, 5), "otherwise nobody works it until the marker runs out"
