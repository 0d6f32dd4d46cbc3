"""The schedule screen: now, at a time, in a slot, again and again; what a time means is shown before it is confirmed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.models import Blackout, Delivery, Series, Slot

MONDAY = dt.datetime(2027, 3, 1, 0, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def monday(asset):
    asset.campaign.time_zone = "Europe/Berlin"
    asset.campaign.save()
    with time_machine.travel(MONDAY):
        yield


@pytest.fixture
def slot(account) -> Slot:
    return Slot.objects.create(account=account, weekday=0, at=dt.time(9))


def shown(browser, card) -> str:
    return browser.get(reverse("publishing_delivery:schedule", args=[card.pk])).content.decode()


def typed(browser, card, **fields) -> str:
    url = reverse("publishing_delivery:schedule", args=[card.pk])
    return browser.post(url, {"key": str(uuid.uuid4()), **fields}, follow=True).content.decode()


def preview(browser, card, **fields) -> str:
    url = reverse("publishing_delivery:schedule_preview", args=[card.pk])
    return browser.get(url, {"key": str(uuid.uuid4()), **fields}).content.decode()


def test_a_time_is_shown_in_the_campaigns_zone_and_in_the_editors(admin, card):
    text = preview(admin, card, when="later", at="2027-07-01T09:00", own_zone="Asia/Shanghai")
    assert "Thu 2027-07-01 09:00 CEST – for you Thu 2027-07-01 15:00 CST" in text
    text = preview(admin, card, when="later", at="2027-07-01T09:00", own_zone="Europe/Paris")
    assert "for you" not in text


def test_a_zone_that_is_none_is_not_asked_for(admin, card):
    assert "09:00 CEST" in preview(admin, card, when="later", at="2027-07-01T09:00", own_zone="../etc/passwd")


@pytest.mark.parametrize(
    ("at", "said"), [("2027-03-28T02:30", "clocks are put forward"), ("2026-01-01T09:00", "is past"), ("nonsense", "")]
)
def test_what_stands_against_a_time_is_said_while_it_is_typed(admin, card, at, said):
    assert said in preview(admin, card, when="later", at=at)


def test_of_an_hour_that_happens_twice_the_person_chooses(admin, card, account):
    fields = {"accounts": [account.pk], "when": "later", "at": "2027-10-31T02:30"}
    text = typed(admin, card, **fields)
    assert "Choose which of the two" in text and "The first, 02:30 CEST" in text and "The second, 02:30 CET" in text
    assert not Delivery.objects.exists()
    typed(admin, card, fold="second", **fields)
    assert Delivery.objects.get().due_at == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)


def test_a_blackout_is_named_and_a_tick_overrides_it(admin, card, account):
    start = MONDAY + dt.timedelta(days=3)
    Blackout.objects.create(
        name="Quiet", starts_at=start, ends_at=start + dt.timedelta(days=2), time_zone="Europe/Berlin"
    )
    fields = {"accounts": [account.pk], "when": "later", "at": "2027-03-05T09:00"}
    assert "Quiet" in preview(admin, card, **fields) and "despite_blackout" in preview(admin, card, **fields)
    assert "is in the blackout “Quiet”" in typed(admin, card, **fields)
    assert not Delivery.objects.exists()
    typed(admin, card, despite_blackout="on", **fields)
    assert Delivery.objects.get().despite_blackout


def test_a_blackout_that_is_on_can_be_overridden_for_now_too(admin, card, account):
    Blackout.objects.create(name="Quiet", starts_at=MONDAY, ends_at=MONDAY + dt.timedelta(days=2), time_zone="UTC")
    fields = {"accounts": [account.pk], "when": "now"}
    assert "Quiet" in preview(admin, card, **fields)
    assert "is in the blackout “Quiet”" in typed(admin, card, **fields)
    typed(admin, card, despite_blackout="on", **fields)
    assert Delivery.objects.get().despite_blackout


def test_without_a_blackout_there_is_no_tick(admin, card):
    assert "despite_blackout" not in preview(admin, card, when="later", at="2027-03-05T09:00")


def test_the_next_free_slot_is_shown_and_is_the_one_that_is_taken(admin, card, account, slot):
    assert "Next free slot: Mon 2027-03-01 09:00 CET" in shown(admin, card)
    promised = {f"slot_{account.pk}": "2027-03-01T08:00:00+00:00"}
    typed(admin, card, accounts=[account.pk], when="slot", **promised)
    made = Delivery.objects.get()
    assert made.slot_at == made.due_at == MONDAY + dt.timedelta(hours=8)
    assert "Next free slot: Mon 2027-03-08 09:00 CET" in shown(admin, card)


def test_a_slot_that_somebody_took_meanwhile_is_not_replaced_silently(admin, card, account, slot):
    promised = {f"slot_{account.pk}": "2027-03-01T08:00:00+00:00"}
    actions.schedule_next(card, account)
    text = typed(admin, card, accounts=[account.pk], when="slot", **promised)
    assert "not free any more" in text and "Mon 2027-03-08 09:00 CET" in text
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("promised", ["", "nonsense", "2027-03-01T10:00:00+00:00", "2020-03-02T08:00:00+00:00"])
def test_only_a_slot_counts_as_one(admin, card, account, slot, promised):
    text = typed(admin, card, accounts=[account.pk], when="slot", **{f"slot_{account.pk}": promised})
    assert "not free any more" in text
    assert not Delivery.objects.exists()


def test_an_account_without_slots_says_so(admin, card, account):
    assert "has no slots" in typed(admin, card, accounts=[account.pk], when="slot")
    assert not Delivery.objects.exists()


def test_pressing_twice_takes_one_slot(admin, card, account, slot):
    fields = {"accounts": [account.pk], "when": "slot", "key": str(uuid.uuid4())}
    fields[f"slot_{account.pk}"] = "2027-03-01T08:00:00+00:00"
    for _ in range(2):
        assert "1 delivery is scheduled" in typed(admin, card, **fields)
    assert Delivery.objects.count() == 1


WEEKLY = {"when": "repeat", "at": "2027-03-02T09:00", "every": 1, "unit": "weeks", "skip_blackouts": "on"}


def test_a_series_shows_its_next_times_before_it_is_started(admin, card):
    text = preview(admin, card, **WEEKLY, weekdays=[1, 3], ends="after", count=10, own_zone="Europe/Berlin")
    for said in ("Tue 2027-03-02 09:00 CET", "Thu 2027-03-04 09:00 CET", "Tue 2027-03-16 09:00 CET", "and so on"):
        assert said in text


def test_a_series_shows_which_blackouts_it_passes_over(admin, card):
    start = MONDAY + dt.timedelta(days=8)
    Blackout.objects.create(name="Quiet", starts_at=start, ends_at=start + dt.timedelta(days=1), time_zone="UTC")
    fields = {**WEEKLY, "ends": "after", "count": 2}
    text = preview(admin, card, **fields)
    assert "Quiet" in text and "passed over" in text
    assert "03-02 09:00" in text and "03-09 09:00" not in text and "03-16 09:00" in text
    fields.pop("skip_blackouts")
    text = preview(admin, card, **fields)
    assert "03-09 09:00" in text and "held for you to decide" in text


def test_a_series_that_begins_in_a_long_blackout_shows_its_times_after_it(admin, card):
    end = MONDAY + dt.timedelta(days=900)
    Blackout.objects.create(name="Quiet", starts_at=MONDAY, ends_at=end, time_zone="UTC")
    text = preview(admin, card, **{**WEEKLY, "unit": "days"}, ends="after", count=2)
    assert "2029-08-17 09:00 CEST" in text and "2029-08-18 09:00 CEST" in text and "passed over" in text


def test_a_series_over_the_change_of_clocks_keeps_its_time(admin, card):
    text = preview(admin, card, **{**WEEKLY, "at": "2027-03-23T09:00"}, ends="after", count=2)
    assert "2027-03-23 09:00 CET" in text and "2027-03-30 09:00 CEST" in text


def test_a_series_is_started_for_each_account(admin, card, make_account):
    accounts = [make_account(name="One").pk, make_account(name="Two").pk]
    assert "It is repeated" in typed(admin, card, accounts=accounts, **WEEKLY, ends="after", count=3)
    assert Series.objects.count() == 2
    assert {row.planned_at for row in Delivery.objects.all()} == {dt.datetime(2027, 3, 2, 8, 0, tzinfo=dt.UTC)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends": "after", "count": ""}, "after how many deliveries"),
        ({"ends": "on"}, "with which day"),
        ({"ends": "on", "ends_on": "2027-02-01"}, "still to come"),
        ({"ends": "after", "count": 9999}, "less than or equal to 1000"),
        ({"at": "", "ends": "after", "count": 2}, "Choose a date and time"),
    ],
)
def test_a_series_without_a_sensible_end_is_not_started(admin, card, account, fields, said):
    assert said in typed(admin, card, **{"accounts": [account.pk], **WEEKLY, **fields})
    assert not Series.objects.exists()


def test_pressing_twice_starts_one_series(admin, card, account):
    fields = {"accounts": [account.pk], **WEEKLY, "ends": "after", "count": 3, "key": str(uuid.uuid4())}
    typed(admin, card, **fields)
    assert "It is repeated from now on" in typed(admin, card, **fields)
    assert Series.objects.count() == 1


def test_a_variant_approved_from_a_time_on_can_be_scheduled_from_then_on(admin, make_card, account):
    card = make_card(approved=False).specific
    card.go_live_at = MONDAY + dt.timedelta(days=2)
    card.save_revision().publish()
    assert "approved from Wed 2027-03-03 01:00 CET on" in shown(admin, card)
    fields = {"accounts": [account.pk], "when": "later"}
    assert "approved from" in typed(admin, card, **fields, at="2027-03-02T09:00")
    assert "1 delivery is scheduled" in typed(admin, card, **fields, at="2027-03-03T09:00")


def test_who_may_not_schedule_sees_no_preview(client, card):
    response = client.get(reverse("publishing_delivery:schedule_preview", args=[card.pk]))
    assert response.status_code == 302


def test_looking_at_a_preview_makes_nothing(admin, card, account):
    preview(admin, card, accounts=[account.pk], when="now")
    preview(admin, card, accounts=[account.pk], **WEEKLY, ends="after", count=3)
    assert not Delivery.objects.exists() and not Series.objects.exists()
    assert clock.now() < MONDAY + dt.timedelta(minutes=5)


def test_a_slot_before_its_approval_takes_effect_is_not_offered(admin, make_card, account, slot):
    Slot.objects.create(account=account, weekday=4, at=dt.time(9))
    card = make_card(approved=False).specific
    # Friday 09:00 in Berlin: the very moment of a slot.
    card.go_live_at = dt.datetime(2027, 3, 5, 8, 0, tzinfo=dt.UTC)
    card.save_revision().publish()
    text = shown(admin, card)
    assert 'value="2027-03-05T08:00:00+00:00"' in text and "Mon 2027-03-01 09:00" not in text
    slots = {f"slot_{account.pk}": "2027-03-05T08:00:00+00:00"}
    assert "1 delivery is scheduled" in typed(admin, card, accounts=[account.pk], when="slot", **slots)
