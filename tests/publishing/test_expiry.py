"""Credentials that end: announced 14, 3 and 1 days before, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions, recovery, signals
from contenthub.publishing.models import Account

DAY = dt.timedelta(days=1)


@pytest.fixture
def told() -> Iterator[list[tuple[int, int]]]:
    """(account, days) of each announcement."""
    heard: list[tuple[int, int]] = []

    def hear(sender, account_id, days, **kwargs):
        heard.append((account_id, days))

    signals.account_expires.connect(hear)
    yield heard
    signals.account_expires.disconnect(hear)


def test_the_end_is_announced_three_times(account, told, django_capture_on_commit_callbacks):
    ends = clock.now() + 30 * DAY
    actions.set_expiry(account, ends)
    with django_capture_on_commit_callbacks(execute=True):
        for days_left in (20, 15, 13.9, 10, 5, 3, 2.5, 0.9, 0.2, 0, -3):
            for _ in range(2):
                recovery.announce(ends - days_left * DAY)
    assert [days for _account, days in told] == [14, 3, 1]


def test_what_ends_sooner_when_it_is_entered_is_told_at_once_and_once(
    account, told, django_capture_on_commit_callbacks
):
    actions.set_expiry(account, clock.now() + 2 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        recovery.announce(clock.now())
        recovery.announce(clock.now())
    assert told == [(account.pk, 2)]


def test_another_date_begins_anew(account, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for days in (2.5, 12.5):
            actions.set_expiry(account, clock.now() + days * DAY)
            recovery.announce(clock.now())
    assert [days for _account, days in told] == [3, 13]


def test_the_same_date_entered_again_does_not(account, told, django_capture_on_commit_callbacks):
    ends = clock.now() + 10 * DAY
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            actions.set_expiry(account, ends)
            recovery.announce(clock.now())
    assert told == [(account.pk, 10)]


def test_what_the_hub_renews_by_itself_is_not_announced(make_account, told, django_capture_on_commit_callbacks):
    actions.set_expiry(make_account("plaza_rotating"), clock.now() + 2 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert recovery.announce(clock.now()) == 0
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_of_several_dispatchers_one_announces(account, told):
    actions.set_expiry(account, clock.now() + 2 * DAY)

    def announce(_):
        try:
            return recovery.announce(clock.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(announce, range(4))) == [0, 0, 0, 1]
    assert told == [(account.pk, 2)]


def test_a_date_can_be_entered_by_hand_and_is_shown(admin, account):
    url = reverse("publishing_account:edit", args=[account.pk])
    typed = {"name": account.name, "set_base_url": account.values["base_url"], "set_room": "main"}
    admin.post(url, {**typed, "expires_on": "2031-05-01"})
    account.refresh_from_db()
    assert account.expires_at == dt.datetime(2031, 5, 1, tzinfo=dt.UTC)
    assert "May 1, 2031" in admin.get(reverse("publishing_account:inspect", args=[account.pk])).content.decode()
    assert 'value="2031-05-01"' in admin.get(url).content.decode()
    admin.post(url, {**typed, "expires_on": ""})
    account.refresh_from_db()
    assert account.expires_at is None


def test_no_date_is_asked_for_where_the_hub_renews_by_itself(admin, make_account):
    account = make_account("plaza_rotating")
    ends = clock.now() + DAY
    actions.set_expiry(account, ends)
    url = reverse("publishing_account:edit", args=[account.pk])
    assert "expires_on" not in admin.get(url).content.decode()
    admin.post(url, {"name": account.name, "set_base_url": account.values["base_url"]})
    assert Account.objects.get().expires_at == ends
