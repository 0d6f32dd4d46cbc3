"""The ordinary way: scheduled, published, live."""

from __future__ import annotations

from channels.base import Post
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.worker import work


def test_a_due_delivery_goes_live(delivery: Delivery, plaza):
    assert work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/p1")
    assert delivery.live_at is not None
    assert [post["key"] for post in plaza.audience] == [delivery.key.hex]


def test_one_attempt_is_kept_with_what_the_platform_answered(delivery: Delivery, plaza):
    work(delivery.pk, "worker-1")
    attempt = delivery.attempts.get()
    assert (attempt.number, attempt.outcome, attempt.step) == (1, Attempt.Outcome.LIVE, "publish")
    assert '"id": "p1"' in attempt.raw
    assert attempt.worker.startswith("worker-1/")
    assert attempt.ended_at >= attempt.started_at


def test_the_post_is_kept_exactly_as_it_went_out(delivery: Delivery, plaza):
    work(delivery.pk)
    delivery.refresh_from_db()
    post = Post.from_json(delivery.post)
    assert post.text == plaza.audience[0]["text"]
    assert (post.key, post.link) == (delivery.key.hex, delivery.link.short_url)
    assert post.target == delivery.link.tagged_target
    assert delivery.revision_id == delivery.variant.live_revision_id


def test_the_mutating_call_is_made_once_and_after_preparing(delivery: Delivery, plaza):
    work(delivery.pk)
    calls = [(request.method, request.path) for request in plaza.requests]
    assert calls == [("POST", "/uploads"), ("GET", "/before"), ("POST", "/posts")]
    assert plaza.audience[0]["upload"] == "u1"


def test_what_is_live_is_left_alone(delivery: Delivery, plaza):
    work(delivery.pk)
    assert not work(delivery.pk)
    assert len(plaza.audience) == 1


def test_what_is_not_due_is_left_alone(delivery: Delivery, plaza):
    Delivery.objects.update(due_at="2099-01-01T00:00:00Z")
    assert not work(delivery.pk)
    assert plaza.requests == []


def test_an_unknown_delivery_is_nothing_to_do(db):
    assert not work(987654)


def test_the_row_is_committed_as_armed_before_the_call(delivery: Delivery, plaza):
    seen = []
    plaza.faults = [lambda post: seen.append(post) or plaza.accept(post)]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert seen and delivery.armed_at < delivery.live_at


def test_the_lease_is_given_back(delivery: Delivery, plaza):
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.leased_until is None
    assert delivery.wake_at is None


def test_accepted_but_not_live_yet_is_asked_about_until_it_is(delivery: Delivery, plaza):
    plaza.faults = [plaza.accept_and_hide]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.leased_until) == ("sending", None)
    assert delivery.wake_at is not None
    Delivery.objects.update(wake_at=delivery.created_at)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "sending"
    plaza.show()
    Delivery.objects.update(wake_at=delivery.created_at)
    plaza.asked = None
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/found")
    assert delivery.attempts.get().looks == 2


def test_an_assisted_channel_hands_the_package_over(make_delivery, plaza):
    delivery = make_delivery("plaza_assisted")
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "handed_over"
    assert delivery.armed_at is None
    assert delivery.link.short_url in delivery.post["text"]
    assert plaza.audience == []
    assert delivery.attempts.get().outcome == "handed_over"
