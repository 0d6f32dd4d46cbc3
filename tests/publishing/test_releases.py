"""Several deliveries at one moment: made all or none, checked together before any goes, none takes the others along."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions, release_check
from contenthub.publishing.errors import CannotChange, CannotRelease
from contenthub.publishing.models import Blackout, Delivery, Release
from contenthub.publishing.worker import work
from contenthub.variants.actions import approve, derive
from tests.publishing import platform

SOON = dt.timedelta(hours=1)


@pytest.fixture
def accounts(make_account):
    return [make_account("plaza", "One"), make_account("plaza_keyed", "Two"), make_account("plaza_blind", "Three")]


@pytest.fixture
def release(card, accounts) -> Release:
    return actions.make_release("Launch", [(card, account) for account in accounts], clock.now() + SOON)


def comes(release: Release, before: dt.timedelta = dt.timedelta(0)) -> None:
    """Time passes until so long before the release's moment."""
    at = clock.now() + before
    Release.objects.filter(pk=release.pk).update(planned_at=at)
    release.deliveries.update(planned_at=at, due_at=at)
    release.refresh_from_db()


def run() -> None:
    release_check.run(clock.now())
    while due := list(Delivery.objects.due(clock.now())):
        for delivery in due:
            work(delivery.pk)


def states(release: Release) -> list[str]:
    return list(release.deliveries.order_by("pk").values_list("state", flat=True))


def test_a_release_is_one_delivery_per_pair_each_with_a_link_of_its_own(release, card):
    made = list(release.deliveries.all())
    assert [each.account.name for each in sorted(made, key=lambda each: each.pk)] == ["One", "Two", "Three"]
    assert len({each.link_id for each in made}) == 3
    assert {each.due_at for each in made} == {release.planned_at}
    assert release.campaign == card.source_asset.campaign
    assert release.state == "planned"


def test_if_one_pair_cannot_go_nothing_is_made_and_every_reason_is_given(card, make_card, accounts):
    actions.pause_account(accounts[1], "Token gone.")
    draft = make_card(approved=False, title="Draft")
    pairs = [(card, accounts[0]), (card, accounts[1]), (draft, accounts[2])]
    with pytest.raises(CannotRelease) as caught:
        actions.make_release("Launch", pairs, clock.now() + SOON)
    assert not Release.objects.exists() and not Delivery.objects.exists()
    assert [(each.variant.title, each.account.name) for each in caught.value.misfits] == [
        ("Card", "Two"),
        ("Draft", "Three"),
    ]
    assert "Token gone." in str(caught.value) and "not approved" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "at", "said"),
    [
        ("", SOON, "name"),
        ("x" * 121, SOON, "name"),
        ("Launch", -SOON, "past"),
    ],
)
def test_what_it_is_called_and_when_is_checked_too(card, account, name, at, said):
    with pytest.raises(CannotRelease, match=said):
        actions.make_release(name, [(card, account)], clock.now() + at)


def test_a_release_of_nothing_is_refused(db):
    with pytest.raises(CannotRelease, match="at least one"):
        actions.make_release("Launch", [], clock.now() + SOON)


def test_the_same_call_twice_makes_it_once(card, account):
    key = uuid.uuid4()
    one, two = (actions.make_release("Launch", [(card, account)], None, key=key) for _ in range(2))
    assert one == two
    assert Delivery.objects.count() == 1


def test_nothing_goes_before_the_release_was_checked(release, plaza):
    comes(release)
    assert not Delivery.objects.due(clock.now()).exists()
    assert not any(work(delivery.pk) for delivery in release.deliveries.all())
    assert plaza.requests == []
    run()
    assert states(release) == ["live"] * 3
    assert len(plaza.audience) == 3
    assert Release.objects.get().state == "done"


def test_it_is_checked_a_little_before_its_time_and_waits_for_that(release, plaza):
    comes(release, dt.timedelta(seconds=15))
    run()
    release.refresh_from_db()
    assert release.checked_at
    assert release.state == "checked"
    assert plaza.requests == []


def test_what_cannot_go_is_held_with_its_reason_and_the_rest_goes(release, accounts, plaza):
    actions.pause_account(accounts[1], "Token gone.")
    actions.resume_account(accounts[1])
    accounts[1].__class__.objects.filter(pk=accounts[1].pk).update(state="paused", reason="Gone again.")
    comes(release)
    run()
    assert states(release) == ["live", "held", "live"]
    held = release.deliveries.get(state="held")
    assert (held.hold, "Gone again." in held.reason) == ("account_paused", True)
    release.refresh_from_db()
    assert "Not all of it could go. Card → Two: " in release.reason
    assert Release.objects.get().state == "trouble"


def test_one_that_fails_does_not_take_the_others_along(release, plaza):
    comes(release)
    plaza.faults = [platform.says(400)]
    run()
    assert states(release) == ["failed", "live", "live"]


