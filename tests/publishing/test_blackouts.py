"""Blackouts: nothing goes out in one unless somebody said so."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.publishing import actions, blackouts, gate
from contenthub.publishing.errors import CannotChange, CannotSchedule, InBlackout
from contenthub.publishing.models import Blackout, Delivery
from contenthub.publishing.worker import work

HOUR = dt.timedelta(hours=1)


def dark(begins: dt.timedelta = -HOUR, lasts: dt.timedelta = 3 * HOUR, **fields) -> Blackout:
    start = clock.now() + begins
    values = {"name": "Golden Week", "starts_at": start, "ends_at": start + lasts, "time_zone": "Asia/Shanghai"}
    return Blackout.objects.create(**{**values, **fields})


def worked(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_scheduling_into_one_is_refused_with_its_name_and_end(card, account):
    dark()
    with pytest.raises(InBlackout, match=r"“Golden Week”, which ends \d{4}-\d\d-\d\d \d\d:\d\d CST"):
        actions.schedule(card, account, clock.now() + HOUR)
    assert not Delivery.objects.exists()


def test_its_end_does_not_belong_to_it(card, account):
    blackout = dark()
    assert actions.schedule(card, account, blackout.ends_at).pk


def test_one_that_is_meant_to_goes_out_all_the_same(card, account, plaza):
    dark()
    delivery = worked(actions.schedule(card, account, despite_blackout=True))
    assert (delivery.state, delivery.despite_blackout, len(plaza.audience)) == ("live", True, 1)


def test_what_becomes_due_in_one_made_later_is_held(delivery, plaza):
    dark()
    worked(delivery)
    assert (delivery.state, delivery.hold) == ("held", "blackout")
    assert "“Golden Week”" in delivery.reason and "CST" in delivery.reason
    assert plaza.requests == []


def test_it_stays_held_when_the_blackout_is_over_until_a_person_decides(delivery, plaza):
    dark()
    worked(delivery)
    Blackout.objects.all().delete()
    assert worked(delivery).state == "held"
    assert delivery.for_person


def test_a_person_may_send_it_now_all_the_same(delivery, plaza):
    dark()
    actions.retry(worked(delivery))
    assert worked(delivery).state == "live"


def test_a_person_may_give_it_a_time_after_it(delivery):
    blackout = dark()
    worked(delivery)
    with pytest.raises(CannotChange, match="Golden Week"):
        actions.reschedule(delivery, clock.now() + HOUR)
    actions.reschedule(delivery, blackout.ends_at)
    assert (delivery.state, delivery.hold, delivery.despite_blackout) == ("scheduled", "", False)


def test_or_one_within_it_if_that_is_meant(delivery, plaza):
    dark()
    actions.reschedule(delivery, clock.now(), despite_blackout=True)
    assert worked(delivery).state == "live"


def test_what_failed_is_not_sent_into_one_unasked(delivery):
    dark()
    Delivery.objects.update(state="failed")
    delivery.refresh_from_db()
    with pytest.raises(CannotChange, match="Golden Week"):
        actions.retry(delivery)


@pytest.mark.parametrize("scope", ["campaign", "account"])
def test_one_for_another_campaign_or_account_does_not_concern_it(card, account, make_account, scope):
    other = {"campaign": lambda: Campaign.objects.create(name="Other"), "account": lambda: make_account(name="Other")}
    dark(**{scope: other[scope]()})
    assert actions.schedule(card, account).pk


@pytest.mark.parametrize("scope", ["campaign", "account"])
def test_one_for_its_own_campaign_or_account_does(card, account, asset, scope):
    dark(**{scope: {"campaign": asset.campaign, "account": account}[scope]})
    with pytest.raises(CannotSchedule, match="Golden Week"):
        actions.schedule(card, account)


def test_one_for_a_campaign_on_an_account_concerns_only_both(card, account, asset, make_account):
    dark(campaign=asset.campaign, account=make_account(name="Other"))
    assert actions.schedule(card, account).pk


def test_of_several_the_one_that_lasts_longest_is_named(card, account):
    dark(), dark(name="Maintenance", lasts=9 * HOUR)
    with pytest.raises(CannotSchedule, match="Maintenance"):
        actions.schedule(card, account)


def test_a_blackout_knows_what_it_will_hold(card, account, make_account):
    inside, outside = actions.schedule(card, account), actions.schedule(card, account, clock.now() + 5 * HOUR)
    meant = actions.schedule(card, account, despite_blackout=True)
    found = set(blackouts.affected(dark(begins=-HOUR)))
    assert (inside in found, outside in found, meant in found) == (True, False, False)
    assert not blackouts.affected(dark(account=make_account(name="Other"))).exists()


def test_withdrawing_and_mending_are_never_kept_by_one(delivery):
    dark()
    work(delivery.pk)
    for intent in ("update", "withdraw"):
        row = Delivery(intent=intent, account=delivery.account, campaign=delivery.campaign)
        assert gate.Judge().blackout(row) is None
