"""Whether what was live still is: noticed, never guessed, and a person's to decide."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from redis.exceptions import ConnectionError

from contenthub.lib import clock
from contenthub.publishing import actions, order, rechecking, signals
from contenthub.publishing.actions import schedule
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import RESET, Reply
from tests.publishing.after.conftest import worked

GONE = Reply(404, {"error": "no such post"})


def looked(delivery: Delivery, after: dt.timedelta = dt.timedelta(0)) -> Delivery:
    """One look, so much later."""
    with time_machine.travel(clock.now() + after, tick=True):
        rechecking.look(delivery.pk)
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def gone(live, plaza) -> Delivery:
    """Not found twice."""
    plaza.audience.clear()
    looked(live)
    return looked(live, rechecking.SECOND_LOOK)


@pytest.fixture
def queued(monkeypatch) -> list[int]:
    """Numbers of the deliveries that were handed to the workers."""
    numbers: list[int] = []

    class Queue:
        def enqueue(self, job, pk, **options):
            numbers.append(pk)

    monkeypatch.setattr(rechecking.django_rq, "get_queue", lambda name: Queue())
    return numbers


def test_what_goes_live_is_looked_at_an_hour_later(live):
    assert abs(live.recheck_at - live.live_at - rechecking.FIRST) < dt.timedelta(seconds=5)


def test_what_cannot_be_asked_is_never_looked_at(make_live):
    assert make_live("plaza").recheck_at is None


@pytest.mark.parametrize(
    ("age", "wait"), [({"hours": 1}, {"days": 1}), ({"days": 8}, {"weeks": 1}), ({"weeks": 14}, None)]
)
def test_the_older_it_is_the_less_often_it_is_looked_at(age, wait):
    now = clock.now()
    found = rechecking.next_look(now - dt.timedelta(**age), now)
    assert found == (now + dt.timedelta(**wait) if wait else None)


def test_what_is_there_is_noted_with_the_time(live):
    looked(live)
    assert live.seen_at > live.live_at
    assert live.recheck_at > clock.now() + dt.timedelta(hours=23)
    assert not live.for_person


def test_not_found_once_it_is_looked_at_again_before_anybody_is_told(live, plaza):
    plaza.answers = [GONE]
    looked(live)
    assert (live.gone_at, live.for_person) == (None, False)
    assert live.recheck_at <= clock.now() + rechecking.SECOND_LOOK
    looked(live, rechecking.SECOND_LOOK)
    assert (live.gone_at, live.missing_since) == (None, None)
    assert live.seen_at is not None


def test_not_found_twice_it_is_gone_and_a_person_is_told(live, plaza, django_capture_on_commit_callbacks):
    heard = []
    signals.delivery_gone.connect(lambda sender, delivery_id, **kwargs: heard.append(delivery_id), weak=False)
    plaza.audience.clear()
    looked(live)
    with django_capture_on_commit_callbacks(execute=True):
        looked(live, rechecking.SECOND_LOOK)
    assert live.gone_at is not None
    assert live.state == "live" and live.for_person
    assert list(Delivery.objects.for_person()) == [live]
    assert heard == [live.pk]


def test_two_looks_at_the_same_moment_count_as_one(live, plaza):
    plaza.audience.clear()
    looked(live)
    assert looked(live).gone_at is None


@pytest.mark.parametrize("answer", [RESET, Reply(500), Reply(429), Reply(401), Reply(403)])
def test_an_answer_that_cannot_tell_is_not_gone(live, plaza, answer):
    plaza.answers = [GONE, answer, answer]
    looked(live)
    looked(live, rechecking.SECOND_LOOK)
    looked(live, rechecking.SECOND_LOOK)
    assert (live.gone_at, live.state) == (None, "live")
    assert live.recheck_at > clock.now() + dt.timedelta(minutes=30)


def test_a_look_changes_nothing_on_the_platform(live, plaza):
    before = len(plaza.requests)
    looked(live)
    assert {request.method for request in plaza.requests[before:]} == {"GET"}


class TestHandingToWorkers:
    @pytest.fixture
    def later(self) -> dt.datetime:
        return clock.now() + dt.timedelta(hours=2)

    def test_what_is_due_is_handed_over_once_though_two_dispatchers_ask(self, live, queued, later):
        assert (rechecking.step(later), rechecking.step(later)) == (1, 0)
        assert queued == [live.pk]

    def test_a_look_that_vanished_is_due_again(self, live, queued, later):
        rechecking.step(later)
        assert rechecking.step(later + rechecking.TURN) == 1

    def test_what_is_not_due_waits(self, live, queued):
        assert rechecking.step(clock.now()) == 0

    def test_an_account_in_trouble_is_left_alone(self, live, queued, later):
        Account.objects.update(state="paused")
        assert rechecking.step(later) == 0
        Account.objects.update(state="active", not_before=later + dt.timedelta(minutes=1))
        assert rechecking.step(later) == 0

    def test_what_was_withdrawn_is_not_looked_at(self, live, queued, later):
        worked(actions.withdraw(live))
        assert rechecking.step(later) == 0

    def test_a_queue_that_does_not_answer_does_no_harm(self, live, later, monkeypatch):
        def dead(name):
            raise ConnectionError("gone")

        monkeypatch.setattr(rechecking.django_rq, "get_queue", dead)
        rechecking.upkeep(later)


class TestAPersonDecides:
    def test_it_is_meant_to_be_gone(self, gone):
        actions.meant_to_be_gone(gone)
        assert (gone.state, gone.gone_at, gone.for_person) == ("withdrawn", None, False)

    def test_publish_it_again(self, gone, plaza):
        made = actions.publish_again(gone)
        assert gone.state == "withdrawn"
        assert (made.variant_id, made.account_id) == (gone.variant_id, gone.account_id)
        assert made.link_id != gone.link_id
        assert worked(made).state == "live"
        assert len(plaza.audience) == 1

    def test_publishing_again_happens_once(self, gone):
        actions.publish_again(gone)
        with pytest.raises(CannotChange):
            actions.publish_again(gone)
        assert Delivery.objects.count() == 2

    def test_of_a_thread_only_the_part_that_is_gone_is_published_again(self, make_card, make_account, plaza):
        card = make_card(copy_long="One.\n---\nTwo.\n---\nThree.")
        first, second, third = order.thread_of(schedule(card, make_account("plaza_threads")))
        worked(first), worked(second)
        Delivery.objects.filter(pk=second.pk).update(gone_at=clock.now())
        made = actions.publish_again(Delivery.objects.get(pk=second.pk))
        assert (made.part, made.parts, made.after_id) == (2, 3, first.pk)
        assert not work(third.pk)
        assert (worked(made).state, worked(third).state) == ("live", "live")
        assert [post.get("reply_to") for post in plaza.audience] == [None, "p1", "p1", "p3"]
        assert order.thread_of(first) == [first, second, made, third]

    def test_nor_is_any_of_a_thread_that_has_more_posts_by_now(self, make_card, make_account):
        card = make_card(copy_long="One.\n---\nTwo.")
        first = worked(schedule(card, make_account("plaza_threads")))
        Delivery.objects.filter(pk=first.pk).update(gone_at=clock.now())
        page = card.specific
        page.copy_long = "One.\n---\nTwo.\n---\nThree."
        page.save_revision().publish()
        with pytest.raises(CannotChange, match="went out as 2 posts and has 3 now"):
            actions.publish_again(Delivery.objects.get(pk=first.pk))

    def test_what_may_not_go_out_stays_gone(self, gone, card):
        card.specific.unpublish()
        with pytest.raises(CannotChange, match="not approved"):
            actions.publish_again(gone)
        gone.refresh_from_db()
        assert (gone.state, gone.gone_at is not None) == ("live", True)

    def test_it_is_there_at_another_address(self, gone):
        actions.still_there(gone, "https://plaza.example/moved")
        assert (gone.gone_at, gone.url, gone.recheck_at) == (None, "https://plaza.example/moved", None)
        assert not gone.for_person

    def test_an_address_that_is_none_is_refused(self, gone):
        with pytest.raises(CannotChange, match="full address"):
            actions.still_there(gone, "javascript:alert(1)")

    @pytest.mark.parametrize("verb", [actions.meant_to_be_gone, actions.publish_again, actions.still_there])
    def test_nothing_of_this_can_be_said_of_what_is_there(self, live, verb):
        with pytest.raises(CannotChange):
            verb(live)
