"""Putting the newly approved version in the place of what is live."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from channels.base import Post
from contenthub.lib import clock
from contenthub.publishing import actions, order, prospects
from contenthub.publishing.behind import outdated_live
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.behind import judging
from contenthub.variants.models import Variant
from contenthub.variants.source import Source
from tests.publishing.after.conftest import approve, worked
from tests.publishing.after.square import Editable
from tests.publishing.platform import says
from tests.publishing.test_behind import confirm, revise, source

NEW = "What they do now. See https://else.example/new too."


@pytest.fixture
def updated(live, card) -> Delivery:
    approve(card, NEW)
    return worked(actions.update(live))


def test_readers_see_the_new_text_in_the_same_place(updated, live, plaza):
    (shown,) = plaza.audience
    assert (updated.state, updated.state_text) == ("live", "Updated")
    assert "What they do now." in shown["text"]
    assert shown["key"] == live.key.hex


def test_in_chinese_it_says_so_too(updated):
    with translation.override("zh-hans"):
        assert updated.state_text == "已更新"


def test_the_link_is_the_same_and_every_other_one_is_tagged_with_it(updated, live, plaza):
    (shown,) = plaza.audience
    assert live.link.short_url in shown["text"]
    assert "https://else.example/new?utm_source=plaza_editable" in shown["text"]
    assert f"utm_id={live.link.code}" in shown["text"]
    assert not Delivery.objects.filter(link=None).exclude(pk=updated.pk).exists()


def test_each_keeps_the_post_it_sent_and_the_original_leads_to_what_is_out(updated, live):
    live.refresh_from_db()
    assert "What operators do" in Post.from_json(live.post).text
    assert Post.from_json(updated.post).change == updated.key.hex
    assert (live.state, live.current) == ("live", updated)
    assert live.revision_id != updated.revision_id == Variant.objects.get(pk=live.variant_id).live_revision_id
    assert live.url == "https://plaza.example/p1-edited"


def test_the_post_is_kept_before_the_call(live, card, plaza):
    approve(card, NEW)
    seen = []
    plaza.mishaps = [lambda request: seen.append(request.json()) or says(500)(request.json())]
    change = worked(actions.update(live))
    assert change.state == "scheduled"
    assert Post.from_json(change.post).text == seen[0]["text"]


def test_an_unknown_outcome_is_tried_again_with_the_very_same_post(live, card, plaza):
    approve(card, NEW)
    plaza.mishaps = [plaza.change_silently]
    change = worked(actions.update(live))
    Delivery.objects.filter(pk=change.pk).update(due_at=clock.now())
    assert worked(change).state == "live"
    first, second = (request.json() for request in plaza.changes)
    assert first == second


def test_what_is_out_already_is_not_sent_again(live, updated):
    with pytest.raises(CannotChange, match="what is out already"):
        actions.update(live)


def test_the_latest_of_several_updates_counts(live, updated, card, plaza):
    approve(card, "Third.")
    third = worked(actions.update(live))
    live.refresh_from_db()
    assert live.current == third
    assert plaza.audience[0]["text"].startswith("Third.")


def test_what_is_approved_between_making_and_sending_is_sent(live, card, plaza):
    approve(card, NEW)
    change = actions.update(live)
    approve(card, "Newer still.")
    worked(change)
    assert plaza.audience[0]["text"].startswith("Newer still.")


def test_a_text_the_channel_would_refuse_is_not_sent(live, card, plaza, monkeypatch):
    approve(card, NEW)
    change = actions.update(live)
    monkeypatch.setattr(Editable, "problems", lambda self, post: ["The plaza does not like it."])
    worked(change)
    assert (change.state, change.hold, plaza.changes) == ("held", "failed_check", [])


def test_without_approval_nothing_is_sent(live, card, plaza):
    approve(card, NEW)
    change = actions.update(live)
    card.specific.unpublish()
    worked(change)
    assert (change.state, change.hold, plaza.changes) == ("held", "not_approved", [])
    with pytest.raises(CannotChange, match="not approved"):
        actions.update(live)


def test_what_was_taken_down_meanwhile_is_not_brought_back(live, card, plaza):
    approve(card, NEW)
    change = actions.update(live)
    Delivery.objects.filter(pk=live.pk).update(state="withdrawn")
    worked(change)
    assert (change.state, plaza.changes) == ("cancelled", [])


def test_a_withdrawal_takes_the_place_of_an_update_that_waits(live, card, plaza):
    approve(card, NEW)
    change = actions.update(live)
    withdrawal = actions.withdraw(live)
    change.refresh_from_db()
    assert change.state == "cancelled"
    with pytest.raises(CannotChange, match="being taken down"):
        actions.update(live)
    assert worked(withdrawal).state == "live"
    assert plaza.audience == []


def test_two_changes_of_one_post_wait_for_each_other(live, card, plaza):
    approve(card, NEW)
    change = actions.update(live)
    soon = clock.now() + dt.timedelta(minutes=1)
    Delivery.objects.filter(pk=change.pk).update(
        state="sending", leased_by="other", leased_until=soon, armed_at=clock.now()
    )
    withdrawal = worked(actions.withdraw(live))
    assert withdrawal.state == "scheduled"
    assert "under way" in withdrawal.reason
    assert plaza.changes == []


def test_where_the_channel_cannot_the_person_gets_the_new_text(make_live, card):
    live = make_live("plaza")
    approve(card, NEW)
    change = actions.update(live)
    assert change.state == "handed_over"
    assert "by hand at https://plaza.example/p1" in change.reason
    post = Post.from_json(change.post)
    assert "What they do now." in post.text and live.link.short_url in post.text
    actions.mark_done(change, url="https://plaza.example/moved")
    live.refresh_from_db()
    assert (change.state, live.state, live.url) == ("live", "live", "https://plaza.example/moved")
    assert live.current == change


def test_mail_can_be_neither_changed_nor_taken_back(live, monkeypatch):
    monkeypatch.setattr(Editable, "capabilities", type(Editable.capabilities)(recipients=True))
    Account.objects.update(limits=None)
    with pytest.raises(CannotChange, match="cannot be changed"):
        actions.update(live)
    with pytest.raises(CannotChange, match="cannot be taken back"):
        actions.withdraw(live)


class TestWhatSaysTheOldWords:
    @pytest.fixture
    def card(self, make_card, asset) -> Variant:
        return make_card(field_sources={"copy_text": source(asset)})

    def test_it_is_not_listed_any_more_once_it_is_updated(self, live, card, asset):
        revise(asset, "They do something else.")
        judging.catch_up()
        assert outdated_live(Variant.objects.get(pk=card.pk)) == [live]
        confirm_with(card, asset, "They do something else, then.")
        judging.catch_up()
        variant = Variant.objects.get(pk=card.pk)
        assert outdated_live(variant) == [live]
        worked(actions.update(live))
        assert outdated_live(variant) == []

    def test_an_update_of_what_is_behind_waits_until_it_is_confirmed(self, live, card, asset, plaza):
        approve(card, NEW)
        change = actions.update(live)
        revise(asset, "They do something else.")
        judging.catch_up()
        change.refresh_from_db()
        assert (change.state, change.hold) == ("held", "behind")
        confirm(card, asset)
        judging.catch_up()
        assert worked(change).state == "live"

    def test_a_withdrawal_of_what_is_behind_does_not_wait(self, live, asset):
        change = actions.withdraw(live)
        revise(asset, "They do something else.")
        judging.catch_up()
        assert worked(change).state == "live"


def confirm_with(card: Variant, asset, text: str) -> None:
    page = Variant.objects.get(pk=card.pk).specific.get_latest_revision_as_object()
    page.copy_text = text
    latest = type(asset).objects.get(pk=asset.pk).get_latest_revision_as_object()
    page.field_sources = {
        "copy_text": Source(asset.pk, latest.latest_revision_id, ["summary"], latest.summary).as_json()
    }
    page.save_revision().publish()


class TestThreads:
    """Each part is updated in its own place."""

    @pytest.fixture
    def parts(self, make_card, make_account) -> list[Delivery]:
        card = make_card(copy_long="One.\n---\nTwo.\n---\nThree.")
        first = actions.schedule(card, make_account("plaza_editable_threads"))
        return [worked(each) for each in order.thread_of(first)]

    @staticmethod
    def rewrite(parts, text: str) -> None:
        page = Variant.objects.get(pk=parts[0].variant_id).specific
        page.copy_long = text
        page.save_revision().publish()

    def test_a_part_gets_its_own_new_text(self, parts, plaza):
        self.rewrite(parts, "One.\n---\nTwo, put right.\n---\nThree.")
        change = worked(actions.update(parts[1]))
        assert (change.state, change.reason) == ("live", "")
        assert [post["text"].split()[0] for post in plaza.audience] == ["One.", "Two,", "Three."]

    def test_all_parts_at_once(self, parts, plaza):
        self.rewrite(parts, "Eins.\n---\nZwei.\n---\nDrei.")
        for change in [actions.update(part) for part in parts]:
            worked(change)
        assert [post["text"].split()[0] for post in plaza.audience] == ["Eins.", "Zwei.", "Drei."]

    def test_what_has_more_posts_by_now_is_refused_at_once_and_listed_so(self, parts):
        self.rewrite(parts, "One.\n---\nTwo.\n---\nThree.\n---\nFour.")
        with pytest.raises(CannotChange, match="went out as 3 posts and has 4 now"):
            actions.update(parts[0])
        found = prospects.updates(Delivery.objects.out())
        assert [(each.able, "Withdraw it" in each.text) for each in found] == [(False, True)] * 3


def test_of_a_paused_account_it_is_said_that_what_is_late_asks_first(live, card, account):
    approve(card, NEW)
    actions.pause_account(account)
    (found,) = prospects.updates([Delivery.objects.get(pk=live.pk)])
    assert found.able and "asks first if that is late" in found.text
