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


SUMMER = [
    ("Europe/Berlin", "2027-07-01T09:00", "2027-07-01 07:00"),
    ("America/New_York", "2027-07-01T09:00", "2027-07-01 13:00"),
    ("Asia/Shanghai", "2027-07-01T09:00", "2027-07-01 01:00"),
    ("Australia/Lord_Howe", "2027-07-01T09:00", "2027-06-30 22:30"),
]
WINTER = [
    ("Europe/Berlin", "2027-01-01T09:00", "2027-01-01 08:00"),
    ("America/New_York", "2027-01-01T09:00", "2027-01-01 14:00"),
    ("Asia/Shanghai", "2027-01-01T09:00", "2027-01-01 01:00"),
    ("Australia/Lord_Howe", "2027-01-01T09:00", "2026-12-31 22:00"),
]


@pytest.mark.parametrize(("zone", "typed", "utc"), SUMMER + WINTER)
def test_the_wall_clock_follows_daylight_saving(zone, typed, utc):
    assert f"{times.parse(typed, ZoneInfo(zone)).astimezone(dt.UTC):%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    ("zone", "typed"),
    [
        ("Europe/Berlin", "2027-03-28T02:00"),
        ("Europe/Berlin", "2027-03-28T02:59"),
        ("America/New_York", "2027-03-14T02:30"),
        ("Australia/Lord_Howe", "2027-10-03T02:15"),
    ],
)
def test_skipped_times_are_refused_in_every_zone(zone, typed):
    with pytest.raises(ValueError, match="clocks are put forward"):
        times.parse(typed, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "local", "first", "second"),
    [
        ("Europe/Berlin", dt.datetime(2027, 10, 31, 2, 30), "00:30", "01:30"),
        ("America/New_York", dt.datetime(2027, 11, 7, 1, 30), "05:30", "06:30"),
        # Half an hour only.
        ("Australia/Lord_Howe", dt.datetime(2027, 4, 4, 1, 45), "14:45", "15:15"),
    ],
)
def test_of_a_doubled_hour_either_can_be_chosen(zone, local, first, second):
    both = [times.from_local(local, ZoneInfo(zone), second=choice).astimezone(dt.UTC) for choice in (False, True)]
    assert [f"{moment:%H:%M}" for moment in both] == [first, second]
    assert "this is the first" in times.doubled(both[0], ZoneInfo(zone))
    assert "this is the second" in times.doubled(both[1], ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"])
def test_an_ordinary_hour_is_there_once(zone):
    local = dt.datetime(2027, 6, 1, 9, 0)
    assert len(times.moments(local, ZoneInfo(zone))) == 1
    assert times.doubled(times.from_local(local, ZoneInfo(zone)), ZoneInfo(zone)) == ""


def test_a_zone_without_letters_is_shown_by_its_offset():
    moment = dt.datetime(2027, 7, 1, 7, 0, tzinfo=dt.UTC)
    assert times.said(moment, ZoneInfo("Australia/Lord_Howe")) == "2027-07-01 17:30 +1030"
