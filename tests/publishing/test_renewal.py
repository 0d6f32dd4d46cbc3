"""Tokens that end: exchanged once for all who need them, stored before they are used."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue
from typing import Any

import pytest
from django.db import DatabaseError, connection

from channels.base import AuthFailed, NotSent
from contenthub.lib import clock
from contenthub.publishing import accounts, actions, recovery, renewal
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import closed_port


@pytest.fixture
def rotating(make_account) -> Account:
    """An account whose access token has just ended."""
    account = make_account("plaza_rotating")
    Account.objects.filter(pk=account.pk).update(expires_at=clock.now() - dt.timedelta(seconds=1))
    account.refresh_from_db()
    return account


@pytest.fixture
def stale(card, make_account, plaza) -> Delivery:
    """Through an account whose access token is not accepted any more, which nobody has told the hub."""
    delivery = actions.schedule(card, make_account("plaza_rotating"))
    plaza.access = "another"
    return delivery


def after(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_what_has_ended_is_exchanged_before_the_call(card, rotating, plaza):
    delivery = after(actions.schedule(card, rotating))
    assert (delivery.state, plaza.exchanges) == ("live", 1)
    assert [request.path for request in plaza.requests] == ["/token", "/rotating/posts"]
    rotating.refresh_from_db()
    assert 3500 < (rotating.expires_at - clock.now()).total_seconds() <= 3600
    assert "access-1" not in rotating.sealed
    assert accounts.connector(rotating).values["refresh"] == "refresh-1"


def test_what_has_not_ended_costs_no_statement(make_account, django_assert_num_queries):
    account = make_account("plaza_rotating")
    account.expires_at = clock.now() + dt.timedelta(hours=1)
    with django_assert_num_queries(0):
        renewal.speaker(account)


def test_refused_credentials_are_exchanged_once_and_the_delivery_goes_again(stale, plaza):
    after(stale)
    assert (stale.state, stale.armed_at, plaza.exchanges) == ("scheduled", None, 1)
    assert "renewed" in stale.reason
    after(stale)
    assert (stale.state, plaza.exchanges, stale.account.state) == ("live", 1, "active")
    assert list(stale.attempts.order_by("number").values_list("outcome", flat=True)) == ["auth_failed", "live"]
    assert len(plaza.audience) == 1


def test_credentials_that_cannot_be_exchanged_pause_the_account(stale, plaza):
    plaza.refresh = "revoked"
    after(stale)
    assert (stale.state, stale.hold) == ("held", "account_paused")
    account = Account.objects.get()
    assert (account.state, account.trouble, plaza.exchanges) == ("paused", "auth", 1)
    assert "reconnect" in account.reason


def test_new_credentials_that_are_not_accepted_either_are_not_exchanged_again(stale, plaza, monkeypatch):
    after(stale)
    plaza.access = "yet another"
    after(stale)
    assert (stale.state, stale.hold, plaza.exchanges) == ("held", "account_paused", 1)


def test_the_new_ones_are_stored_before_they_are_used(card, rotating, plaza, monkeypatch):
    delivery = actions.schedule(card, rotating)
    seen: list[str] = []
    real = renewal._stored

    def noted(account, store):
        seen.append(f"stored after {plaza.exchanges} exchange and {len(plaza.audience)} posts")
        return real(account, store)

    monkeypatch.setattr(renewal, "_stored", noted)
    after(delivery)
    assert seen == ["stored after 1 exchange and 0 posts"]
    assert accounts.connector(Account.objects.get()).values["access"] == plaza.access


def test_while_the_database_fails_the_new_ones_are_held_on_to_until_they_are_stored(rotating, plaza, monkeypatch):
    monkeypatch.setattr(renewal, "STORE_PAUSE", 0.01)
    monkeypatch.setattr(renewal, "close_old_connections", lambda: None)
    monkeypatch.setattr(renewal, "connection", _NotInTransaction())
    failures = [DatabaseError("gone"), DatabaseError("still gone")]

    class Flaky:
        def __enter__(self):
            if failures:
                raise failures.pop()

        def __exit__(self, *args):
            return False

    monkeypatch.setattr(renewal.transaction, "atomic", lambda **options: Flaky())
    renewal.renew(rotating)
    assert accounts.connector(Account.objects.get()).values["refresh"] == plaza.refresh == "refresh-1"


def test_after_a_failed_exchange_nobody_tries_again_for_a_moment(rotating, plaza):
    Account.objects.update(values={"base_url": f"http://127.0.0.1:{closed_port()}"})
    rotating.refresh_from_db()
    with pytest.raises(NotSent, match="could not be reached"):
        renewal.renew(rotating)
    with pytest.raises(NotSent, match="just now") as caught:
        renewal.renew(Account.objects.get())
    assert 1 <= caught.value.retry_after <= renewal.AFTER_FAILURE


def test_what_a_person_enters_meanwhile_stays(rotating, plaza, monkeypatch):
    from tests.publishing.platform import Rotating

    exchange = Rotating.renew

    def entered_meanwhile(self):
        got = exchange(self)
        actions.change_account(Account.objects.get(), {"access": "by hand", "refresh": "by hand"})
        return got

    monkeypatch.setattr(Rotating, "renew", entered_meanwhile)
    renewal.renew(rotating)
    assert accounts.connector(rotating).values["access"] == "by hand"
    assert accounts.connector(Account.objects.get()).values["access"] == "by hand"


def test_the_dispatchers_renew_some_time_before_the_end(rotating, plaza):
    Account.objects.update(expires_at=clock.now() + dt.timedelta(minutes=30))
    assert recovery.renew(clock.now()) == 0
    Account.objects.update(expires_at=clock.now() + dt.timedelta(minutes=9))
    assert recovery.renew(clock.now()) == 1
    assert recovery.renew(clock.now()) == 0
    assert plaza.exchanges == 1


def test_what_the_dispatchers_cannot_renew_pauses_its_account_without_its_secrets(rotating, plaza):
    plaza.refresh = "revoked"
    assert recovery.renew(clock.now()) == 0
    account = Account.objects.get()
    assert (account.state, account.trouble) == ("paused", "auth")
    assert "could not be renewed" in account.reason
    assert "refresh-0" not in account.reason


class _NotInTransaction:
    in_atomic_block = False


# --- many at once ----------------------------------------------------------------------------------------------------

THREADS, PROCESSES = 5, 4


def use(account: Account, start: Any) -> tuple[str, float]:
    """(the access token one user ends up with, when)."""
    start.wait(20)
    try:
        return renewal.speaker(account).values["access"], time.time()
    finally:
        connection.close()


def in_a_process(pk: int, start: Any, found: Queue) -> None:
    connection.close()
    # All of them read the account before anybody renews it.
    held = [Account.objects.get(pk=pk) for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        found.put(list(pool.map(lambda account: use(account, start), held)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("takes", [0.0, 1.0])
def test_of_twenty_users_in_four_processes_exactly_one_exchanges(rotating, plaza, takes):
    plaza.exchange_takes = takes
    connection.close()
    context = multiprocessing.get_context("fork")
    start, found = context.Barrier(THREADS * PROCESSES), context.Queue()
    processes = [context.Process(target=in_a_process, args=(rotating.pk, start, found)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    got = [user for _ in processes for user in found.get(timeout=60)]
    for process in processes:
        process.join(20)
    assert len(got) == THREADS * PROCESSES
    assert {token for token, _at in got} == {"access-1"}
    assert plaza.exchanges == 1
    account = Account.objects.get()
    assert (account.renewing_until, account.renewing_by) == (None, "")
    assert accounts.connector(account).values["refresh"] == plaza.refresh


@pytest.mark.django_db(transaction=True)
def test_of_eight_deliveries_that_are_refused_together_all_go_live_after_one_exchange(card, make_account, plaza):
    account = make_account("plaza_rotating")
    deliveries = [actions.schedule(card, account) for _ in range(8)]
    plaza.access = "another"
    gate = threading.Barrier(8)

    def both(delivery: Delivery) -> None:
        gate.wait(20)
        try:
            for _ in range(3):
                work(delivery.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(both, deliveries))
    assert plaza.exchanges == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"live"}
    assert len(plaza.audience) == 8


@pytest.mark.django_db(transaction=True)
def test_a_renewal_whose_owner_died_is_taken_over_when_its_time_is_over(rotating, plaza):
    Account.objects.update(renewing_until=clock.now() + dt.timedelta(seconds=0.5), renewing_by="dead")
    renewal.renew(rotating)
    assert plaza.exchanges == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_in_vain_for_anothers_renewal_is_told_to_come_back(rotating, plaza, monkeypatch):
    monkeypatch.setattr(renewal, "PATIENCE", 0.3)
    Account.objects.update(renewing_until=clock.now() + dt.timedelta(seconds=60), renewing_by="slow")
    with pytest.raises(NotSent, match="being renewed") as caught:
        renewal.renew(rotating)
    assert caught.value.retry_after == 5
    assert plaza.exchanges == 0


@pytest.mark.django_db(transaction=True)
def test_a_refresh_token_used_twice_would_be_noticed_here(rotating, plaza):
    copy = Account.objects.get()
    renewal.renew(rotating)
    with pytest.raises(AuthFailed):
        accounts.connector(copy).renew()
