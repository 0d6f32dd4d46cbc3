"""An account that is asked to wait, has spent its quota, or is not let in: what happens to it and its deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions, dispatcher, recovery, retry
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import Reply
from tests.publishing.platform import Connector, says


def after(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def ahead(moment: dt.datetime | None) -> float:
    assert moment is not None
    return (moment - clock.now()).total_seconds()


def answers(status: int, body: Any) -> Any:
    return lambda post: Reply(status, body)


@pytest.fixture
def second(card, account) -> Delivery:
    return actions.schedule(card, account)


@pytest.fixture
def someone_elses(card, make_account) -> Delivery:
    return actions.schedule(card, make_account(name="Another"))


def passes(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes by."""
    later = clock.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_the_whole_account_waits_to_the_second_and_others_do_not_even_try(
    delivery, second, someone_elses, account, plaza, monkeypatch
):
    plaza.faults = [says(429, Retry_After="77")]
    after(delivery)
    account.refresh_from_db()
    assert 75 < ahead(account.not_before) <= 77
    assert abs((delivery.due_at - account.not_before).total_seconds()) < 0.5
    assert account.state == "active"
    calls = len(plaza.requests)
    assert not work(second.pk)
    assert len(plaza.requests) == calls
    assert [item.pk for item in dispatcher.due()] == [someone_elses.pk]
    passes(78, monkeypatch)
    assert {item.pk for item in dispatcher.due()} == {delivery.pk, second.pk, someone_elses.pk}
    assert after(second).state == after(delivery).state == "live"
    assert second.attempts.count() == 1


def test_the_wait_is_read_from_reset_headers_and_bodies_too(delivery, account, plaza):
    plaza.faults = [answers(429, {"parameters": {"retry_after": 42}})]
    after(delivery)
    assert 40 < ahead(delivery.due_at) <= 42


def test_a_shorter_wait_does_not_cut_a_longer_one_short(account):
    from contenthub.publishing.actions.pausing import hold_back

    long, short = clock.now() + dt.timedelta(seconds=60), clock.now() + dt.timedelta(seconds=5)
    hold_back(account, long)
    hold_back(account, short)
    assert Account.objects.get().not_before == long


def test_a_long_wait_pauses_the_account_until_that_moment(delivery, second, account, plaza, monkeypatch):
    plaza.faults = [says(429, Retry_After="1800")]
    after(delivery)
    account.refresh_from_db()
    second.refresh_from_db()
    assert (account.state, account.trouble) == ("paused", "rate")
    assert 1795 < ahead(account.resumes_at) <= 1800
    assert account.paused_at is not None
    assert "resumes by itself" in account.reason
    assert {(each.state, each.hold) for each in (delivery, second)} == {("held", "account_paused")}
    assert recovery.resume(clock.now()) == 0
    passes(1801, monkeypatch)
    assert recovery.resume(clock.now()) == 1
    assert recovery.resume(clock.now()) == 0
    account.refresh_from_db()
    assert (account.state, account.trouble, account.resumes_at, account.paused_at) == ("active", "", None, None)
    assert after(delivery).state == after(second).state == "live"


def test_what_is_late_when_an_account_resumes_by_itself_asks_first(delivery, account, plaza, monkeypatch):
    plaza.faults = [says(429, Retry_After=str(3 * 3600))]
    after(delivery)
    passes(3 * 3600 + 1, monkeypatch)
    recovery.resume(clock.now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "missed")
    assert plaza.audience == []


def test_a_spent_quota_without_a_known_end_waits_for_a_person(delivery, account, plaza, monkeypatch):
    plaza.faults = [answers(403, {"error": {"errors": [{"reason": "quotaExceeded"}]}})]
    after(delivery)
    account.refresh_from_db()
    assert (account.state, account.trouble, account.resumes_at) == ("paused", "quota", None)
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert "quotaExceeded" in delivery.attempts.get().raw
    passes(30 * 24 * 3600, monkeypatch)
    assert recovery.resume(clock.now()) == 0
    assert actions.resume_account(account)


def test_a_spent_quota_with_a_known_end_resumes_then(delivery, account, plaza):
    plaza.faults = [lambda post: Reply(402, {"title": "Payment required"}, {"Retry-After": "600"})]
    after(delivery)
    account.refresh_from_db()
    assert account.trouble == "quota"
    assert 595 < ahead(account.resumes_at) <= 600


