"""Refused as a duplicate: of our own earlier call, or of what somebody else brought out."""

from __future__ import annotations

import datetime as dt

from contenthub.lib import clock
from contenthub.publishing import actions, duplicates
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.worker import work

ORIGINAL = "https://plaza.example/original"


def step(delivery: Delivery) -> Delivery:
    Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def grace_over() -> None:
    long_ago = clock.now() - dt.timedelta(hours=1)
    Delivery.objects.exclude(armed_at=None).update(armed_at=long_ago)
    Attempt.objects.exclude(ended_at=None).update(ended_at=long_ago)


def test_after_a_doubtful_call_of_ours_the_named_original_is_adopted(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.accept_silently, plaza.refuse_as_duplicate]
    step(delivery)
    assert delivery.state == "unconfirmed"
    actions.send_again(delivery)
    step(delivery)
    assert (delivery.state, delivery.url) == ("live", ORIGINAL)
    assert len(plaza.audience) == 1
    last = delivery.attempts.first()
    assert last.outcome == "live"
    assert "adopted" in last.message


def test_what_was_looked_up_in_vain_counts_as_doubtful(delivery, plaza):
    from tests.publishing.platform import drop

    plaza.faults = [drop, plaza.refuse_as_duplicate]
    step(delivery)
    grace_over()
    step(delivery)
    assert (delivery.state, delivery.attempts.get().step) == ("scheduled", "find")
    Delivery.objects.update(due_at=clock.now())
    step(delivery)
    assert (delivery.state, delivery.url) == ("live", ORIGINAL)


def test_repeated_under_its_key_the_original_is_ours(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [plaza.accept_silently, plaza.refuse_as_duplicate]
    step(delivery)
    step(delivery)
    assert (delivery.state, delivery.url) == ("live", ORIGINAL)
    assert len(plaza.audience) == 1


def test_a_first_call_refused_as_a_duplicate_is_a_persons_with_the_originals_address(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.refuse_as_duplicate]
    step(delivery)
    assert (delivery.state, delivery.wake_at, delivery.url) == ("unconfirmed", None, "")
    assert ORIGINAL in delivery.reason
    assert duplicates.offered(delivery) == ORIGINAL
    assert delivery.attempts.get().outcome == Attempt.Outcome.DUPLICATE
    actions.settle_live(delivery, duplicates.offered(delivery))
    assert (delivery.state, delivery.url, duplicates.offered(delivery)) == ("live", ORIGINAL, "")


def test_sending_it_again_does_not_make_somebody_elses_post_ours(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.refuse_as_duplicate, plaza.refuse_as_duplicate]
    step(delivery)
    actions.send_again(delivery)
    step(delivery)
    assert (delivery.state, delivery.url) == ("unconfirmed", "")


def test_what_another_delivery_of_ours_brought_out_is_not_adopted(make_delivery, card, plaza):
    delivery = make_delivery("plaza_blind")
    other = actions.schedule(card, delivery.account)
    Delivery.objects.filter(pk=other.pk).update(state="live", live_at=clock.now(), url=ORIGINAL)
    plaza.faults = [plaza.accept_silently, plaza.refuse_as_duplicate]
    step(delivery)
    actions.send_again(delivery)
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)


def test_without_a_named_original_it_is_looked_up(delivery, plaza):
    plaza.faults = [plaza.accept_silently, plaza.refuse_as_unnamed_duplicate]
    step(delivery)
    actions.send_again(delivery)
    step(delivery)
    assert delivery.state == "unconfirmed"
    step(delivery)
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/found")


def test_looked_up_in_vain_it_is_not_sent_again_but_a_persons(delivery, plaza):
    plaza.faults = [plaza.refuse_as_duplicate]
    step(delivery)
    assert (delivery.state, delivery.wake_at is not None) == ("unconfirmed", True)
    grace_over()
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert "not found" in delivery.reason
    assert ORIGINAL in delivery.reason
    assert plaza.audience == []


def test_without_original_and_look_up_a_person_decides(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.refuse_as_unnamed_duplicate]
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert "enter its address" in delivery.reason
    assert duplicates.offered(delivery) == ""
