"""Approvals that take effect at a time: done by the hub, each on its own, and never by two."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from wagtail.models import Page, Revision

from contenthub.assets.models import Asset
from contenthub.lib import clock
from contenthub.publishing import actions, golive, upkeep
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant
from tests.publishing.test_at_once import together

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_failed_before(monkeypatch):
    monkeypatch.setattr(golive, "_failed", {})


@pytest.fixture
def coming(make_card):
    """A card approved from an hour from now on."""

    def make(title: str = "Card", **fields) -> Variant:
        card = make_card(approved=False, title=title).specific
        card.go_live_at = clock.now() + HOUR
        for name, value in fields.items():
            setattr(card, name, value)
        card.save_revision().publish()
        card = Variant.objects.get(pk=card.pk)
        assert not card.live and card.scheduled_revision
        return card

    return make


def live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def later(hours: float = 1.01):
    return time_machine.travel(clock.now() + hours * HOUR)


def test_what_is_due_is_published_by_the_dispatchers_own_upkeep(coming):
    card = coming()
    golive.step(clock.now())
    assert not live(card)
    with later():
        assert "go live" in upkeep.STEPS
        assert golive.step(clock.now()) == 1
        assert golive.step(clock.now()) == 0
    assert live(card)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_one_that_raises_does_not_stop_the_others(coming, monkeypatch, caplog):
    cards = [coming(title) for title in ("First", "Broken", "Last")]
    save = SocialCard.save

    def failing(self, *args, **kwargs):
        if self.title == "Broken" and self.live:
            raise RuntimeError("its picture is gone")
        return save(self, *args, **kwargs)

    monkeypatch.setattr(SocialCard, "save", failing)
    with later():
        assert golive.step(clock.now()) == 2
        assert [live(card) for card in cards] == [True, False, True]
        assert "its picture is gone" in caplog.text
        monkeypatch.setattr(SocialCard, "save", save)
        assert golive.step(clock.now()) == 0  # not at every turn
        assert golive.step(clock.now() + golive.FIRST_PAUSE) == 1
    assert live(cards[1])


@pytest.mark.django_db(transaction=True)
def test_of_four_dispatchers_at_once_one_publishes(coming):
    card = coming()
    with later():
        due = golive.due(clock.now())
        assert sum(together(lambda: golive.publish(due[0], clock.now()), 4)) == 1
    assert live(card)


def test_what_expires_is_taken_down(card):
    Page.objects.filter(pk=card.pk).update(expire_at=clock.now() + HOUR)
    golive.step(clock.now())
    assert live(card)
    with later():
        assert golive.step(clock.now()) == 1
    found = Page.objects.get(pk=card.pk)
    assert (found.live, found.expired) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_one_takes_it_down(card):
    Page.objects.filter(pk=card.pk).update(expire_at=clock.now())
    assert sum(together(lambda: golive.expire(Page, card.pk, clock.now()), 4)) == 1
    assert not live(card)


def test_assets_go_live_too(asset):
    asset.unpublish()
    page = Asset.objects.get(pk=asset.pk)
    page.go_live_at = clock.now() + HOUR
    page.save_revision().publish()
    with later():
        golive.step(clock.now())
    assert live(page)


def test_a_delivery_before_that_is_refused_with_the_time(coming, account):
    card = coming()
    with pytest.raises(CannotSchedule, match=r"approved from \d{4}-\d\d-\d\d \d\d:\d\d CST on only"):
        actions.schedule(card, account, clock.now() + HOUR / 2)
    delivery = actions.schedule(card, account, clock.now() + 2 * HOUR)
    with pytest.raises(CannotChange, match="approved from"):
        actions.reschedule(delivery, clock.now() + HOUR / 2)


def test_one_planned_behind_the_actions_back_is_held(coming, account, plaza):
    card = coming()
    delivery = actions.schedule(card, account, clock.now() + 2 * HOUR)
    Delivery.objects.update(due_at=clock.now(), planned_at=clock.now())
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "not_approved")
    assert plaza.requests == []


def test_a_delivery_at_that_very_time_goes_out_whoever_comes_first(coming, account, plaza):
    card = coming()
    delivery = actions.schedule(card, account, card.scheduled_revision.approved_go_live_at)
    with later():
        work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, live(card), len(plaza.audience)) == ("live", True, 1)


def test_what_goes_out_is_the_text_approved_for_then(card, account, plaza):
    page = card.specific
    page.copy_text = "What is said from then on."
    page.go_live_at = clock.now() + HOUR
    page.save_revision().publish()
    assert live(card)
    delivery = actions.schedule(card, account, clock.now() + HOUR)
    with later():
        work(delivery.pk)
    assert plaza.audience[0]["text"].startswith("What is said from then on.")


def test_when_its_publishing_fails_the_delivery_says_so(coming, account, plaza, monkeypatch):
    card = coming()
    delivery = actions.schedule(card, account, clock.now() + HOUR)

    def failing(self, *args, **kwargs):
        raise RuntimeError("its picture is gone")

    with later():
        monkeypatch.setattr(SocialCard, "save", failing)
        work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "not_approved")
    assert "its picture is gone" in delivery.reason
    assert plaza.audience == []


def test_a_delivery_after_it_expires_is_refused(coming, account):
    card = coming(expire_at=clock.now() + 3 * HOUR)
    assert actions.schedule(card, account, clock.now() + 2 * HOUR)
    with pytest.raises(CannotSchedule, match="approved until"):
        actions.schedule(card, account, clock.now() + 4 * HOUR)


def test_many_that_fail_do_not_keep_the_next_one_waiting(make_card, monkeypatch):
    monkeypatch.setattr(golive, "BATCH", 2)
    cards = [make_card(approved=False, title=f"Card {number}").specific for number in range(3)]
    for number, card in enumerate(cards):
        card.go_live_at = clock.now() + dt.timedelta(minutes=number + 1)
        card.save_revision().publish()
    broken = [Variant.objects.get(pk=card.pk).scheduled_revision.pk for card in cards[:2]]
    publish = golive.publish

    def fails(revision_id, now):
        if revision_id in broken:
            raise RuntimeError("broken")
        return publish(revision_id, now)

    monkeypatch.setattr(golive, "publish", fails)
    with later():
        assert (golive.step(clock.now()), golive.step(clock.now())) == (0, 1)
    assert Variant.objects.get(pk=cards[2].pk).live
