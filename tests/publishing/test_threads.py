"""A thread's parts are deliveries of their own that keep their order, whatever becomes of one of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions, order
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.models import Delivery, Slot
from contenthub.publishing.worker import work
from tests.publishing import platform

COPY = "First of all.\n---\nThen https://else.example/x.\n---\nAnd ⟦link⟧ at last."


@pytest.fixture
def thread(make_card, make_account) -> list[Delivery]:
    first = actions.schedule(make_card(copy_long=COPY), make_account("plaza_threads"))
    return order.thread_of(first)


def run() -> None:
    """Work what is due until nothing is, as a dispatcher and a worker would."""
    while due := list(Delivery.objects.due(clock.now())):
        for delivery in due:
            work(delivery.pk)


def states(thread: list[Delivery]) -> list[str]:
    for delivery in thread:
        delivery.refresh_from_db()
    return [delivery.state for delivery in thread]


def test_each_part_is_a_delivery_after_the_one_before(thread):
    assert [(each.part, each.parts) for each in thread] == [(1, 3), (2, 3), (3, 3)]
    assert [each.after_id for each in thread] == [None, thread[0].pk, thread[1].pk]
    assert len({each.key for each in thread}) == len({each.link_id for each in thread}) == 3


def test_a_second_call_with_the_same_key_makes_no_second_thread(thread):
    first = thread[0]
    again = actions.schedule(first.variant, first.account, key=first.key)
    assert again == first
    assert Delivery.objects.count() == 3


def test_the_parts_go_out_in_order_each_a_reply_to_the_one_before(thread, plaza):
    run()
    assert states(thread) == ["live"] * 3
    assert [post.get("reply_to") for post in plaza.audience] == [None, "p1", "p2"]
    assert [post["text"].split()[0] for post in plaza.audience] == ["First", "Then", "And"]


def test_only_the_first_is_due_and_no_worker_takes_a_later_one(thread, plaza):
    assert list(Delivery.objects.due(clock.now())) == thread[:1]
    assert not work(thread[1].pk)
    assert not work(thread[2].pk)
    assert plaza.requests == []


def test_the_first_has_the_tracked_link_and_every_other_link_is_tagged(thread, plaza):
    run()
    first, second, third = plaza.audience
    assert thread[0].tracked.short_url in first["text"]
    assert re.search(
        r"https://else\.example/x\?utm_source=plaza_threads&\S*utm_id=" + thread[1].link.code, second["text"]
    )
    assert thread[2].tracked.short_url in third["text"]


def test_a_part_that_fails_keeps_the_later_ones_waiting_and_they_say_so(thread, plaza):
    plaza.faults = [plaza.accept, platform.says(400)]
    run()
    assert states(thread) == ["live", "failed", "scheduled"]
    order.catch_up(clock.now())
    thread[2].refresh_from_db()
    assert "It waits for part 2, which failed." in thread[2].reason
    assert "refused with error 400" in thread[2].reason


@pytest.mark.django_db(transaction=True)
def test_they_say_so_at_once_and_go_on_when_it_is_mended(thread, plaza):
    plaza.faults = [platform.says(400)]
    run()
    assert states(thread) == ["failed", "scheduled", "scheduled"]
    assert all("part 1, which failed" in each.reason for each in thread[1:])
    actions.retry(thread[0])
    run()
    assert states(thread) == ["live"] * 3
    assert [post.get("reply_to") for post in plaza.audience] == [None, "p1", "p2"]


def test_what_waited_long_goes_as_soon_as_the_part_before_is_out(thread, plaza, settings):
    settings.HUB_DELIVERY_WINDOW = 60
    plaza.faults = [platform.says(400)]
    run()
    long_ago = clock.now() - order.dt.timedelta(hours=5)
    Delivery.objects.update(planned_at=long_ago)
    actions.retry(thread[0])
    run()
    assert states(thread) == ["live"] * 3


@pytest.mark.django_db(transaction=True)
def test_an_unconfirmed_part_keeps_the_later_ones_waiting(thread, plaza):
    plaza.faults = [plaza.accept_silently]
    work(thread[0].pk)
    work(thread[1].pk)
    assert states(thread) == ["unconfirmed", "scheduled", "scheduled"]
    assert "part 1: whether that is out is not known yet" in thread[1].reason
    Delivery.objects.filter(pk=thread[0].pk).update(wake_at=clock.now())
    work(thread[0].pk)
    run()
    assert states(thread) == ["live"] * 3
    assert len(plaza.audience) == 3


def test_a_part_settled_by_its_address_is_replied_to(thread, plaza):
    work(thread[0].pk)
    Delivery.objects.filter(pk=thread[0].pk).update(receipt_id="", url="https://plaza.example/p1")
    run()
    assert states(thread) == ["live"] * 3
    assert plaza.audience[1]["reply_to"] == "p1"


def test_a_part_whose_name_there_is_unknown_is_not_replied_to_blindly(thread, plaza):
    work(thread[0].pk)
    Delivery.objects.filter(pk=thread[0].pk).update(receipt_id="", url="")
    run()
    assert states(thread) == ["live", "held", "scheduled"]
    assert "nothing can reply to it" in thread[1].reason
    assert len(plaza.audience) == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_cancelled_part_the_next_asks_first_and_may_go_without_it(thread, plaza):
    work(thread[0].pk)
    actions.cancel(thread[1])
    assert states(thread) == ["live", "cancelled", "held"]
    assert "Part 2 was taken out" in thread[2].reason
    actions.retry(thread[2])
    run()
    assert states(thread) == ["live", "cancelled", "live"]
    assert [post.get("reply_to") for post in plaza.audience] == [None, "p1"]


@pytest.mark.django_db(transaction=True)
def test_given_the_next_free_slot_it_goes_without_that_part_too(thread, plaza):
    work(thread[0].pk)
    actions.cancel(thread[1])
    order.follow(thread[1])
    Slot.objects.create(account=thread[0].account, weekday=0, at=dt.time(9))
    actions.queue(Delivery.objects.get(pk=thread[2].pk))
    assert states(thread) == ["live", "cancelled", "scheduled"]
    assert thread[2].after_id == thread[0].pk


def test_cancelling_the_rest_leaves_what_is_out(thread, plaza):
    work(thread[0].pk)
    assert len(actions.cancel_rest(thread[1])) == 2
    run()
    assert states(thread) == ["live", "cancelled", "cancelled"]
    assert len(plaza.audience) == 1


def test_a_thread_that_has_more_posts_by_now_is_held_before_any_is_out(thread, plaza):
    page = thread[0].variant.specific
    page.copy_long = f"{COPY}\n---\nOne more."
    page.save_revision().publish()
    run()
    assert states(thread)[0] == "held"
    assert "3 posts and has 4 now" in thread[0].reason
    assert plaza.audience == []


def test_a_part_that_is_too_long_is_named_before_anything_is_scheduled(make_card, make_account):
    card = make_card(copy_long=f"Short.\n---\n{'long ' * 80}")
    with pytest.raises(CannotSchedule, match="Part 2: .* too long"):
        actions.schedule(card, make_account("plaza_threads"))
    assert not Delivery.objects.exists()


def test_a_channel_without_threads_gets_one_post(make_card, make_account, plaza):
    delivery = actions.schedule(make_card(copy_text="Short copy.", copy_long=COPY), make_account("plaza"))
    run()
    assert (delivery.part, Delivery.objects.count()) == (0, 1)
    assert "---" not in plaza.audience[0]["text"]
    assert plaza.audience[0]["text"].startswith("First of all.\n\nThen")


def test_a_parts_page_shows_its_thread_and_offers_to_cancel_the_rest(thread, admin):
    def page(delivery):
        return admin.get(f"/admin/publishing/deliveries/inspect/{delivery.pk}/").content.decode()

    assert "Part 3 of 3" in page(thread[1]) and "This part" in page(thread[1])
    assert "cancel_rest" in page(thread[1])
    assert "cancel_rest" not in page(thread[2])
    admin.post(f"/admin/publishing/deliveries/{thread[1].pk}/cancel_rest/")
    assert states(thread) == ["scheduled", "cancelled", "cancelled"]


def test_the_schedule_screen_says_that_it_is_a_thread(make_card, make_account, admin):
    card = make_card(copy_long=COPY)
    make_account("plaza_threads")
    text = admin.get(f"/admin/publishing/deliveries/schedule/{card.pk}/").content.decode()
    assert "A thread of 3 posts" in text
