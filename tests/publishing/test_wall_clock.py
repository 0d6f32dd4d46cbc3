"""What is typed as a date and time is a clock's in the campaign's zone, whatever zone its reader is in."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.users.models import UserProfile

from contenthub.publishing import times
from contenthub.publishing.models import Blackout, Delivery, Release, Series

MARCH = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
#: Skipped, and repeated, by the clocks of Berlin; ordinary ones in New York.
SKIPPED, REPEATED = "2027-03-28T02:30", "2027-10-31T02:30"


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel(MARCH):
        yield


@pytest.fixture
def reader(admin) -> User:
    """Somebody in Berlin who plans for New York."""
    found = User.objects.get(username="admin")
    profile = UserProfile.get_for_user(found)
    profile.current_time_zone = "Europe/Berlin"
    profile.save()
    return found


@pytest.fixture
def zone(asset):
    def put(name: str) -> None:
        asset.campaign.time_zone = name
        asset.campaign.save()

    put("America/New_York")
    return put


def schedule(browser, card, *, get: bool = False, **typed) -> str:
    name = "schedule_preview" if get else "schedule"
    url = reverse(f"publishing_delivery:{name}", args=[card.pk])
    fields = {"key": str(uuid.uuid4()), **typed}
    response = browser.get(url, fields) if get else browser.post(url, fields, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("at", "due"), [(SKIPPED, "2027-03-28T06:30"), (REPEATED, "2027-10-31T06:30")])
def test_the_readers_own_change_of_clocks_has_no_say_when_scheduling(admin, reader, zone, card, account, at, due):
    schedule(admin, card, accounts=[account.pk], when="later", at=at)
    assert Delivery.objects.get().due_at == dt.datetime.fromisoformat(f"{due}+00:00")


@pytest.mark.parametrize(("at", "due"), [(SKIPPED, "2027-03-28T06:30"), (REPEATED, "2027-10-31T06:30")])
def test_nor_when_a_release_is_planned(admin, reader, zone, asset, card, account, at, due):
    typed = {"name": "L", "pairs": [f"{card.pk}-{account.pk}"], "when": "later", "at": at, "otherwise": "rest"}
    admin.post(f"/admin/publishing/releases/new/?scope=asset-{asset.pk}", {**typed, "key": str(uuid.uuid4())})
    assert Release.objects.get().planned_at == dt.datetime.fromisoformat(f"{due}+00:00")


def test_nor_when_many_are_given_a_time(admin, reader, zone, make_in):
    some = [make_in("held"), make_in("failed")]
    typed = {"decision": "reschedule", "id": [each.pk for each in some], "sure": "1", "at": SKIPPED, "minutes": "0"}
    admin.post(reverse("publishing_inbox:bulk"), typed)
    due = dt.datetime(2027, 3, 28, 6, 30, tzinfo=dt.UTC)
    assert set(Delivery.objects.values_list("due_at", flat=True)) == {due}


def test_a_reader_whose_own_clock_it_is_chooses_between_both_hours(admin, reader, zone, card, account):
    zone("Europe/Berlin")
    typed = {"accounts": [account.pk], "when": "later", "at": REPEATED}
    assert "Choose which of the two" in schedule(admin, card, **typed)
    schedule(admin, card, **typed, fold="second")
    assert Delivery.objects.get().due_at == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["America/New_York", "Asia/Shanghai"])
@pytest.mark.parametrize("at", ["9999-12-31T23:30", "0001-01-01T00:00", "0020-03-01T09:00"])
@pytest.mark.parametrize("when", ["later", "repeat"])
def test_years_at_the_ends_of_the_calendar_are_refused_at_their_place(admin, zone, card, account, name, at, when):
    zone(name)
    typed = {"accounts": [account.pk], "when": when, "at": at, "ends": "after", "count": 3, "unit": "days"}
    assert "Ensure this value is" in schedule(admin, card, **typed)
    schedule(admin, card, get=True, **typed)
    assert not Delivery.objects.exists() and not Series.objects.exists()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("9999-12-31T23:30", "Check the year"),
        ("0001-01-01T00:00", "is past"),
        ("soon", "is not a date and time"),
        ("", "Choose a date and time"),
        ("2027-03-14T02:30", "clocks are put forward"),
    ],
)
def test_a_new_time_for_a_delivery_that_is_none_is_said(admin, zone, delivery, at, said):
    url = reverse("publishing_delivery:verb", args=[delivery.pk, "reschedule"])
    assert said in admin.post(url, {"at": at}, follow=True).content.decode()


def test_a_blackout_cannot_last_until_the_end_of_the_calendar(admin):
    typed = {"name": "For ever", "first_day": "2027-01-01", "last_day": "9999-12-31", "time_zone": "America/New_York"}
    assert "Ensure this value is" in admin.post(reverse("publishing_blackout:add"), typed).content.decode()
    assert not Blackout.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"when": "now", "at": SKIPPED},
        {"when": "later", "at": "2027-03-28T09:00", "count": "0", "ends_on": "nonsense", "every": "-1"},
    ],
)
def test_what_is_wrong_in_fields_that_are_not_shown_then_keeps_nobody(admin, zone, card, account, typed):
    zone("Europe/Berlin")
    assert "1 delivery is scheduled" in schedule(admin, card, accounts=[account.pk], **typed)


def test_a_release_for_now_does_not_mind_a_time_typed_before(admin, zone, asset, card, account):
    typed = {"name": "L", "pairs": [f"{card.pk}-{account.pk}"], "when": "now", "at": "2027-03-14T02:30"}
    url = f"/admin/publishing/releases/new/?scope=asset-{asset.pk}"
    admin.post(url, {**typed, "otherwise": "rest", "key": str(uuid.uuid4())})
    assert Release.objects.exists()


def test_the_field_keeps_what_was_typed(admin, zone, card, account):
    typed = {"accounts": [account.pk], "when": "later", "at": "2027-03-14T02:30"}
    assert 'value="2027-03-14T02:30"' in schedule(admin, card, **typed)


def test_a_moment_beyond_the_calendar_is_refused_by_the_commands_too():
    with pytest.raises(ValueError, match="Check the year"):
        times.parse("9999-12-31T23:30", ZoneInfo("America/New_York"))


def test_where_there_is_no_choice_it_is_said_which_of_two_hours_was_taken(admin, zone, asset, card, account, delivery):
    zone("Europe/Berlin")
    said = "02:30 comes twice: this is the first, 02:30 CEST"
    url = reverse("publishing_delivery:verb", args=[delivery.pk, "reschedule"])
    assert said in admin.post(url, {"at": REPEATED}, follow=True).content.decode()
    typed = {"name": "L", "pairs": [f"{card.pk}-{account.pk}"], "when": "later", "at": REPEATED, "otherwise": "rest"}
    url = f"/admin/publishing/releases/new/?scope=asset-{asset.pk}"
    assert said in admin.post(url, {**typed, "key": str(uuid.uuid4())}, follow=True).content.decode()
    url = reverse("publishing_release:verb", args=[Release.objects.get().pk, "reschedule"])
    assert said in admin.post(url, {"at": REPEATED}, follow=True).content.decode()
