"""An account that is to wait waits with everything: look-ups and repeated calls, too, and whoever pauses it meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest

from channels.base import RateLimited
from contenthub.lib import clock
from contenthub.publishing import actions, lanes, outcomes, recovery
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import Reply
from tests.publishing.platform import Connector, drop, says


def passes(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: later)


def in_doubt(delivery: Delivery, plaza) -> Delivery:
    plaza.faults = [drop]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "unconfirmed"
    return delivery


def test_no_look_up_is_made_through_an_account_that_is_to_wait(delivery, account, plaza):
    in_doubt(delivery, plaza)
    Account.objects.update(not_before=clock.now() + dt.timedelta(minutes=1))
    before = len(plaza.requests)
    assert not work(delivery.pk)
    Slice(account.pk).run()
    assert len(plaza.requests) == before


def test_a_long_wait_keeps_look_ups_away_until_it_is_over_too(card, delivery, account, plaza, monkeypatch):
    in_doubt(delivery, plaza)
    second = actions.schedule(card, account)
    plaza.faults = [says(429, Retry_After="1800")]
    work(second.pk)
    assert Account.objects.get().state == "paused"
    passes(600, monkeypatch)
    assert lanes.with_work(clock.now()) == []
    passes(1205, monkeypatch)
    assert recovery.resume(clock.now()) == 1
    assert [lane.account_id for lane in lanes.with_work(clock.now())] == [account.pk]


def test_pausing_and_resuming_by_hand_does_not_end_a_wait_that_the_platform_asked_for(card, account, plaza):
    plaza.faults = [says(429, Retry_After="1800")]
    work(actions.schedule(card, account).pk)
    actions.pause_account(account, "Not now.")
    assert actions.resume_account(account)
    waits = Account.objects.get().not_before
    assert waits is not None
    assert (waits - clock.now()).total_seconds() > 1700


def test_a_person_may_resume_an_account_before_the_platform_would_have_it(card, account, plaza):
    plaza.faults = [says(429, Retry_After="1800")]
    work(actions.schedule(card, account).pk)
    assert actions.resume_account(account)
    assert Account.objects.get().not_before is None
    assert Delivery.objects.get().state == "scheduled"


def test_what_is_held_for_an_account_that_was_resumed_meanwhile_goes_by_itself(card, account, plaza, monkeypatch):
    """The worker had seen the account paused; by the time it writes that down, somebody has resumed it."""
    delivery, late = actions.schedule(card, account), actions.schedule(card, account)
    held = outcomes.held

    def resumed_meanwhile(claim, hold, end=None):
        assert actions.resume_account(Account.objects.get())
        held(claim, hold, end)

    monkeypatch.setattr(outcomes, "held", resumed_meanwhile)
    plaza.faults = [says(401)]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    Delivery.objects.filter(pk=late.pk).update(
        state="held", hold="account_paused", planned_at=clock.now() - dt.timedelta(hours=3)
    )
    assert recovery.let_go(clock.now()) == 2
    delivery.refresh_from_db()
    late.refresh_from_db()
    assert (delivery.state, delivery.hold, delivery.reason) == ("scheduled", "", "")
    assert (late.state, late.hold) == ("held", "missed")
    assert recovery.let_go(clock.now()) == 0


def test_what_is_held_for_an_account_that_is_paused_stays_so(delivery, account):
    actions.pause_account(account)
    assert recovery.let_go(clock.now()) == 0
    assert Delivery.objects.get().state == "held"


def test_a_quota_that_ends_again_and_again_ends_in_failed(delivery, account, plaza, monkeypatch):
    plaza.faults = [lambda post: Reply(402, {"title": "Payment required"}, {"Retry-After": "1"})] * 60
    for _ in range(40):
        work(delivery.pk)
        passes(2, monkeypatch)
        recovery.resume(clock.now())
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "Given up after 20 tries" in delivery.reason
    assert Attempt.objects.count() == 20


def test_a_resumption_from_a_wrong_clock_comes_now(account):
    far = clock.now() + dt.timedelta(days=3000)
    actions.pause_account(account, "Asked to wait.", trouble=Account.Trouble.RATE, resumes_at=far)
    assert recovery.forget_impossible_waits(clock.now()) == 1
    assert recovery.resume(clock.now()) == 1


def test_a_retry_from_a_wrong_clock_comes_now(delivery, plaza):
    plaza.faults = [says(425)]
    work(delivery.pk)
    far = clock.now() + dt.timedelta(days=3000)
    Delivery.objects.update(due_at=far)
    assert recovery.forget_impossible_waits(clock.now()) == 1
    delivery.refresh_from_db()
    assert delivery.due_at <= clock.now()


def test_what_a_person_planned_for_years_ahead_stays_there(card, account):
    far = clock.now() + dt.timedelta(days=700)
    actions.schedule(card, account, far)
    assert recovery.forget_impossible_waits(clock.now()) == 0


def test_asked_to_wait_while_what_it_accepted_is_asked_for_the_whole_account_waits(
    delivery, account, plaza, monkeypatch
):
    plaza.faults = [plaza.accept_and_hide]
    work(delivery.pk)
    assert Delivery.objects.get().state == "sending"

    def slow_down(self, post, since):
        raise RateLimited("Slow down.", retry_after=50)

    monkeypatch.setattr(Connector, "find", slow_down)
    passes(3, monkeypatch)
    assert work(delivery.pk)
    assert 45 < (Account.objects.get().not_before - clock.now()).total_seconds() <= 50


def test_resuming_by_itself_ends_no_wait_that_came_later(account):
    soon, later = (clock.now() + dt.timedelta(seconds=seconds) for seconds in (1, 600))
    actions.pause_account(account, "Asked to wait.", trouble=Account.Trouble.RATE, resumes_at=soon)
    Account.objects.update(not_before=later)
    assert recovery.resume(soon) == 1
    assert Account.objects.get().not_before == later


def test_a_clock_put_forward_does_not_cut_the_grace_short(delivery, plaza, monkeypatch):
    """It was called a moment ago, whatever the clock says: the platform may be about to show it."""
    in_doubt(delivery, plaza)
    work(delivery.pk)
    passes(3600, monkeypatch)
    assert work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "unconfirmed"
    passes((delivery.wake_at - clock.now()).total_seconds(), monkeypatch)
    assert work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"
