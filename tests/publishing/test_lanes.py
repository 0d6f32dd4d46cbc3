"""One account's deliveries, a batch at a time: order, turns, and what is given back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.publishing import actions, batches, lanes, rates
from contenthub.publishing.bringing import Run
from contenthub.publishing.gate import Judge
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Attempt, Delivery
from tests.publishing.platform import drop, says

#: The platform's own thread looks into the database.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def make_due(card, account):
    """So many deliveries, due one second after the other, the last of them now."""

    def make(count: int, **fields) -> list[Delivery]:
        made = [actions.schedule(card, account) for _ in range(count)]
        for number, delivery in enumerate(made):
            delivery.due_at = clock.now() - dt.timedelta(seconds=count - number)
            Delivery.objects.filter(pk=delivery.pk).update(due_at=delivery.due_at, **fields)
        return made

    return make


def states(deliveries) -> list[str]:
    return [Delivery.objects.get(pk=delivery.pk).state for delivery in deliveries]


def test_all_that_is_due_goes_out_in_its_order(make_due, account, plaza):
    made = make_due(12)
    assert Slice(account.pk).run() == [delivery.pk for delivery in made]
    assert [post["key"] for post in plaza.audience] == [delivery.key.hex for delivery in made]
    assert set(states(made)) == {"live"}
    assert Attempt.objects.filter(outcome="live", step="publish").count() == 12


def test_one_that_fails_takes_no_other_along(make_due, account, plaza):
    made = make_due(5)
    plaza.faults = [plaza.accept, says(422), says(425), drop, plaza.accept]
    Slice(account.pk).run()
    assert states(made) == ["live", "failed", "scheduled", "unconfirmed", "live"]


def test_when_the_platform_asks_to_slow_down_the_rest_of_the_batch_is_given_back_uncalled(make_due, account, plaza):
    made = make_due(4)
    plaza.faults = [plaza.accept, says(429)]
    Slice(account.pk).run()
    assert states(made) == ["live", "scheduled", "scheduled", "scheduled"]
    assert len(plaza.audience) == 1
    assert list(Delivery.objects.order_by("pk").values_list("tries", flat=True)) == [1, 1, 0, 0]
    assert lanes.with_work(clock.now()) == []


def test_never_are_two_armed_whose_outcome_is_not_known(make_due, account, plaza):
    make_due(4)
    armed = []

    def look(post):
        open_ones = Attempt.objects.filter(delivery__armed_at__isnull=False, outcome="running")
        armed.append(open_ones.exclude(delivery__state="live").count())
        connection.close()
        return plaza.accept(post)

    plaza.faults = [look] * 4
    Slice(account.pk).run()
    assert armed == [1, 1, 1, 1]


def test_campaigns_take_turns(make_due, account):
    big, small = (Campaign.objects.create(name=name, slug=name, utm_campaign=name) for name in ("big", "small"))
    crowd, single = make_due(30, campaign=big), make_due(1, campaign=small)
    first = lanes.next_due(account.pk, clock.now(), 4)
    assert set(first[:2]) == {crowd[0].pk, single[0].pk}
    assert first[2:] == [crowd[1].pk, crowd[2].pk]


def test_a_part_of_a_thread_waits_until_the_one_before_is_live(make_due, account, plaza):
    first, second = make_due(2)
    Delivery.objects.filter(pk=first.pk).update(after=second)
    assert lanes.next_due(account.pk, clock.now(), 10) == [second.pk]
    Slice(account.pk).run()
    Slice(account.pk).run()
    assert [post["key"] for post in plaza.audience] == [second.key.hex, first.key.hex]


def test_what_is_given_back_is_as_it_was(make_due, account):
    made = make_due(3)
    batches.give_back(batches.take(account, 3))
    assert states(made) == ["scheduled"] * 3
    assert not Attempt.objects.exists()
    assert list(Delivery.objects.order_by().values_list("tries", "leased_until").distinct()) == [(0, None)]


def test_whoever_is_asked_to_stop_finishes_one_and_leaves_the_rest(make_due, account, plaza):
    made = make_due(4)
    claims = batches.take(account, 4)
    rest = Run(claims, Judge(), lambda: False).go()
    batches.give_back(rest)
    assert states(made) == ["live", "scheduled", "scheduled", "scheduled"]
    assert len(plaza.audience) == 1


def test_no_more_are_claimed_than_the_account_has_room_for(make_due, account, plaza, monkeypatch):
    made = make_due(3)
    monkeypatch.setattr(rates, "room", lambda account, able, wanted: (min(wanted, 2), None))
    Slice(account.pk, seconds=0.01).run()
    assert states(made).count("scheduled") >= 1
    assert len(plaza.audience) <= 2


def test_a_lane_that_may_not_call_yet_is_not_worked(delivery, account):
    now = clock.now()
    type(account).objects.update(not_before=now + dt.timedelta(minutes=1))
    assert lanes.with_work(now) == []
    assert [lane.account_id for lane in lanes.with_work(now + dt.timedelta(minutes=2))] == [account.pk]


def test_what_was_judged_a_moment_ago_is_not_sent_when_it_changed_since(make_due, account, card, plaza):
    made = make_due(2)
    judge = Judge(age=60)

    def withdrawn_meanwhile(post):
        card.unpublish()
        connection.close()
        return plaza.accept(post)

    plaza.faults = [withdrawn_meanwhile]
    Slice(account.pk, judge=judge).run()
    assert states(made) == ["live", "held"]
    assert Delivery.objects.get(pk=made[1].pk).hold == "not_approved"
