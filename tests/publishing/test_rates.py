"""Limits per account and per app, shared through the database by everybody who publishes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue

import pytest
from django.db import connection

from channels.base import Capabilities
from contenthub.lib import clock
from contenthub.publishing import rates
from contenthub.publishing.models import Account, CallWindow
from tests.publishing.test_sliding import most_in_a_window

FREE = Capabilities()
TEN = Capabilities(rate=(10, 300))


def test_where_nothing_is_declared_nothing_is_asked(account, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rates.room(account, FREE, 50) == (50, None)
        rates.give_back(account, FREE, 50)
    assert rates.good_for(FREE) is None


def test_what_is_wanted_is_reserved_until_the_limit_is_reached(account):
    assert rates.room(account, TEN, 4) == (4, None)
    granted, free_at = rates.room(account, TEN, 50)
    assert granted == 6
    assert 295 < (free_at - clock.now()).total_seconds() <= 300 + rates.good_for(TEN)
    assert rates.room(account, TEN, 1)[0] == 0


def test_what_is_given_back_can_be_reserved_again(account):
    rates.room(account, TEN, 10)
    rates.give_back(account, TEN, 3)
    assert rates.room(account, TEN, 10)[0] == 3


def test_what_was_reserved_too_long_ago_is_nothing_to_give_back(account):
    rates.room(account, TEN, 10)
    rates.give_back(account, TEN, 3, clock.now() - dt.timedelta(seconds=400))
    assert rates.room(account, TEN, 10)[0] == 0


def test_giving_back_more_than_was_reserved_does_no_harm(account):
    rates.room(account, TEN, 2)
    rates.give_back(account, TEN, 100)
    assert rates.room(account, TEN, 50)[0] == 10


def test_each_account_has_its_own_limit(account, make_account):
    other = make_account(name="Another")
    assert rates.room(account, TEN, 10)[0] == 10
    assert rates.room(other, TEN, 10)[0] == 10


def test_an_apps_limit_is_shared_by_the_accounts_of_one_service(account, make_account):
    able = Capabilities(rate=(10, 300), app_rate=(15, 300))
    other, elsewhere = make_account(name="Another"), make_account(name="Elsewhere", base_url="https://else.example")
    assert rates.room(account, able, 10)[0] == 10
    granted, free_at = rates.room(other, able, 10)
    assert (granted, free_at is not None) == (5, True)
    assert rates.room(elsewhere, able, 10)[0] == 10
    # What the app had no room for was not taken from the account either.
    assert [(each.whose, each.used) for each in rates.usage(other, able)] == [("account", 5), ("app", 15)]


def test_an_account_that_is_to_wait_has_no_room_and_nothing_is_asked(account, django_assert_num_queries):
    account.not_before = clock.now() + dt.timedelta(seconds=77)
    with django_assert_num_queries(0):
        assert rates.room(account, TEN, 1) == (0, account.not_before)
    account.not_before = clock.now() - dt.timedelta(seconds=1)
    assert rates.room(account, TEN, 1)[0] == 1


def test_calls_that_seem_to_lie_ahead_do_not_block_until_the_clock_is_there(account):
    rates.room(account, TEN, 10)
    ahead = time.time() + 36_000
    CallWindow.objects.update(entries=[[ahead, ahead, 10]])
    granted, free_at = rates.room(account, TEN, 1)
    assert granted == 0
    assert (free_at - clock.now()).total_seconds() < 400
    [(first, _last, _count)] = CallWindow.objects.get().entries
    assert first < time.time() + 5


def test_how_much_is_used_is_told_without_using_any(account):
    assert rates.usage(account, TEN) == [rates.Used("account", 0, 10, 300)]
    rates.room(account, TEN, 7)
    assert rates.usage(account, TEN) == [rates.Used("account", 7, 10, 300)]
    assert rates.usage(account, FREE) == []


FAST = Capabilities(rate=(20, 2), app_rate=(30, 2))
SECONDS = 6.0


def call_for_a_while(pks: list[int]) -> list[tuple[int, float]]:
    """(account, moment) of each call, made as fast as there is room, sometimes given back."""
    made, number = [], 0
    end = time.monotonic() + SECONDS
    accounts = list(Account.objects.filter(pk__in=pks))
    while time.monotonic() < end:
        number += 1
        account = accounts[number % len(accounts)]
        granted, free_at = rates.room(account, FAST, 3)
        unused = 1 if granted == 3 and number % 5 == 0 else 0
        made += [(account.pk, time.time()) for _ in range(granted - unused)]
        rates.give_back(account, FAST, unused)
        if free_at:
            time.sleep(max(min((free_at - clock.now()).total_seconds(), 0.05), 0))
    connection.close()
    return made


def in_a_process(pks: list[int], threads: int, found: Queue) -> None:
    connection.close()
    with ThreadPoolExecutor(threads) as pool:
        found.put([call for made in pool.map(call_for_a_while, [pks] * threads) for call in made])


@pytest.mark.django_db(transaction=True)
def test_processes_and_threads_together_never_pass_a_limit(make_account):
    pks = [make_account(name=f"Account {number}").pk for number in range(2)]
    connection.close()
    context = multiprocessing.get_context("fork")
    found: Queue = context.Queue()
    processes = [context.Process(target=in_a_process, args=(pks, 3, found)) for _ in range(3)]
    for process in processes:
        process.start()
    calls = [call for _ in processes for call in found.get(timeout=60)]
    for process in processes:
        process.join(20)
    assert most_in_a_window([moment for _pk, moment in calls], 2) <= 30
    for pk in pks:
        assert most_in_a_window([moment for own, moment in calls if own == pk], 2) <= 20
    # Busy, not merely careful: most of what the app allows was used.
    assert len(calls) >= 30 * SECONDS / 2 * 0.7


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_as_many_get_in_as_there_is_room(make_account):
    account, able = make_account(), dataclasses.replace(TEN, rate=(7, 600))
    gate = threading.Barrier(16)

    def one(_):
        gate.wait(10)
        try:
            return rates.room(account, able, 1)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(16))) == 7