def test_what_a_person_paused_does_not_resume_by_itself(account):
    soon = clock.now() + dt.timedelta(seconds=1)
    assert actions.pause_account(account, "Asked to wait.", trouble=Account.Trouble.RATE, resumes_at=soon)
    assert actions.pause_account(account, "No more of this.")
    assert not actions.pause_account(account, "Asked again.", trouble=Account.Trouble.RATE, resumes_at=soon)
    account.refresh_from_db()
    assert (account.trouble, account.resumes_at, account.reason) == ("by_hand", None, "No more of this.")
    assert recovery.resume(clock.now() + dt.timedelta(days=1)) == 0


def test_once_its_credentials_are_right_again_a_test_resumes_the_account(delivery, second, account, plaza):
    plaza.faults = [says(401)]
    after(delivery)
    account.refresh_from_db()
    assert (account.trouble, account.resumes_at) == ("auth", None)
    actions.change_account(account, {"token": "open-sesame"})
    assert "works again" in actions.check_account(account)
    account.refresh_from_db()
    assert (account.state, account.trouble) == ("active", "")
    assert after(delivery).state == after(second).state == "live"


def test_a_test_that_succeeds_does_not_resume_what_a_person_paused(account):
    actions.pause_account(account)
    actions.check_account(account)
    assert Account.objects.get().state == "paused"


def test_a_platform_that_says_at_once_each_time_is_not_asked_in_a_tight_loop(delivery, plaza):
    plaza.faults = [says(429, Retry_After="0") for _ in range(6)]
    Delivery.objects.update(tries=5)
    after(delivery)
    assert ahead(delivery.due_at) > 5


def test_waits_for_a_limit_end_in_failed_too(delivery, plaza):
    plaza.faults = [says(429, Retry_After="5")]
    Delivery.objects.update(tries=retry.TRIES["asked_to_wait"] - 1)
    after(delivery)
    assert delivery.state == "failed"
    assert "Given up after 20 tries" in delivery.reason
    assert "says 429" in delivery.attempts.get().raw


def test_a_retry_never_goes_out_beyond_the_window_unasked(delivery, plaza, monkeypatch):
    plaza.faults = [says(429, Retry_After="600")]
    after(delivery)
    assert delivery.state == "scheduled"
    Delivery.objects.update(planned_at=clock.now() - dt.timedelta(hours=1, minutes=55))
    passes(601, monkeypatch)
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "missed")
    assert plaza.audience == []


def test_an_impossible_wait_is_forgotten(account):
    Account.objects.update(not_before=clock.now() + dt.timedelta(days=3000))
    assert recovery.forget_impossible_waits(clock.now()) == 1
    Account.objects.update(not_before=clock.now() + dt.timedelta(hours=20))
    assert recovery.forget_impossible_waits(clock.now()) == 0


class TestWithALimit:
    """The plaza takes two posts in a minute."""

    @pytest.fixture(autouse=True)
    def limited(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import dataclasses

        able = dataclasses.replace(Connector.capabilities, rate=(2, 60))
        monkeypatch.setattr(Connector, "capabilities", able)

    def test_what_finds_no_room_is_not_tried_and_its_account_waits(self, card, account, plaza):
        first, second, third = (actions.schedule(card, account) for _ in range(3))
        assert after(first).state == after(second).state == "live"
        due_at = third.due_at
        after(third)
        assert (third.state, third.tries, third.due_at, third.reason) == ("scheduled", 0, due_at, "")
        assert third.attempts.count() == 0
        assert 55 < ahead(Account.objects.get().not_before) < 70
        assert not work(third.pk)
        assert len(plaza.audience) == 2

    def test_what_is_stopped_before_its_call_gives_its_turn_back(self, card, account, plaza, monkeypatch):
        first, second, third = (actions.schedule(card, account) for _ in range(3))
        from contenthub.publishing import attempting
        from contenthub.publishing.gate import Held

        arm = attempting.arm

        def stopped(*args: Any) -> None:
            raise Held(Delivery.Hold.NOT_APPROVED, "Not now.")

        monkeypatch.setattr(attempting, "arm", stopped)
        assert after(first).state == "held"
        monkeypatch.setattr(attempting, "arm", arm)
        assert after(second).state == after(third).state == "live"
