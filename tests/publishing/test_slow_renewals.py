"""A platform that hangs while credentials are renewed keeps neither other accounts nor the dispatcher waiting."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from contenthub.lib import clock
from contenthub.publishing import actions, baton, recovery, upkeep
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Account, Attempt, Delivery
from tests.publishing.platform import Plaza, Rotating

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow(make_account):
    """An account whose credentials have ended, and whose platform takes three seconds to give new ones."""
    with Plaza() as server:
        server.exchange_takes = 3.0
        account = make_account("plaza_rotating", name="Slow", base_url=server.url)
        Account.objects.filter(pk=account.pk).update(expires_at=clock.now() - dt.timedelta(seconds=1))
        account.server = server
        yield account


def in_a_lane(account: Account) -> list[int]:
    try:
        with baton.carried():
            return Slice(account.pk).run()
    finally:
        connection.close()


@pytest.mark.parametrize("task", ["publish", "look", "resend"])
def test_another_lane_of_the_same_process_goes_on(card, account, slow, task, monkeypatch):
    able = dataclasses.replace(Rotating.capabilities, lookup=task == "look", idempotency=task == "resend")
    monkeypatch.setattr(Rotating, "capabilities", able)
    waiting = actions.schedule(card, slow)
    if task != "publish":
        now, post = clock.now(), {"key": waiting.key.hex, "kind": "social_card", "title": "Card"}
        Delivery.objects.filter(pk=waiting.pk).update(state="unconfirmed", wake_at=now, armed_at=now, post=post)
        Attempt.objects.create(delivery=waiting, number=1, started_at=now, outcome="ambiguous", step="publish")
    quick = actions.schedule(card, account)
    connection.close()
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(in_a_lane, slow)
        end = time.monotonic() + 10
        while not slow.server.requests and time.monotonic() < end:
            time.sleep(0.02)
        start = time.monotonic()
        assert pool.submit(in_a_lane, account).result() == [quick.pk]
        took = time.monotonic() - start
        one.result()
    assert took < 2


def test_the_dispatcher_goes_on(slow, monkeypatch):
    monkeypatch.setattr(upkeep, "STEPS", {"renew credentials": upkeep.STEPS["renew credentials"]})
    upkeep.STEPS["renew credentials"].next_at = 0.0
    connection.close()
    start = time.monotonic()
    assert upkeep.run_due() == ["renew credentials"]
    recovery.renew_aside(clock.now())
    assert time.monotonic() - start < 2
    renewing = [thread for thread in threading.enumerate() if thread.name == "renewing"]
    assert len(renewing) == 1
    renewing[0].join(20)
    assert slow.server.exchanges == 1
    assert Account.objects.get(pk=slow.pk).expires_at > clock.now()
