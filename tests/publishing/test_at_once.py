"""Two at the same delivery: exactly one has it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from contenthub.lib import clock
from contenthub.publishing import actions, arming, keeper, lease, outcomes
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.lease import LostLease
from contenthub.publishing.models import Delivery
from contenthub.publishing.outcomes import Ending
from contenthub.publishing.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def together(act, count: int) -> list:
    """Run ``act`` in so many threads at the same moment."""
    gate = threading.Barrier(count)

    def run(_):
        gate.wait(10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_eight_claims_one_wins(delivery):
    claims = together(lambda: lease.claim(delivery.pk), 8)
    assert len([claim for claim in claims if claim]) == 1
    assert delivery.attempts.count() == 1


def test_of_four_workers_one_publishes(delivery, plaza):
    assert sorted(together(lambda: work(delivery.pk), 4)) == [False, False, False, True]
    assert len(plaza.audience) == 1


def test_of_four_taking_over_a_dead_workers_delivery_one_wins(delivery):
    lease.claim(delivery.pk, "dead")
    Delivery.objects.update(leased_until=clock.now())
    claims = together(lambda: lease.claim(delivery.pk), 4)
    assert len([claim for claim in claims if claim]) == 1


def test_of_two_people_one_cancels(delivery):
    def cancel():
        try:
            return bool(actions.cancel(Delivery.objects.get(pk=delivery.pk)))
        except CannotChange:
            return False

    assert sorted(together(cancel, 2)) == [False, True]


def test_a_delivery_in_a_workers_hands_cannot_be_cancelled(delivery):
    lease.claim(delivery.pk)
    delivery.refresh_from_db()
    with pytest.raises(CannotChange, match="sending"):
        actions.cancel(delivery)


def test_whoever_lost_the_lease_changes_nothing_any_more(delivery, plaza):
    first = lease.claim(delivery.pk, "slow")
    Delivery.objects.update(leased_until=clock.now())
    second = lease.claim(delivery.pk, "quick")
    with pytest.raises(LostLease):
        lease.renew(first)
    with pytest.raises(LostLease):
        outcomes.failed(first, Ending("refused", "too late"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.leased_by) == ("sending", second.token)


def test_a_worker_that_lost_its_lease_before_the_call_does_not_make_it(delivery, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def slow(self, post, state):
        Delivery.objects.update(leased_by="somebody else")
        return state

    monkeypatch.setattr(Connector, "prepare", slow)
    work(delivery.pk)
    assert plaza.audience == []


def test_a_receipt_that_comes_late_is_kept_all_the_same(delivery, plaza):
    def taken_over_meanwhile(post):
        Delivery.objects.update(state="unconfirmed", leased_until=None, leased_by="another", wake_at=clock.now())
        connection.close()
        return plaza.accept(post)

    plaza.faults = [taken_over_meanwhile]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/p1")


def test_the_lease_is_renewed_while_a_connector_works(delivery, settings, monkeypatch):
    from tests.publishing.platform import Connector

    # The process' own may be in the middle of a longer pause.
    monkeypatch.setattr(keeper, "keeper", keeper.Keeper())
    settings.HUB_LEASE_SECONDS = 0.3
    seen = []

    def slow(self, post, state):
        for _ in range(4):
            threading.Event().wait(0.15)
            seen.append(Delivery.objects.filter(leased_until__gt=clock.now()).exists())
        return state

    monkeypatch.setattr(Connector, "prepare", slow)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (seen, delivery.state) == ([True] * 4, "live")


def test_a_second_press_of_the_button_schedules_nothing_twice(card, account):
    import uuid

    key = uuid.uuid4()
    made = together(lambda: actions.schedule(card, account, key=key).pk, 3)
    assert len(set(made)) == 1
    assert Delivery.objects.count() == 1


def test_a_worker_that_was_frozen_between_arming_and_calling_does_not_call_any_more(delivery, plaza, monkeypatch):
    def arm_and_freeze(*args):
        armed = arm(*args)
        # Meanwhile another one has taken it over, and the clock of the machine went on.
        Delivery.objects.update(leased_by="another", leased_until=clock.now())
        awake = lease.since_boot()
        monkeypatch.setattr(lease, "since_boot", lambda: awake + 600)
        return armed

    arm = arming.arm
    monkeypatch.setattr(arming, "arm", arm_and_freeze)
    work(delivery.pk)
    assert plaza.audience == []
    assert [request.path for request in plaza.requests if request.method == "POST"] == ["/uploads"]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.leased_by) == ("sending", "another")