def test_all_or_none_holds_all_and_says_which_one_kept_it(card, make_card, accounts, plaza):
    other = make_card(title="Other")
    pairs = [(card, accounts[0]), (other, accounts[1])]
    release = actions.make_release("Launch", pairs, clock.now() + SOON, all_or_none=True)
    comes(release)
    other.specific.unpublish()
    run()
    assert states(release) == ["held", "held"]
    assert plaza.requests == []
    kept, culprit = release.deliveries.order_by("pk")
    assert (kept.hold, culprit.hold) == ("failed_check", "not_approved")
    assert "all together or not at all. Other → Two" in kept.reason
    release.refresh_from_db()
    assert "Nothing went" in release.reason and "Other → Two" in release.reason


def test_a_quarter_of_an_hour_before_what_cannot_go_is_held_and_mended_in_time_it_goes(release, card, plaza):
    comes(release, dt.timedelta(minutes=10))
    card.specific.unpublish()
    run()
    release.refresh_from_db()
    assert states(release) == ["held"] * 3
    assert (release.looked_at is not None, release.checked_at) == (True, None)
    assert "Mend it before its time" in release.reason
    card.specific.save_revision().publish()
    comes(release)
    run()
    assert states(release) == ["live"] * 3
    release.refresh_from_db()
    assert release.reason == ""


def test_it_is_looked_through_once_and_checked_once(release, monkeypatch):
    counted = []
    monkeypatch.setattr(release_check, "findings", lambda release: counted.append(release) or [])
    comes(release, dt.timedelta(minutes=10))
    for _ in range(3):
        run()
    assert len(counted) == 1
    comes(release)
    for _ in range(3):
        release_check.run(clock.now())
    assert len(counted) == 2


def test_a_process_that_died_while_checking_is_taken_over(release):
    comes(release)
    Release.objects.update(checking_until=clock.now() + release_check.LEASE)
    assert not release_check.check(release)
    Release.objects.update(checking_until=clock.now())
    assert release_check.check(release)


def test_a_check_that_was_overtaken_by_another_time_changes_nothing(release, card, monkeypatch):
    comes(release)
    judge = release_check.findings

    def slow(release):
        found = judge(release)
        actions.reschedule_release(release, clock.now() + SOON)
        return found

    card.specific.unpublish()
    monkeypatch.setattr(release_check, "findings", slow)
    assert not release_check.check(release)
    release.refresh_from_db()
    assert (release.checked_at, states(release)) == (None, ["scheduled"] * 3)


def test_what_was_missed_asks_first(release, plaza, settings):
    comes(release)
    late = clock.now() - dt.timedelta(seconds=settings.HUB_DELIVERY_WINDOW + 60)
    Release.objects.update(planned_at=late)
    Delivery.objects.update(planned_at=late, due_at=late)
    run()
    assert states(release) == ["held"] * 3
    assert set(release.deliveries.values_list("hold", flat=True)) == {"missed"}


def test_another_time_for_all_of_it_is_checked_anew(release, plaza):
    comes(release)
    plaza.faults = [platform.says(400)]
    run()
    at = clock.now() + SOON
    assert actions.reschedule_release(release, at) == 1
    assert sorted(states(release)) == ["live", "live", "scheduled"]
    assert (release.checked_at, release.planned_at) == (None, at)


def test_cancelling_leaves_what_is_out(release, plaza):
    comes(release)
    plaza.faults = [platform.says(400)]
    run()
    assert actions.cancel_release(release) == 1
    assert sorted(states(release)) == ["cancelled", "live", "live"]
    with pytest.raises(CannotChange, match="Nothing of this release"):
        actions.cancel_release(release)
    with pytest.raises(CannotChange, match="Nothing of this release"):
        actions.reschedule_release(release, clock.now() + SOON)


def test_held_ones_are_sent_when_they_can_and_those_that_cannot_are_named(card, make_card, accounts, plaza):
    other = make_card(title="Other")
    release = actions.make_release("Launch", [(card, accounts[0]), (other, accounts[1])], clock.now() + SOON)
    comes(release)
    card.specific.unpublish()
    other.specific.unpublish()
    run()
    other.specific.save_revision().publish()
    with pytest.raises(CannotChange, match=r"1 go now. These cannot: Card → One"):
        actions.send_held(release)
    run()
    assert states(release) == ["held", "live"]


def test_of_all_or_none_held_ones_go_only_together(card, make_card, accounts, plaza):
    other = make_card(title="Other")
    pairs = [(card, accounts[0]), (other, accounts[1])]
    release = actions.make_release("Launch", pairs, clock.now() + SOON, all_or_none=True)
    comes(release)
    card.specific.unpublish()
    run()
    with pytest.raises(CannotChange, match="All of it goes or none"):
        actions.send_held(release)
    assert states(release) == ["held", "held"]
    card.specific.save_revision().publish()
    assert actions.send_held(release) == 2
    run()
    assert states(release) == ["live", "live"]


