"""Recurring deliveries: by a rule, with an end, each made once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction

from contenthub.lib import clock
from contenthub.publishing import actions, recurrence
from contenthub.publishing.actions import repeating
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Account, Blackout, Delivery, Series
from contenthub.publishing.worker import work
from tests.publishing.test_at_once import together

UTC = dt.UTC
#: A Monday.
MONDAY = dt.datetime(2027, 3, 1, 0, 0, tzinfo=UTC)
DAY = dt.timedelta(days=1)


def rule(**fields) -> Series:
    values = {"at": dt.time(9), "time_zone": "UTC", "starts_on": MONDAY.date(), "count": 5, **fields}
    return Series(**values)


def moments(series: Series, count: int = 4, after: dt.datetime = MONDAY) -> list[str]:
    found = recurrence.occurrences(series, after)
    return [moment.strftime("%a %m-%d %H:%M") for moment, _ in zip(found, range(count), strict=False)]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"unit": "days", "every": 3}, ["Mon 03-01 09:00", "Thu 03-04 09:00", "Sun 03-07 09:00", "Wed 03-10 09:00"]),
        ({"unit": "weeks"}, ["Mon 03-01 09:00", "Mon 03-08 09:00", "Mon 03-15 09:00", "Mon 03-22 09:00"]),
        (
            {"unit": "weeks", "every": 2, "weekdays": [1, 4]},
            ["Tue 03-02 09:00", "Fri 03-05 09:00", "Tue 03-16 09:00", "Fri 03-19 09:00"],
        ),
        ({"unit": "months"}, ["Mon 03-01 09:00", "Thu 04-01 09:00", "Sat 05-01 09:00", "Tue 06-01 09:00"]),
        (
            {"unit": "months", "month_day": 31},
            ["Wed 03-31 09:00", "Fri 04-30 09:00", "Mon 05-31 09:00", "Wed 06-30 09:00"],
        ),
        ({"unit": "days", "ends_on": dt.date(2027, 3, 2)}, ["Mon 03-01 09:00", "Tue 03-02 09:00"]),
    ],
)
def test_a_rule_as_moments(fields, wanted):
    assert moments(rule(**fields)) == wanted


def test_the_29th_is_the_last_day_of_a_short_february():
    series = rule(unit="months", month_day=29, starts_on=dt.date(2027, 1, 1))
    assert moments(series, 3, dt.datetime(2027, 1, 1, tzinfo=UTC))[1] == "Sun 02-28 09:00"


@pytest.mark.parametrize(
    ("zone", "after", "at", "wanted"),
    [
        # Each series goes over the day on which the clocks are put forward.
        ("Europe/Berlin", dt.datetime(2027, 3, 27), dt.time(9), ["Sat 03-27 08:00", "Sun 03-28 07:00"]),
        ("America/New_York", dt.datetime(2027, 3, 13), dt.time(9), ["Sat 03-13 14:00", "Sun 03-14 13:00"]),
        ("Asia/Shanghai", dt.datetime(2027, 3, 13), dt.time(9), ["Sat 03-13 01:00", "Sun 03-14 01:00"]),
        ("Australia/Lord_Howe", dt.datetime(2027, 10, 1), dt.time(9), ["Fri 10-01 22:30", "Sat 10-02 22:00"]),
        # In an hour that is skipped it is as late as the clocks jump; the next day it is back.
        (
            "Europe/Berlin",
            dt.datetime(2027, 3, 27),
            dt.time(2, 30),
            ["Sat 03-27 01:30", "Sun 03-28 01:30", "Mon 03-29 00:30"],
        ),
        # In one that happens twice it is the first.
        (
            "Europe/Berlin",
            dt.datetime(2027, 10, 30),
            dt.time(2, 30),
            ["Sat 10-30 00:30", "Sun 10-31 00:30", "Mon 11-01 01:30"],
        ),
        ("Australia/Lord_Howe", dt.datetime(2027, 10, 2, 12), dt.time(2, 15), ["Sat 10-02 15:45", "Sun 10-03 15:15"]),
    ],
)
def test_the_wall_clocks_time_is_kept_when_the_clocks_change(zone, after, at, wanted):
    series = rule(unit="days", at=at, time_zone=zone)
    assert moments(series, len(wanted), after.replace(tzinfo=UTC)) == wanted


@pytest.fixture
def start(card, account):
    def make(**fields) -> Series:
        return actions.start_series(rule(variant=card, account=account, **fields))

    return make


@time_machine.travel(MONDAY)
def test_deliveries_are_made_a_week_ahead_each_with_a_link_of_its_own(start):
    series = start(unit="days", count=20)
    made = list(series.deliveries.order_by("planned_at"))
    assert [row.planned_at.day for row in made] == [1, 2, 3, 4, 5, 6, 7]
    assert len({row.link.code for row in made}) == 7
    assert (series.made, series.next_at.day, series.state) == (7, 8, "active")


def test_the_next_ones_are_made_as_time_goes_on(start):
    with time_machine.travel(MONDAY):
        series = start()
    with time_machine.travel(MONDAY + 6 * DAY):
        assert repeating.make_occurrences(clock.now()) == 1
        assert repeating.make_occurrences(clock.now()) == 0
    assert [row.planned_at.day for row in series.deliveries.order_by("planned_at")] == [1, 8]


def test_it_ends_after_so_many(start):
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=3)
    assert (series.state, series.made, series.next_at) == ("ended", 3, None)


def test_it_ends_with_its_last_day(start):
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=None, ends_on=dt.date(2027, 3, 4))
    assert (series.state, series.deliveries.count()) == ("ended", 4)


def test_without_an_end_it_is_refused_here_and_by_the_database(card, account):
    with pytest.raises(CannotSchedule, match="when the series ends"):
        actions.start_series(rule(variant=card, account=account, count=None))
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(variant=card, account=account, count=None).save()


@pytest.mark.parametrize("fields", [{"count": 0}, {"count": 1001}, {"every": 0}])
def test_a_rule_that_makes_no_sense_is_refused(start, fields):
    with time_machine.travel(MONDAY), pytest.raises(CannotSchedule, match="from 1 to 1000"):
        start(**fields)


def test_a_series_that_is_over_before_it_begins_is_refused(start):
    with time_machine.travel(MONDAY + 40 * DAY), pytest.raises(CannotSchedule, match="still to come"):
        start(count=None, ends_on=dt.date(2027, 3, 20))


def test_what_could_not_go_out_is_said_at_once(make_card, account):
    with time_machine.travel(MONDAY), pytest.raises(CannotSchedule, match="not approved"):
        actions.start_series(rule(variant=make_card(approved=False), account=account))
    assert not Series.objects.exists()


def test_blackouts_are_passed_over_and_do_not_count(start):
    Blackout.objects.create(name="Tue", starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY, time_zone="UTC")
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=3)
    assert [row.planned_at.day for row in series.deliveries.order_by("planned_at")] == [1, 3, 4]


def test_a_blackout_of_centuries_is_passed_over_in_one_step(start, django_assert_max_num_queries):
    Blackout.objects.create(
        name="Quiet", starts_at=MONDAY, ends_at=dt.datetime(2600, 1, 1, 9, tzinfo=UTC), time_zone="UTC"
    )
    series = rule(unit="days", variant=start(unit="days", skip_blackouts=False).variant, account=Account.objects.get())
    with django_assert_max_num_queries(5):
        assert repeating.next_time(series, MONDAY) == dt.datetime(2600, 1, 1, 9, tzinfo=UTC)


def test_a_blackout_declared_since_is_passed_over(start):
    with time_machine.travel(MONDAY):
        series = start()
    Blackout.objects.create(name="2nd", starts_at=MONDAY + 7 * DAY, ends_at=MONDAY + 8 * DAY, time_zone="UTC")
    with time_machine.travel(MONDAY + 8 * DAY):
        repeating.make_occurrences(clock.now())
    assert [row.planned_at.day for row in series.deliveries.order_by("planned_at")] == [1, 15]


def test_or_they_are_made_and_held(start, plaza):
    Blackout.objects.create(name="Tue", starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY, time_zone="UTC")
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=3, skip_blackouts=False)
    second = series.deliveries.order_by("planned_at")[1]
    with time_machine.travel(second.planned_at):
        work(second.pk)
    second.refresh_from_db()
    assert (second.state, second.hold) == ("held", "blackout")
    assert plaza.audience == []


def test_an_unapproved_variant_holds_the_occurrence_and_not_the_series(start, card, plaza):
    with time_machine.travel(MONDAY):
        series = start(count=3)
    card.specific.unpublish()
    with time_machine.travel(MONDAY + 6 * DAY):
        assert repeating.make_occurrences(clock.now()) == 1
    second = series.deliveries.order_by("planned_at")[1]
    with time_machine.travel(second.planned_at):
        work(second.pk)
    second.refresh_from_db()
    series.refresh_from_db()
    assert (second.state, second.hold, series.state) == ("held", "not_approved", "active")


def test_after_a_long_standstill_nothing_is_sent_late(start, plaza):
    with time_machine.travel(MONDAY):
        series = start(count=4)
    with time_machine.travel(MONDAY + 30 * DAY):
        assert repeating.make_occurrences(clock.now()) == 3
        for row in series.deliveries.all():
            work(row.pk)
    assert {row.hold for row in series.deliveries.all()} == {"missed"}
    assert plaza.audience == []


def test_stopping_cancels_what_is_to_come(start):
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=20)
    with time_machine.travel(MONDAY + 2 * DAY + dt.timedelta(hours=10)):
        Delivery.objects.filter(planned_at__lt=clock.now()).update(state="live", live_at=clock.now())
        assert actions.stop_series(series) == 4
        assert repeating.make_occurrences(clock.now()) == 0
    assert sorted(row.state for row in series.deliveries.all()) == ["cancelled"] * 4 + ["live"] * 3
    assert series.state == "stopped"
    with pytest.raises(CannotChange, match="does not run"):
        actions.stop_series(series)


def test_one_whose_deliveries_are_all_made_can_still_be_stopped(start):
    with time_machine.travel(MONDAY):
        series = start(unit="days", count=3)
        assert (series.state, actions.stop_series(series)) == ("ended", 3)


def test_an_occurrence_given_another_time_is_not_made_again(start):
    with time_machine.travel(MONDAY):
        series = start(count=3)
        one = series.deliveries.get()
        actions.reschedule(one, one.planned_at + DAY)
        Series.objects.update(next_at=one.occurrence_at, made=0)
        series.refresh_from_db()
        with pytest.raises(IntegrityError), transaction.atomic():
            repeating.advance(series, clock.now())
    assert series.deliveries.count() == 1


def test_one_series_that_cannot_go_on_does_not_stop_the_others(start, card, make_account, monkeypatch):
    with time_machine.travel(MONDAY):
        broken, sound = start(count=3), start(count=3)
    Account.objects.filter(pk=make_account("plaza", "Gone").pk).update(channel="nowhere")
    Series.objects.filter(pk=broken.pk).update(account=Account.objects.get(name="Gone"))
    with time_machine.travel(MONDAY + 7 * DAY):
        assert repeating.make_occurrences(clock.now()) == 1
    broken.refresh_from_db()
    assert "could not be made" in broken.reason
    assert (broken.state, sound.deliveries.count()) == ("active", 2)


@pytest.mark.django_db(transaction=True)
def test_dispatchers_at_once_make_each_occurrence_once(start):
    with time_machine.travel(MONDAY, tick=False):
        series = start()
    with time_machine.travel(MONDAY + 15 * DAY, tick=False):
        made = together(lambda: repeating.make_occurrences(clock.now()), 4)
    assert sum(made) == 3
    assert [row.planned_at.day for row in series.deliveries.order_by("planned_at")] == [1, 8, 15, 22]


def test_the_same_call_twice_starts_it_once(card, account):
    key = uuid.uuid4()
    values = {"key": key, "variant": card, "account": account}
    one = actions.start_series(rule(**values))
    assert actions.start_series(rule(**values, every=2)) == one
    assert Series.objects.get().every == 1


@pytest.mark.django_db(transaction=True)
def test_so_it_does_when_the_button_is_pressed_twice_at_once(card, account):
    key = uuid.uuid4()
    found = together(lambda: actions.start_series(rule(key=key, variant=card, account=account)).pk, 3)
    assert len(set(found)) == Series.objects.count() == 1
