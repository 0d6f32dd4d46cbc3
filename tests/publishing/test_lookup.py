"""After a call whose outcome is unknown: looked up, or repeated under its key, or a person's. Never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError

from contenthub.lib import clock
from contenthub.publishing import attempting, retry
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import Reply
from tests.publishing.platform import drop, says


def step(delivery: Delivery, hours_ago: float | None = None) -> Delivery:
    """One step of a worker, as if the call had been made so many hours ago."""
    if hours_ago is not None:
        called_at = clock.now() - dt.timedelta(hours=hours_ago)
        Delivery.objects.update(armed_at=called_at)
        Attempt.objects.exclude(ended_at=None).update(ended_at=called_at)
    Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize("fault", [drop, says(500), lambda post: Reply(200, b"not json")])
def test_an_unknown_outcome_is_unconfirmed_and_to_be_looked_up(delivery, plaza, fault):
    plaza.faults = [fault]
    step(delivery)
    assert delivery.state == "unconfirmed"
    assert delivery.armed_at is not None
    assert delivery.wake_at <= clock.now()
    assert not delivery.for_person


def test_what_the_look_up_finds_is_live(delivery, plaza):
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    assert delivery.state == "unconfirmed"
    step(delivery)
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/found")
    assert len(plaza.audience) == 1
    attempt = delivery.attempts.get()
    assert (attempt.outcome, attempt.step, attempt.looks) == (Attempt.Outcome.LIVE, "find", 1)


def test_within_the_grace_period_absence_proves_nothing(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    step(delivery)
    assert delivery.state == "unconfirmed"
    assert delivery.wake_at > clock.now()
    assert len([request for request in plaza.requests if request.method == "POST"]) == 2


def test_certainly_absent_after_the_grace_period_it_is_sent_again_and_seen_once(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    step(delivery, hours_ago=0.1)
    assert (delivery.state, delivery.armed_at) == ("scheduled", None)
    Delivery.objects.update(due_at=clock.now())
    step(delivery)
    assert delivery.state == "live"
    assert [post["key"] for post in plaza.audience] == [delivery.key.hex]
    assert list(delivery.attempts.order_by("number").values_list("outcome", flat=True)) == ["not_sent", "live"]


def test_after_a_worker_vanished_absence_proves_nothing_while_its_call_may_run(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    Attempt.objects.update(outcome="interrupted")
    step(delivery, hours_ago=0.1)
    assert delivery.state == "unconfirmed"
    step(delivery, hours_ago=0.2)
    assert delivery.state == "scheduled"


def test_a_clock_put_forward_after_the_call_proves_nothing_either(delivery, plaza):
    plaza.faults = [drop]
    step(delivery)
    Delivery.objects.update(armed_at=clock.now() - dt.timedelta(hours=1))
    step(delivery)
    assert delivery.state == "unconfirmed"


def test_a_post_the_platform_loses_each_time_ends_in_failed(delivery, plaza):
    plaza.faults = [drop]
    Delivery.objects.update(tries=retry.TRIES["absent"] - 1)
    step(delivery)
    step(delivery, hours_ago=0.1)
    assert delivery.state == "failed"


def test_a_look_up_that_cannot_tell_is_repeated(delivery, plaza):
    plaza.faults, plaza.asked = [drop], Reply(503)
    step(delivery)
    step(delivery, hours_ago=0.5)
    assert delivery.state == "unconfirmed"
    assert delivery.wake_at > clock.now()
    assert "repeated" in delivery.reason


def test_a_look_up_that_never_tells_leaves_it_to_a_person(delivery, plaza):
    plaza.faults, plaza.asked = [drop], Reply(503)
    step(delivery)
    step(delivery, hours_ago=2)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert delivery.for_person
    assert "enter its address, or send it again" in delivery.reason


def test_without_look_up_and_key_a_person_decides(make_delivery, plaza):
    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert not work(delivery.pk)
    assert len(plaza.audience) == 1


def test_where_the_platform_remembers_keys_the_same_call_is_made_again(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.remembers_keys = True
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    assert delivery.state == "unconfirmed"
    step(delivery)
    assert delivery.state == "live"
    assert len(plaza.audience) == 1
    sent = [request.json() for request in plaza.requests if request.path == "/posts"]
    assert len(sent) == 2 and sent[0] == sent[1]


def test_a_repeated_call_sends_what_was_frozen_though_the_variant_changed(make_delivery, card, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [drop]
    step(delivery)
    page = card.specific
    page.copy_text = "Something else."
    page.save_revision().publish()
    step(delivery)
    assert delivery.state == "live"
    assert "What operators do" in plaza.audience[0]["text"]


def test_a_repeated_call_that_is_not_sent_stays_in_doubt(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [drop, says(429)]
    step(delivery)
    step(delivery)
    assert delivery.state == "unconfirmed"
    assert delivery.wake_at > clock.now()


def test_after_the_key_is_forgotten_a_person_decides(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [plaza.accept_silently]
    step(delivery)
    step(delivery, hours_ago=1.1)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert len(plaza.audience) == 1


def test_refused_on_repeating_is_a_persons_to_judge(make_delivery, plaza):
    delivery = make_delivery("plaza_keyed")
    plaza.faults = [plaza.accept_silently, says(422)]
    step(delivery)
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)


def test_a_look_up_with_refused_credentials_pauses_the_account(delivery, plaza, monkeypatch):
    from channels.base import AuthFailed
    from tests.publishing.platform import Connector

    plaza.faults = [drop]
    step(delivery)

    def refused(self, *args):
        raise AuthFailed("Reconnect the account.")

    monkeypatch.setattr(Connector, "find", refused)
    step(delivery)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)
    assert Account.objects.get().state == "paused"


def test_what_is_never_shown_after_it_was_accepted_becomes_a_persons(delivery, plaza):
    plaza.faults = [plaza.accept_and_hide]
    step(delivery)
    step(delivery, hours_ago=7)
    assert (delivery.state, delivery.wake_at) == ("unconfirmed", None)


def test_a_database_that_is_lost_before_the_call_is_repeated_leaves_it_to_the_next_worker(
    make_delivery, plaza, monkeypatch
):
    plaza.remembers_keys, plaza.faults = True, [plaza.accept_silently]
    delivery = step(make_delivery("plaza_keyed"))

    def locked(*args: object, **changes: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as lost:
        lost.setattr(attempting, "step", locked)
        with pytest.raises(OperationalError):
            step(delivery)
    Delivery.objects.update(leased_until=clock.now())
    assert step(delivery).state == "unconfirmed"
    assert not delivery.for_person
    assert step(delivery).state == "live"
    assert len(plaza.audience) == 1
