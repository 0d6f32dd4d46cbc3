"""A thread keeps its order and loses nothing when its workers are killed between and in the middle of its parts."""

from __future__ import annotations

import datetime as dt
import multiprocessing

import pytest
from django.db import connection

from contenthub.lib import clock
from contenthub.publishing import actions, order
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.worker import work
from tests.channels.mastodon_server import TOKEN, MastodonServer
from tests.publishing import platform

pytestmark = pytest.mark.django_db(transaction=True)

#: Two parts say the same: only what they reply to tells them apart.
COPY = "Begin.\n---\nAgain.\n---\nAgain.\n---\nEnd."


def _patient(pk: int) -> None:
    platform.PATIENCE = (5.0, 60.0)
    work(pk, "victim")


def killed_at(plaza, pk: int, path: str, fault=None) -> None:
    """A worker of its own process is killed when the platform got its call to ``path`` (or has answered ``fault``)."""
    plaza.arrived.clear()
    plaza.stops_at = path

    def noticed(post):
        answer = fault(post)
        plaza.arrived.set()
        return answer

    plaza.faults = [noticed] if fault else []
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_patient, args=(pk,))
    process.start()
    assert plaza.arrived.wait(20), "the worker never came that far"
    process.kill()
    process.join()
    plaza.stops_at = ""
    Delivery.objects.exclude(leased_until=None).update(leased_until=clock.now())


def finish() -> None:
    """Workers come by until nothing is left to do, each time as if the grace period had passed."""
    long_ago = clock.now() - dt.timedelta(hours=1)
    for _ in range(40):
        now = clock.now()
        rows = Delivery.objects.all()
        todo = [*rows.abandoned(now), *rows.waking(now), *rows.due(now)]
        if not todo:
            return
        for delivery in todo:
            work(delivery.pk)
        Delivery.objects.exclude(armed_at=None).update(armed_at=long_ago)
        Attempt.objects.exclude(ended_at=None).update(ended_at=long_ago)
        Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
        Delivery.objects.filter(state="scheduled").update(due_at=clock.now())
    raise AssertionError(list(Delivery.objects.values_list("part", "state", "reason")))


def states(thread: list[Delivery]) -> list[str]:
    return [Delivery.objects.get(pk=each.pk).state for each in thread]


@pytest.fixture
def thread(make_card, make_account) -> list[Delivery]:
    return order.thread_of(actions.schedule(make_card(copy_long=COPY), make_account("plaza_threads")))


@pytest.mark.parametrize("part", [1, 3])
@pytest.mark.parametrize("moment", ["preparing", "armed", "accepted"])
def test_killed_at_any_part_the_audience_sees_each_part_once_and_in_order(thread, plaza, part, moment):
    for before in thread[: part - 1]:
        work(before.pk)
    path = {"preparing": "/uploads", "armed": "/before"}.get(moment, "")
    killed_at(plaza, thread[part - 1].pk, path, None if path else plaza.accept_silently)
    assert states(thread)[part:] == ["scheduled"] * (4 - part)
    finish()
    assert states(thread) == ["live"] * 4
    assert [post.get("reply_to") for post in plaza.audience] == [None, "p1", "p2", "p3"]
    assert [post["text"].split()[0] for post in plaza.audience] == ["Begin.", "Again.", "Again.", "End."]


@pytest.fixture
def instance():
    with MastodonServer(honours_keys=False) as server:
        yield server


@pytest.fixture
def mastodon(instance, db):
    values = {"base_url": instance.url, "access_token": TOKEN, "visibility": "public"}
    return actions.add_account("mastodon", "Mastodon", values)


def test_on_mastodon_each_part_replies_to_the_one_before(make_card, mastodon, instance):
    thread = order.thread_of(actions.schedule(make_card(copy_long=COPY), mastodon))
    finish()
    assert states(thread) == ["live"] * 4
    shown = list(reversed(instance.statuses))
    assert [status["in_reply_to_id"] for status in shown] == [None, *(status["id"] for status in shown[:-1])]
    assert [each.receipt_id for each in Delivery.objects.order_by("part")] == [status["id"] for status in shown]


@pytest.mark.parametrize("part", [1, 3])
def test_on_mastodon_a_part_whose_answer_was_lost_is_found_by_what_it_says_and_replies_to(
    make_card, mastodon, instance, part
):
    """The parts in the middle hold no link, and say the same."""
    thread = order.thread_of(actions.schedule(make_card(copy_long=COPY), mastodon))
    for before in thread[: part - 1]:
        work(before.pk)
    take = instance._published

    def lose(request):
        take(request)
        instance._published = take
        return platform.RESET

    instance._published = lose
    work(thread[part - 1].pk)
    assert states(thread)[part - 1] == "unconfirmed"
    finish()
    assert states(thread) == ["live"] * 4
    shown = list(reversed(instance.statuses))
    assert [status["in_reply_to_id"] for status in shown] == [None, *(status["id"] for status in shown[:-1])]
