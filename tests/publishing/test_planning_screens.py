"""The screens of slots, blackouts and series: what they show, what they do, who may."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.models import Blackout, Delivery, Series, Slot

DAY = dt.timedelta(days=1)


def page(browser, name: str, *args) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def press(browser, view: str, *args, **typed) -> str:
    return browser.post(reverse(view, args=args), typed, follow=True).content.decode()


def test_slots_are_added_for_several_weekdays_at_once(admin, account):
    text = press(admin, "publishing_account:slots", account.pk, weekdays=["0", "2"], at="09:30")
    assert "2 slots are added" in text and "09:30" in text
    assert [(slot.weekday, slot.at) for slot in account.slots.all()] == [(0, dt.time(9, 30)), (2, dt.time(9, 30))]
    assert "there already" in press(admin, "publishing_account:slots", account.pk, weekdays=["0"], at="09:30")


def test_a_slot_is_removed_by_its_own_button(admin, account):
    slot = Slot.objects.create(account=account, weekday=0, at=dt.time(9))
    text = page(admin, "publishing_account:inspect", account.pk)
    assert "Remove the slot on Monday at 09:00" in text
    assert "slot is removed" in press(admin, "publishing_account:slots", account.pk, remove=str(slot.pk))
    assert not account.slots.exists()


def test_the_slots_of_another_account_cannot_be_removed_here(admin, account, make_account):
    slot = Slot.objects.create(account=make_account(name="Other"), weekday=0, at=dt.time(9))
    response = admin.post(reverse("publishing_account:slots", args=[account.pk]), {"remove": str(slot.pk)})
    assert response.status_code == 404 and Slot.objects.exists()


def test_all_slots_of_an_account_are_read_on_one_clock(admin, account):
    press(admin, "publishing_account:slots", account.pk, weekdays=["0"], at="09:00")
    press(admin, "publishing_account:slots", account.pk, zone="America/New_York")
    press(admin, "publishing_account:slots", account.pk, weekdays=["1"], at="09:00")
    assert {slot.time_zone for slot in account.slots.all()} == {"America/New_York"}
    assert "no time zone of this name" in press(admin, "publishing_account:slots", account.pk, zone="Mars/Base")


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"weekdays": ["0"], "at": ""}, "Give the slot a time"), ({"at": "09:00"}, "at least one weekday")],
)
def test_what_a_slot_lacks_is_said(admin, account, typed, said):
    assert said in press(admin, "publishing_account:slots", account.pk, **typed)
    assert not Slot.objects.exists()


BLACKOUT = {"name": "Golden Week", "first_day": "2027-10-01", "last_day": "2027-10-07", "time_zone": "Asia/Shanghai"}


def test_an_empty_listing_says_what_it_is_for(admin):
    assert "There are no blackouts" in page(admin, "publishing_blackout:index")
    assert "Nothing is repeated" in page(admin, "publishing_series:index")


def test_a_blackout_of_whole_days_is_on_its_zones_clock(admin):
    press(admin, "publishing_blackout:add", **BLACKOUT)
    made = Blackout.objects.get()
    assert made.starts_at == dt.datetime(2027, 9, 30, 16, tzinfo=dt.UTC)
    assert made.ends_at == dt.datetime(2027, 10, 7, 16, tzinfo=dt.UTC)
    text = page(admin, "publishing_blackout:index")
    assert "Fri 2027-10-01 00:00 CST" in text and "Everything" in text and "To come" in text
    text = page(admin, "publishing_blackout:edit", made.pk)
    assert 'value="2027-10-01"' in text and 'value="2027-10-07"' in text


def test_or_of_some_hours(admin, asset):
    fields = {**BLACKOUT, "last_day": "2027-10-01", "from_time": "12:00", "until_time": "13:30"}
    press(admin, "publishing_blackout:add", **fields, campaign=str(asset.campaign.pk))
    made = Blackout.objects.get()
    assert (made.ends_at - made.starts_at, made.campaign) == (dt.timedelta(minutes=90), asset.campaign)


def test_one_that_ends_before_it_begins_is_refused(admin):
    assert "ends before it begins" in press(admin, "publishing_blackout:add", **{**BLACKOUT, "last_day": "2027-09-01"})
    assert not Blackout.objects.exists()


def test_a_blackout_tells_what_it_will_hold(admin, card, account):
    actions.schedule(card, account, clock.now() + 2 * DAY)
    days = {"first_day": f"{clock.now() + DAY:%Y-%m-%d}", "last_day": f"{clock.now() + 3 * DAY:%Y-%m-%d}"}
    assert "1 delivery is planned in it and will be held" in press(
        admin, "publishing_blackout:add", **{**BLACKOUT, **days}
    )
    text = page(admin, "publishing_blackout:edit", Blackout.objects.get().pk)
    assert "will be held" in text and "Card" in text


def test_a_blackout_can_be_deleted(admin):
    press(admin, "publishing_blackout:add", **BLACKOUT)
    press(admin, "publishing_blackout:delete", Blackout.objects.get().pk)
    assert not Blackout.objects.exists()


@pytest.fixture
def series(card, account) -> Series:
    start = (clock.now() + DAY).date()
    rule = {"at": dt.time(9), "time_zone": "UTC", "starts_on": start, "count": 20, "unit": "days"}
    return actions.start_series(Series(variant=card, account=account, **rule))


def test_a_series_shows_its_rule_its_deliveries_and_what_is_to_come(admin, series):
    text = page(admin, "publishing_series:inspect", series.pk)
    assert "Every day at 09:00 (UTC), 20 times" in text
    assert "Stop the series" in text and "Still to be made" in text and text.count("Scheduled") >= 6
    assert "Every day at 09:00" in page(admin, "publishing_series:index")


def test_a_series_is_stopped_by_its_button(admin, series):
    count = series.deliveries.count()
    assert f"{count} deliveries are cancelled" in press(admin, "publishing_series:stop", series.pk)
    assert "Stop the series" not in page(admin, "publishing_series:inspect", series.pk)
    assert {row.state for row in Delivery.objects.all()} == {"cancelled"}
    assert "does not run any more" in press(admin, "publishing_series:stop", series.pk)


def test_looking_changes_nothing(admin, series, account):
    assert admin.get(reverse("publishing_series:stop", args=[series.pk])).status_code == 405
    assert admin.get(reverse("publishing_account:slots", args=[account.pk])).status_code == 405


def test_who_may_only_look_changes_nothing(client, series, account):
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get_or_create(name="Readers")[0])
    codes = ("access_admin", "view_series", "view_account", "view_blackout")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    assert "Stop the series" not in page(client, "publishing_series:inspect", series.pk)
    assert "Add a slot" not in page(client, "publishing_account:inspect", account.pk)
    client.post(reverse("publishing_series:stop", args=[series.pk]))
    client.post(reverse("publishing_account:slots", args=[account.pk]), {"weekdays": ["0"], "at": "09:00"})
    client.post(reverse("publishing_blackout:add"), BLACKOUT)
    series.refresh_from_db()
    assert (series.state, Slot.objects.count(), Blackout.objects.count()) == ("active", 0, 0)


def test_the_next_free_slot_is_offered_for_what_was_held(admin, delivery, account):
    Delivery.objects.update(state="held", hold="missed")
    assert "Next free slot" not in page(admin, "publishing_delivery:inspect", delivery.pk)
    Slot.objects.create(account=account, weekday=0, at=dt.time(9))
    assert "Next free slot" in page(admin, "publishing_delivery:inspect", delivery.pk)
    press(admin, "publishing_delivery:verb", delivery.pk, "next_slot")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.slot_at) == ("scheduled", delivery.due_at)
