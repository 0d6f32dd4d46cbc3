"""Times as people type them: in the campaign's zone, daylight saving and all."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from contenthub.publishing import times

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_wall_clock_time_is_the_zones():
    moment = times.parse("2027-07-01T09:00", BERLIN)
    assert moment.astimezone(dt.UTC) == dt.datetime(2027, 7, 1, 7, 0, tzinfo=dt.UTC)


def test_an_offset_is_taken_as_it_is():
    assert times.parse("2027-07-01T09:00+08:00", BERLIN).utcoffset() == dt.timedelta(hours=8)


def test_a_time_the_clocks_jump_over_is_refused():
    with pytest.raises(ValueError, match="clocks are put forward"):
        times.parse("2027-03-28T02:30", BERLIN)


def test_of_an_hour_that_happens_twice_the_first_is_meant():
    moment = times.parse("2027-10-31T02:30", BERLIN)
    assert moment.astimezone(dt.UTC) == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)


def test_a_time_is_said_with_its_zone():
    assert times.said(dt.datetime(2027, 7, 1, 7, 0, tzinfo=dt.UTC), BERLIN) == "2027-07-01 09:00 CEST"


def test_the_zone_is_the_campaigns_else_the_installations(card, asset, settings):
    assert times.zone_of(card) == ZoneInfo("Asia/Shanghai")
    asset.campaign = None
    asset.save()
    card.refresh_from_db()
    settings.TIME_ZONE = "Europe/Berlin"
    assert times.zone_of(type(card).objects.get(pk=card.pk)) == BERLIN
