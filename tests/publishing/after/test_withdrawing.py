"""Taking down what is live: once for readers however often it is called, by a person where the hub cannot."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User

from contenthub.lib import clock
from contenthub.publishing import actions, slots, verbs
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Account, Attempt, Blackout, Delivery, Slot
from tests.channels.servers import RESET
from tests.publishing.after.conftest import worked
from tests.publishing.platform import says


def due(change: Delivery) -> Delivery:
    Delivery.objects.filter(pk=change.pk).update(due_at=clock.now())
    return worked(change)


def test_what_is_withdrawn_is_gone_and_both_deliveries_say_so(live, plaza):
    change = actions.withdraw(live, reason="Wrong figure.")
    assert (change.state, change.link, change.tracked) == ("scheduled", None, live.link)
    worked(change)
    live.refresh_from_db()
    assert plaza.audience == []
    assert (change.state, change.state_text) == ("live", "Withdrawn")
    assert live.state == "withdrawn"
    assert "Taken down on" in live.reason and "Wrong figure." in live.reason
    assert live.recheck_at is None
    assert change.attempts.get().outcome == Attempt.Outcome.DONE


@pytest.mark.parametrize("fault", [lambda request: RESET, says(500), lambda request: None])
def test_an_unknown_outcome_is_tried_again_until_it_is_known(live, plaza, fault):
    plaza.mishaps = [fault if fault(None) else plaza.change_silently]
    change = worked(actions.withdraw(live))
    assert (change.state, change.armed_at, change.due_at > clock.now()) == ("scheduled", None, True)
    assert "doing it again changes nothing" in change.reason
    due(change)
    live.refresh_from_db()
    assert (change.state, live.state, plaza.audience) == ("live", "withdrawn", [])


def test_what_is_down_already_counts_as_withdrawn(live, plaza):
    plaza.audience.clear()
    assert worked(actions.withdraw(live)).state == "live"
    live.refresh_from_db()
    assert live.state == "withdrawn"


def test_a_worker_that_died_in_the_call_is_followed_by_another(live, plaza):
    change = actions.withdraw(live)
    past = clock.now() - dt.timedelta(minutes=5)
    Delivery.objects.filter(pk=change.pk).update(
        state="sending", leased_by="dead", leased_until=past, armed_at=past, tries=1
    )
    Attempt.objects.create(delivery=change, number=1, started_at=past, step="armed")
    assert worked(change).state == "live"
    outcomes = change.attempts.order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == ["interrupted", "done"]
    assert plaza.audience == []


def test_it_ends_after_as_many_tries_as_anything_else(live, plaza):
    plaza.mishaps = [says(500)] * 20
    change = actions.withdraw(live)
    for _ in range(8):
        due(change)
    assert change.state == "failed"
    assert "Given up after 8 tries" in change.reason
    assert len(plaza.changes) == 8
    live.refresh_from_db()
    assert live.state == "live"


def test_what_the_platform_refuses_is_a_persons_who_can_say_it_is_done(live, plaza):
    plaza.mishaps = [says(422)]
    change = worked(actions.withdraw(live))
    assert change.state == "failed"
    actions.mark_done(change)
    live.refresh_from_db()
    assert (change.state, live.state) == ("live", "withdrawn")


def test_where_the_channel_cannot_it_is_a_task_with_the_address(make_live, plaza):
    live = make_live("plaza")
    change = actions.withdraw(live)
    assert change.state == "handed_over"
    assert change.for_person
    assert change.reason == "Take it down by hand at https://plaza.example/p1, then mark it done."
    actions.mark_done(change)
    live.refresh_from_db()
    assert (change.state, live.state) == ("live", "withdrawn")


def test_what_was_settled_by_hand_is_taken_down_by_hand(live):
    Delivery.objects.filter(pk=live.pk).update(receipt_id="", url="https://plaza.example/by-hand")
    change = actions.withdraw(live)
    assert (change.state, "plaza.example/by-hand" in change.reason) == ("handed_over", True)


def test_there_is_only_one_at_a_time(live):
    actions.withdraw(live)
    with pytest.raises(CannotChange, match="already"):
        actions.withdraw(live)


def test_a_cancelled_one_can_be_followed_by_another(live):
    actions.cancel(actions.withdraw(live))
    assert worked(actions.withdraw(live)).state == "live"


@pytest.mark.parametrize("state", ["scheduled", "failed", "withdrawn", "cancelled"])
def test_only_what_is_live_can_be_withdrawn(live, state):
    Delivery.objects.filter(pk=live.pk).update(state=state)
    with pytest.raises(CannotChange):
        actions.withdraw(live)


def test_a_change_itself_cannot_be_withdrawn(live):
    change = worked(actions.withdraw(live))
    with pytest.raises(CannotChange, match="change of another"):
        actions.withdraw(change)


def test_an_account_that_is_paused_holds_it_and_resuming_sends_it(live, account, plaza):
    actions.pause_account(account, "Token gone.")
    change = actions.withdraw(live)
    assert (change.state, change.hold) == ("held", "account_paused")
    assert plaza.changes == []
    actions.resume_account(Account.objects.get(pk=account.pk))
    assert worked(change).state == "live"


def test_however_long_the_account_was_paused_what_is_to_be_taken_down_is(live, account, plaza):
    actions.pause_account(account)
    change = actions.withdraw(live)
    with time_machine.travel(clock.now() + dt.timedelta(days=2), tick=False):
        actions.resume_account(account)
        assert worked(change).state == "live"
    assert plaza.audience == []


def test_credentials_that_do_not_work_pause_the_account_and_hold_it(live, account, plaza):
    plaza.mishaps = [says(401)]
    change = worked(actions.withdraw(live))
    account.refresh_from_db()
    assert (account.state, change.state, change.hold) == ("paused", "held", "account_paused")


def test_what_is_not_approved_any_more_can_be_taken_down(live, card, plaza):
    card.specific.unpublish()
    assert worked(actions.withdraw(live)).state == "live"
    assert plaza.audience == []


def test_one_that_failed_can_be_tried_again_though_the_variant_is_not_approved(live, card, plaza):
    plaza.mishaps = [says(422)]
    change = worked(actions.withdraw(live))
    card.specific.unpublish()
    assert worked(actions.retry(change)).state == "live"


def test_its_time_can_be_chosen(live, plaza):
    change = actions.withdraw(live, at=clock.now() + dt.timedelta(hours=1))
    assert worked(change).state == "scheduled"
    assert len(plaza.audience) == 1
    assert due(change).state == "live"


def test_who_did_it_and_why_is_kept(live, db):
    user = User.objects.create_user("ada")
    change = actions.withdraw(live, user, "Wrong figure.")
    assert (change.created_by, change.note) == (user, "Wrong figure.")


def test_it_cannot_be_settled_as_if_it_were_a_post(make_live):
    change = actions.withdraw(make_live("plaza"))
    with pytest.raises(CannotChange, match="Mark it as done"):
        actions.settle_live(change, "https://plaza.example/x")


def test_it_may_be_moved_into_a_blackout_and_past_the_end_of_the_approval(live, card, account):
    change = actions.withdraw(live, at=clock.now() + dt.timedelta(days=1))
    page = card.specific
    page.expire_at = clock.now() + dt.timedelta(days=2)
    page.save_revision().publish()
    at = clock.now() + dt.timedelta(days=3)
    Blackout.objects.create(name="Quiet", starts_at=at, ends_at=at + dt.timedelta(days=1), time_zone="UTC")
    assert actions.reschedule(change, at).due_at == at


def test_it_takes_no_slot_from_what_is_to_be_published(live, card, account):
    Slot.objects.create(account=account, weekday=0, at=dt.time(9))
    change = actions.withdraw(live, at=clock.now() + dt.timedelta(days=1))
    with pytest.raises(CannotChange, match="has no slot"):
        actions.queue(change)
    assert "next_slot" not in [verb.name for verb in verbs.possible(change)]
    coming = slots.next_free(account, card)
    assert actions.schedule_next(card, account).slot_at == coming
