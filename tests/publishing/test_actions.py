"""Scheduling, and what people decide afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.publishing.platform import drop, says

HOUR = dt.timedelta(hours=1)


def put(delivery: Delivery, state: str, **fields) -> Delivery:
    """Put the delivery into a state as the worker would have."""
    Delivery.objects.filter(pk=delivery.pk).update(state=state, **fields)
    delivery.refresh_from_db()
    return delivery


def test_a_delivery_has_a_tracked_link_of_its_own(card, account, asset):
    one, two = actions.schedule(card, account), actions.schedule(card, account)
    assert one.link.code != two.link.code
    assert one.link.utm_source == "plaza"
    assert one.link.utm_medium == "social"
    assert one.link.utm_campaign == "2026-11_autumn"
    assert one.link.utm_content == f"{asset.pk}_social_card-{card.pk}"
    assert one.link.target.endswith("/operators/")
    assert (one.link.asset_id, one.link.campaign.slug) == (asset.pk, "autumn")


def test_without_a_time_it_is_due_now(card, account):
    delivery = actions.schedule(card, account)
    assert (delivery.state, delivery.due_at <= clock.now()) == ("scheduled", True)


def test_a_time_is_kept_in_utc(card, account):
    at = dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.timezone(8 * HOUR))
    delivery = actions.schedule(card, account, at)
    delivery.refresh_from_db()
    assert delivery.due_at == delivery.planned_at == dt.datetime(2027, 3, 1, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (lambda: clock.now() - dt.timedelta(minutes=2), "is past"),
        (lambda: dt.datetime(2027, 1, 1), "time zone"),
        (lambda: dt.datetime(9999, 12, 31, tzinfo=dt.UTC), "ten years"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(card, account, at, said):
    with pytest.raises(CannotSchedule, match=said):
        actions.schedule(card, account, at())
    assert not Delivery.objects.exists()


def test_half_a_minute_ago_means_now(card, account):
    assert actions.schedule(card, account, clock.now() - dt.timedelta(seconds=30)).due_at > clock.now() - 0.2 * HOUR


def test_a_paused_account_takes_no_more(card, account):
    actions.pause_account(account, "Token gone.")
    with pytest.raises(CannotSchedule, match=r"paused. Token gone"):
        actions.schedule(card, account)


def test_who_scheduled_it_is_kept_and_logged(card, account, db):
    user = User.objects.create_user("ada")
    delivery = actions.schedule(card, account, user=user)
    entry = ModelLogEntry.objects.for_instance(delivery).get()
    assert (delivery.created_by, entry.user, entry.action) == (user, user, "publishing.schedule")


def test_rescheduling_gives_a_held_delivery_another_chance(delivery):
    put(delivery, "held", hold="missed", reason="too late", tries=3)
    actions.reschedule(delivery, clock.now() + HOUR)
    assert (delivery.state, delivery.hold, delivery.reason, delivery.tries) == ("scheduled", "", "", 0)
    assert delivery.planned_at == delivery.due_at > clock.now()


def test_rescheduling_into_the_past_is_refused(delivery):
    with pytest.raises(CannotChange, match="is past"):
        actions.reschedule(delivery, clock.now() - HOUR)


def test_retrying_a_failed_delivery_sends_it_now(delivery, plaza):
    plaza.faults = [says(422)]
    work(delivery.pk)
    actions.retry(delivery)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts.count()) == ("live", 2)
    assert [post["key"] for post in plaza.audience] == [delivery.key.hex]


@pytest.mark.parametrize("state", ["scheduled", "held", "failed", "handed_over", "unconfirmed"])
def test_what_is_not_out_can_be_cancelled(delivery, plaza, state):
    put(delivery, state, hold="missed" if state == "held" else "")
    actions.cancel(delivery)
    assert (delivery.state, delivery.hold) == ("cancelled", "")
    assert not work(delivery.pk)
    assert plaza.requests == []


def test_giving_up_an_unconfirmed_one_says_that_nobody_knows(delivery):
    put(delivery, "unconfirmed")
    actions.cancel(delivery)
    assert "not known" in delivery.reason


@pytest.mark.parametrize("state", ["unconfirmed", "handed_over", "failed"])
def test_a_person_may_say_that_it_is_live(delivery, state):
    put(delivery, state)
    actions.settle_live(delivery, " https://plaza.example/seen ")
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/seen")
    assert delivery.live_at is not None


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "plaza.example/x", "https://", "https://a b"])
def test_an_address_must_be_one(delivery, url):
    put(delivery, "handed_over")
    with pytest.raises(CannotChange, match="full address"):
        actions.settle_live(delivery, url)


def test_an_unconfirmed_one_may_be_live_without_an_address(delivery):
    put(delivery, "unconfirmed")
    actions.settle_live(delivery)
    assert (delivery.state, delivery.url) == ("live", "")


def test_sending_again_is_a_persons_decision_and_a_new_attempt(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [drop]
    work(delivery.pk)
    actions.send_again(Delivery.objects.get(pk=delivery.pk))
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts.count(), len(plaza.audience)) == ("live", 2, 1)


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (actions.retry, {"held", "failed"}),
        (actions.send_again, {"unconfirmed"}),
        (actions.cancel, {"scheduled", "held", "failed", "handed_over", "unconfirmed"}),
        (
            lambda delivery: actions.settle_live(delivery, "https://x.example/1"),
            {"unconfirmed", "handed_over", "failed"},
        ),
        (lambda delivery: actions.reschedule(delivery, clock.now() + HOUR), {"scheduled", "held", "failed"}),
    ],
)
def test_each_verb_is_refused_in_every_other_state(delivery, act, states):
    for state in set(Delivery.State.values) - states:
        extra = {"live_at": clock.now()} if state == "live" else {}
        extra |= {"leased_until": clock.now() + HOUR} if state == "sending" else {}
        put(delivery, state, hold="missed" if state == "held" else "", **extra)
        with pytest.raises(CannotChange, match="now “"):
            act(delivery)
        delivery.refresh_from_db()
        assert delivery.state == state


def test_resuming_an_account_lets_go_what_is_in_time_and_asks_about_the_rest(card, account, settings):
    early, late = actions.schedule(card, account, clock.now() + HOUR), actions.schedule(card, account)
    actions.pause_account(account, "Token gone.")
    Delivery.objects.filter(pk=late.pk).update(planned_at=clock.now() - 3 * HOUR)
    actions.resume_account(account)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.state, early.hold) == ("scheduled", "")
    assert (late.state, late.hold) == ("held", "missed")
    assert Account.objects.get().state == "active"


def test_resuming_an_account_looks_up_what_was_left_in_doubt(delivery, account):
    put(delivery, "unconfirmed", armed_at=clock.now())
    actions.pause_account(account)
    actions.resume_account(account)
    delivery.refresh_from_db()
    assert delivery.wake_at is not None


def test_pausing_twice_keeps_the_first_reason(account):
    assert actions.pause_account(account, "First.")
    assert not actions.pause_account(account, "Second.")
    account.refresh_from_db()
    assert account.reason == "First."
