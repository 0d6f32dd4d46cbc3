"""Credentials that cannot be renewed just now, or at all: nothing is asked in a tight loop, and nothing for ever."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from channels.base import AuthFailed, NotSent, Renewal
from contenthub.lib import clock
from contenthub.publishing import accounts, actions, recovery, renewal, retry
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import SILENCE
from tests.publishing.platform import Rotating


def passes(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: later)


def unavailable(self) -> Renewal:
    raise NotSent("The token server is down.", code="503")


@pytest.fixture
def delivery(card, make_account) -> Delivery:
    return actions.schedule(card, make_account("plaza_rotating"))


def able(monkeypatch, **changes) -> None:
    monkeypatch.setattr(Rotating, "capabilities", dataclasses.replace(Rotating.capabilities, **changes))


@pytest.fixture
def doubtful(delivery, plaza, monkeypatch) -> Delivery:
    """Called once without an answer."""
    usual = type(plaza).rotating
    monkeypatch.setattr(type(plaza), "rotating", lambda self, request: SILENCE)
    monkeypatch.setattr(Rotating, "_client", lambda self, client=Rotating._client: _impatient(client(self)))
    work(delivery.pk)
    monkeypatch.setattr(type(plaza), "rotating", usual)
    delivery.refresh_from_db()
    assert delivery.state == "unconfirmed"
    return delivery


def _impatient(client):
    client.timeout = (1.0, 0.3)
    return client


def test_a_call_is_not_repeated_in_a_tight_loop_while_credentials_cannot_be_renewed(
    delivery, plaza, monkeypatch, request
):
    able(monkeypatch, idempotency=True)
    doubtful = request.getfixturevalue("doubtful")
    plaza.access = "another"
    monkeypatch.setattr(Rotating, "renew", unavailable)
    passes(10, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert doubtful.state == "unconfirmed"
    assert (doubtful.wake_at - clock.now()).total_seconds() >= 2


def test_a_look_up_without_credentials_ends_with_a_person(delivery, plaza, monkeypatch, request):
    able(monkeypatch, lookup=True)
    doubtful = request.getfixturevalue("doubtful")

    def locked_out(self, post, since):
        raise AuthFailed("Who are you?")

    monkeypatch.setattr(Rotating, "find", locked_out)
    monkeypatch.setattr(Rotating, "renew", unavailable)
    passes(2, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert doubtful.wake_at is not None
    passes(retry.LOOK_PATIENCE + 100, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.wake_at) == ("unconfirmed", None)
    assert Account.objects.get().state == "paused"


def test_a_call_that_waits_for_its_credentials_is_repeated_when_they_are_there(delivery, plaza, monkeypatch, request):
    able(monkeypatch, idempotency=True)
    doubtful = request.getfixturevalue("doubtful")
    exchange = Rotating.renew
    monkeypatch.setattr(Rotating, "renew", unavailable)
    Account.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    passes(10, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert doubtful.wake_at is not None
    assert plaza.audience == []
    monkeypatch.setattr(Rotating, "renew", exchange)
    passes(60, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert doubtful.state == "live"


def test_credentials_that_have_ended_and_cannot_be_renewed_pause_the_account_at_the_first_call(delivery, plaza):
    Account.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    plaza.refresh = "revoked"
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold, plaza.exchanges) == ("held", "account_paused", 1)
    assert Account.objects.get().trouble == "auth"


def test_who_asks_for_a_renewal_to_wait_is_waited_for(delivery, plaza, monkeypatch):
    def busy(self):
        raise NotSent("Later.", retry_after=900)

    monkeypatch.setattr(Rotating, "renew", busy)
    account = Account.objects.get()
    with pytest.raises(NotSent):
        renewal.renew(account)
    passes(600, monkeypatch)
    with pytest.raises(NotSent, match="just now") as caught:
        renewal.renew(Account.objects.get())
    assert 250 < caught.value.retry_after <= 300


def test_what_a_person_enters_after_a_failed_renewal_is_used_at_once(delivery, plaza, monkeypatch):
    def busy(self):
        raise NotSent("Later.", retry_after=900)

    exchange = Rotating.renew
    monkeypatch.setattr(Rotating, "renew", busy)
    with pytest.raises(NotSent):
        renewal.renew(Account.objects.get())
    monkeypatch.setattr(Rotating, "renew", exchange)
    actions.change_account(Account.objects.get(), {"access": "new one", "refresh": plaza.refresh})
    renewal.renew(Account.objects.get())
    assert plaza.exchanges == 1


def test_what_went_wrong_with_a_renewal_is_said_without_secrets(delivery, plaza, monkeypatch):
    def chatty(self):
        raise AuthFailed("refresh-0 is not known.", raw="you said refresh-0")

    monkeypatch.setattr(Rotating, "renew", chatty)
    Account.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    work(delivery.pk)
    delivery.refresh_from_db()
    attempt = delivery.attempts.get()
    said = [delivery.reason, attempt.message, attempt.raw, Account.objects.get().reason]
    assert "refresh-0" not in " ".join(said)
    assert "[redacted]" in attempt.raw


def test_an_edit_of_something_else_does_not_lose_what_is_renewed_meanwhile(delivery, plaza, monkeypatch):
    exchange = Rotating.renew

    def renamed_meanwhile(self):
        got = exchange(self)
        actions.change_account(Account.objects.get(), {}, name="Another name")
        return got

    monkeypatch.setattr(Rotating, "renew", renamed_meanwhile)
    account = Account.objects.get()
    renewal.renew(account)

    stored = Account.objects.get()
    assert accounts.connector(stored).values["refresh"] == plaza.refresh == "refresh-1"
    assert accounts.connector(account).values["refresh"] == plaza.refresh
    assert stored.name == "Another name"


def test_nor_does_an_edit_of_an_account_read_before_it_was_renewed(delivery, plaza):

    opened = Account.objects.get()
    renewal.renew(Account.objects.get())
    actions.change_account(opened, {}, name="Another name")
    assert accounts.connector(Account.objects.get()).values["refresh"] == plaza.refresh == "refresh-1"


def test_accounts_that_wait_for_their_quota_are_renewed_too(delivery, plaza):

    account = Account.objects.get()
    Account.objects.update(expires_at=clock.now() + dt.timedelta(minutes=5))
    actions.pause_account(account, "Used up.", trouble=Account.Trouble.QUOTA)
    assert recovery.renew(clock.now()) == 1
    Account.objects.update(expires_at=clock.now() + dt.timedelta(minutes=5))
    actions.pause_account(account, "Not now.")
    assert recovery.renew(clock.now()) == 0


def test_of_what_is_paused_by_hand_and_cannot_be_renewed_later_people_are_told(delivery, plaza, monkeypatch):

    Account.objects.update(expires_at=clock.now() + dt.timedelta(days=2, hours=1))
    actions.pause_account(Account.objects.get(), "Not now.")
    assert recovery.announce(clock.now()) == 0
    able(monkeypatch, renew_ahead=7 * 24 * 3600)
    assert recovery.announce(clock.now()) == 1
    assert recovery.announce(clock.now()) == 0


def test_a_call_that_cannot_be_repeated_for_a_fault_of_ours_is_a_persons(delivery, plaza, monkeypatch, request):
    able(monkeypatch, idempotency=True)
    doubtful = request.getfixturevalue("doubtful")
    Delivery.objects.update(post={"not": "a post"})
    passes(10, monkeypatch)
    assert work(doubtful.pk)
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.wake_at) == ("unconfirmed", None)
    assert "TypeError" in doubtful.reason