@pytest.fixture
def page(asset):
    return approve(derive(asset, ["h5_page"])[0])


@pytest.fixture
def site(db):
    return actions.add_account("site", "This site", {})


def test_a_page_and_posts_that_lead_to_it_go_together_the_page_first(page, site, accounts, plaza):
    # The posts come first in the list: it is no question of order.
    release = actions.make_release("Launch", [(page, accounts[0]), (page, accounts[1]), (page, site)])
    run()
    assert states(release) == ["live"] * 3
    opened = release.deliveries.get(account=site)
    assert all(each.live_at >= opened.live_at for each in release.deliveries.all())
    assert {each.tracked.target for each in release.deliveries.exclude(pk=opened.pk)} == {page.public_url}


@pytest.mark.django_db(transaction=True)
def test_posts_whose_page_does_not_come_are_held_and_say_so(page, site, account, plaza, monkeypatch):
    from channels.base import Refused
    from contenthub.landing.connector import Connector

    def refuse(self, post, state):
        raise Refused("The page is upside down.")

    release = actions.make_release("Launch", [(page, account), (page, site)])
    with monkeypatch.context() as patched:
        patched.setattr(Connector, "publish", refuse)
        run()
    post = release.deliveries.get(account=account)
    assert (post.state, post.hold) == ("held", "failed_check")
    assert "is not out. The page is upside down." in post.reason
    assert plaza.audience == []
    actions.retry(release.deliveries.get(account=site))
    actions.send_held(release)
    run()
    assert states(release) == ["live", "live"]


def test_a_thread_is_checked_and_goes_with_its_release(make_card, make_account, plaza):
    card = make_card(copy_long="One.\n---\nTwo.\n---\nThree.")
    release = actions.make_release("Launch", [(card, make_account("plaza_threads")), (card, make_account("plaza"))])
    run()
    assert states(release) == ["live"] * 4
    replies = [post.get("reply_to") for post in plaza.audience if post["text"][:3] in ("One", "Two", "Thr")]
    assert len(replies) == 4


def test_of_all_or_none_what_kept_the_others_does_not_go_alone_afterwards(card, make_card, accounts, plaza):
    other = make_card(title="Other")
    pairs = [(card, accounts[0]), (other, accounts[1])]
    release = actions.make_release("Launch", pairs, clock.now() + SOON, all_or_none=True)
    actions.pause_account(accounts[1], "Token gone.")
    comes(release)
    run()
    assert states(release) == ["held", "held"]
    assert set(release.deliveries.values_list("hold", flat=True)) == {"failed_check"}
    assert "all together or not at all" in release.deliveries.get(variant=other).reason
    actions.resume_account(accounts[1])
    run()
    assert (states(release), plaza.audience) == (["held", "held"], [])
    assert actions.send_held(release) == 2
    run()
    assert states(release) == ["live", "live"]


def test_a_time_at_which_some_of_it_may_not_go_moves_none_and_says_why(release, accounts):
    before, at = release.planned_at, clock.now() + 3 * SOON
    Blackout.objects.create(name="Golden Week", starts_at=at, ends_at=at + SOON, time_zone="UTC", account=accounts[1])
    with pytest.raises(CannotChange, match=r"Nothing was moved.*Card → Two.*Golden Week"):
        actions.reschedule_release(release, at)
    release.refresh_from_db()
    assert (release.planned_at, set(release.deliveries.values_list("due_at", flat=True))) == (before, {before})
    assert actions.reschedule_release(release, at + SOON) == 3


def test_a_channel_that_breaks_over_a_post_keeps_that_post_only(release, card, make_account, plaza, monkeypatch):
    other = actions.make_release("Other", [(card, make_account("plaza_threads"))], clock.now() + SOON)

    def broken(self, post):
        if type(self) is platform.Keyed:
            raise RuntimeError("upside down")
        return []

    monkeypatch.setattr(platform.Connector, "problems", broken)
    comes(release), comes(other)
    run()
    assert (states(release), states(other)) == (["live", "held", "live"], ["live"])
    assert "upside down" in release.deliveries.get(state="held").reason


def test_what_follows_a_part_that_was_taken_out_is_no_less_held_after_the_check(make_card, make_account, plaza):
    card = make_card(copy_long="One.\n---\nTwo.\n---\nThree.")
    pairs = [(card, make_account("plaza_threads")), (card, make_account("plaza"))]
    release = actions.make_release("Launch", pairs, clock.now() + SOON, all_or_none=True)
    first, second, third = release.deliveries.filter(part__gt=0).order_by("part")
    actions.cancel(first)
    comes(release)
    run()
    assert sorted(states(release)) == ["cancelled", "held", "held", "held"]
    release.refresh_from_db()
    assert "Part 1 was taken out" in release.reason
    assert actions.send_held(release) == 3
    run()
    assert sorted(states(release)) == ["cancelled", "live", "live", "live"]
