"""The window: what could not go out in it is held as missed, whatever kept it; never sent late unasked."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from channels.base import NotSent
from contenthub.lib import clock
from contenthub.publishing import actions, recovery
from contenthub.publishing.models import Delivery, Slot
from contenthub.publishing.worker import work
from tests.publishing.platform import Connector

HOUR = dt.timedelta(hours=1)


def at(moment: dt.datetime):
    return time_machine.travel(moment)


def worked(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize(("late", "state"), [(0.0, "live"), (1.9, "live"), (2.1, "held"), (30.0, "held")])
def test_after_the_hub_stood_still_only_what_is_in_its_window_goes(delivery, plaza, late, state):
    with at(delivery.planned_at + late * HOUR):
        worked(delivery)
    assert delivery.state == state
    assert len(plaza.audience) == (state == "live")


def test_the_window_counts_from_the_planned_time_however_often_it_is_tried(delivery, plaza, monkeypatch):
    def unreachable(self, post, state):
        raise NotSent("The plaza cannot be reached.")

    monkeypatch.setattr(Connector, "prepare", unreachable)
    for hours in (0.0, 0.7, 1.4):
        with at(delivery.planned_at + hours * HOUR):
            Delivery.objects.update(due_at=clock.now())
            worked(delivery)
        assert delivery.state == "scheduled", "tried again while there is time"
    with at(delivery.planned_at + 2.1 * HOUR):
        Delivery.objects.update(due_at=clock.now())
        worked(delivery)
    assert (delivery.state, delivery.hold) == ("held", "missed")
    assert plaza.audience == []


def test_an_account_paused_past_the_window_asks_first(delivery, account, plaza):
    actions.pause_account(account)
    with at(delivery.planned_at + 3 * HOUR):
        actions.resume_account(account)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "missed")


def test_the_reason_says_when_it_was_wanted_in_the_campaigns_zone(delivery):
    with at(delivery.planned_at + 3 * HOUR):
        worked(delivery)
    assert "CST" in delivery.reason and "Send it now, choose another time, or cancel it" in delivery.reason


def test_a_person_may_send_it_give_it_a_time_or_a_slot_or_cancel_it(card, account, plaza):
    made = [actions.schedule(card, account) for _ in range(4)]
    Slot.objects.create(account=account, weekday=0, at=dt.time(9))
    with at(clock.now() + 3 * HOUR):
        sent, moved, queued, cancelled = [worked(delivery) for delivery in made]
        assert {delivery.hold for delivery in made} == {"missed"}
        actions.retry(sent)
        actions.reschedule(moved, clock.now() + HOUR)
        actions.queue(queued)
        actions.cancel(cancelled)
        assert [worked(delivery).state for delivery in made] == ["live", "scheduled", "scheduled", "cancelled"]
        assert queued.slot_at == queued.planned_at > clock.now()
    assert len(plaza.audience) == 1


def test_the_clock_set_back_makes_nothing_early(delivery, plaza):
    with at(delivery.due_at - HOUR):
        assert not Delivery.objects.due(clock.now()).exists()


def test_the_window_is_a_setting(delivery, plaza, settings):
    settings.HUB_DELIVERY_WINDOW = 6 * 3600
    with at(delivery.planned_at + 5 * HOUR):
        assert worked(delivery).state == "live"


@pytest.mark.parametrize(("late", "hold"), [(0, ""), (3, "missed")])
def test_what_was_held_for_a_pause_that_ended_at_that_moment_is_not_forgotten(delivery, account, plaza, late, hold):
    # A worker had read that the account is paused; before it held the delivery, somebody resumed the account.
    Delivery.objects.filter(pk=delivery.pk).update(state="held", hold="account_paused", reason="Paused.")
    other = recovery.let_go(clock.now() + late * HOUR)
    delivery.refresh_from_db()
    assert (other, delivery.state, delivery.hold) == (1, "held" if hold else "scheduled", hold)
    assert recovery.let_go(clock.now()) == 0


def test_what_a_paused_account_holds_stays_held(delivery, account):
    actions.pause_account(account)
    assert recovery.let_go(clock.now()) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
