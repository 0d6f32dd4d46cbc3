"""Queue slots: the next free one, for everybody another one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError

from contenthub.lib import clock
from contenthub.publishing import actions, slots
from contenthub.publishing.errors import CannotChange, CannotSchedule, SlotTaken
from contenthub.publishing.models import Blackout, Delivery, Slot
from tests.publishing.test_at_once import together

UTC = dt.UTC
#: A Monday.
MONDAY = dt.datetime(2027, 3, 1, 0, 0, tzinfo=UTC)


def add(account, weekday: int, at: str, zone: str = "") -> Slot:
    return Slot.objects.create(account=account, weekday=weekday, at=dt.time.fromisoformat(at), time_zone=zone)


def in_zone(asset, zone: str) -> None:
    asset.campaign.time_zone = zone
    asset.campaign.save()


def first(account, card, after=MONDAY, count: int = 1) -> list[str]:
    found = slots.free(account, type(card).objects.get(pk=card.pk), after)
    return [next(found).strftime("%a %m-%d %H:%M") for _ in range(count)]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "Mon 03-01 08:00"),
        ("America/New_York", "Mon 03-01 14:00"),
        ("Asia/Shanghai", "Mon 03-01 01:00"),
        ("Australia/Lord_Howe", "Sun 03-07 22:00"),
    ],
)
def test_a_slot_is_on_the_campaigns_wall_clock(card, account, asset, zone, said):
    in_zone(asset, zone)
    add(account, 0, "09:00")
    assert first(account, card) == [said]


def test_a_slot_may_have_a_zone_of_its_own(card, account):
    add(account, 0, "09:00", "America/New_York")
    assert first(account, card) == ["Mon 03-01 14:00"]


def test_slots_come_in_the_order_of_time(card, account):
    add(account, 2, "09:00", "UTC"), add(account, 0, "18:00", "UTC"), add(account, 0, "09:00", "UTC")
    wanted = ["Mon 03-01 09:00", "Mon 03-01 18:00", "Wed 03-03 09:00", "Mon 03-08 09:00"]
    assert first(account, card, count=4) == wanted


def test_slots_in_different_zones_come_in_the_order_of_time_too(card, account):
    add(account, 0, "09:00", "America/New_York"), add(account, 0, "10:00", "Europe/Berlin")
    assert first(account, card, count=2) == ["Mon 03-01 09:00", "Mon 03-01 14:00"]


@pytest.mark.parametrize(
    ("zone", "at", "after", "said"),
    [
        ("Europe/Berlin", "02:30", dt.datetime(2027, 3, 27), "Sun 04-04 00:30"),
        ("America/New_York", "02:30", dt.datetime(2027, 3, 13), "Sun 03-21 06:30"),
        ("Australia/Lord_Howe", "02:15", dt.datetime(2027, 10, 1), "Sat 10-09 15:15"),
    ],
)
def test_a_slot_in_an_hour_the_clocks_jump_over_is_passed_over(card, account, zone, at, after, said):
    add(account, 6, at, zone)
    assert first(account, card, after.replace(tzinfo=UTC)) == [said]


def test_a_slot_in_an_hour_that_happens_twice_is_the_first(card, account):
    add(account, 6, "02:30", "Europe/Berlin")
    assert first(account, card, dt.datetime(2027, 10, 30, tzinfo=UTC), 2) == ["Sun 10-31 00:30", "Sun 11-07 01:30"]


def test_a_slot_keeps_its_wall_clock_time_when_the_clocks_change(card, account):
    add(account, 0, "09:00", "Europe/Berlin")
    after = dt.datetime(2027, 3, 22, tzinfo=UTC)
    assert first(account, card, after, 2) == ["Mon 03-22 08:00", "Mon 03-29 07:00"]


def test_a_slot_in_a_blackout_is_passed_over(card, account):
    add(account, 0, "09:00", "UTC")
    Blackout.objects.create(
        name="Spring", starts_at=MONDAY, ends_at=MONDAY + dt.timedelta(days=7, hours=9), time_zone="UTC"
    )
    assert first(account, card) == ["Mon 03-08 09:00"]


@time_machine.travel(MONDAY)
def test_each_delivery_takes_a_slot(card, account):
    add(account, 0, "09:00", "UTC")
    made = [actions.schedule_next(card, account) for _ in range(3)]
    assert [row.slot_at.strftime("%m-%d %H:%M") for row in made] == ["03-01 09:00", "03-08 09:00", "03-15 09:00"]
    assert all(row.slot_at == row.planned_at == row.due_at for row in made)


@time_machine.travel(MONDAY)
def test_a_delivery_planned_there_by_hand_takes_the_slot_too(card, account):
    add(account, 0, "09:00", "UTC")
    actions.schedule(card, account, MONDAY + dt.timedelta(hours=9))
    assert actions.schedule_next(card, account).slot_at == MONDAY + dt.timedelta(days=7, hours=9)


@time_machine.travel(MONDAY)
def test_a_cancelled_or_moved_delivery_gives_its_slot_back(card, account):
    add(account, 0, "09:00", "UTC")
    one, two = actions.schedule_next(card, account), actions.schedule_next(card, account)
    actions.cancel(one)
    assert actions.schedule_next(card, account).slot_at == one.slot_at
    actions.reschedule(two, two.planned_at + dt.timedelta(hours=1))
    assert two.slot_at is None
    assert slots.next_free(account, card) == MONDAY + dt.timedelta(days=7, hours=9)


@time_machine.travel(MONDAY)
def test_another_account_has_slots_of_its_own(card, account, make_account):
    other = make_account("plaza", "Another")
    add(account, 0, "09:00", "UTC"), add(other, 0, "09:00", "UTC")
    assert actions.schedule_next(card, account).slot_at == actions.schedule_next(card, other).slot_at


def test_the_database_refuses_one_slot_twice(card, account):
    add(account, 0, "09:00", "UTC")
    one = actions.schedule_next(card, account)
    two = actions.schedule(card, account)
    with pytest.raises(IntegrityError):
        Delivery.objects.filter(pk=two.pk).update(slot_at=one.slot_at)


def test_a_slot_that_was_taken_meanwhile_is_not_given_twice(card, account):
    add(account, 0, "09:00", "UTC")
    one = actions.schedule_next(card, account)
    with pytest.raises(SlotTaken, match="a moment ago"):
        actions.schedule(card, account, one.slot_at, in_slot=True)


def test_without_slots_there_is_none_and_it_says_so(card, account):
    with pytest.raises(CannotSchedule, match="has no slots"):
        actions.schedule_next(card, account)


def test_what_missed_its_time_can_be_given_the_next_free_slot(card, account):
    add(account, 0, "09:00", "UTC")
    delivery = actions.schedule(card, account)
    Delivery.objects.update(state="held", hold="missed")
    delivery.refresh_from_db()
    actions.queue(delivery)
    assert (delivery.state, delivery.hold) == ("scheduled", "")
    assert delivery.slot_at == delivery.due_at > clock.now()


def test_queueing_without_slots_is_refused(delivery):
    with pytest.raises(CannotChange, match="has no slots"):
        actions.queue(delivery)


@pytest.mark.django_db(transaction=True)
def test_editors_at_once_never_get_the_same_slot(card, account):
    for weekday in range(7):
        add(account, weekday, "09:00", "UTC")
    made = together(lambda: actions.schedule_next(card, account).slot_at, 6)
    assert len(set(made)) == 6
    free = slots.free(account, card, min(made) - dt.timedelta(seconds=1))
    assert next(free) == max(made) + dt.timedelta(days=1)


@time_machine.travel(MONDAY)
def test_whether_a_moment_is_a_free_slot(card, account):
    add(account, 0, "09:00", "Europe/Berlin")
    slot = dt.datetime(2027, 3, 1, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert slots.is_free(account, card, slot)
    assert not slots.is_free(account, card, dt.datetime(2027, 3, 1, 9, 0, tzinfo=UTC))
    actions.schedule_next(card, account)
    assert not slots.is_free(account, card, slot)
