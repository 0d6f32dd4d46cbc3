"""What people see and press: on a delivery's page, for everything of an asset, and on the command line."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions, verbs
from contenthub.publishing.models import Delivery
from tests.publishing.after.conftest import approve, worked


def page(browser, name: str, *args) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def press(browser, delivery: Delivery, verb: str, **typed: str) -> str:
    url = reverse("publishing_delivery:verb", args=[delivery.pk, verb])
    return browser.post(url, typed, follow=True).content.decode()


def names(delivery: Delivery) -> list[str]:
    return [verb.name for verb in verbs.possible(delivery)]


def ran(*args: str) -> dict:
    out = StringIO()
    call_command(*args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_what_is_live_offers_withdrawing_and_once_a_new_version_is_approved_updating(live, card):
    assert names(live) == ["withdraw"]
    approve(card, "New words.")
    live = Delivery.objects.get(pk=live.pk)
    assert names(live) == ["update", "withdraw"]
    actions.withdraw(live)
    assert names(live) == []


def test_what_is_gone_offers_its_three_choices(live, admin):
    Delivery.objects.update(gone_at=clock.now())
    live.refresh_from_db()
    assert names(live) == ["publish_again", "still_there", "meant_gone"]
    text = page(admin, "publishing_delivery:inspect", live.pk)
    assert ">Gone</span>" in text and "Gone since" in text and 'value="https://plaza.example/p1"' in text
    assert "It is there" in page(admin, "publishing_inbox:index")


def test_a_persons_task_offers_to_mark_it_as_done_and_not_to_say_it_is_live(make_live, admin):
    change = actions.withdraw(make_live("plaza"))
    assert names(change) == ["mark_done", "cancel"]
    assert "Take it down by hand at https://plaza.example/p1" in page(admin, "publishing_inbox:index")
    assert "It is marked as done." in press(admin, change, "mark_done")
    change.refresh_from_db()
    assert change.original.state == "withdrawn"


def test_withdrawing_from_the_page_keeps_why_and_shows_how_it_goes(live, admin):
    text = press(admin, live, "withdraw", reason="Wrong figure.")
    assert "Changed since" in text and "Wrong figure." in text
    worked(live.changes.get())
    assert "Taken down on" in page(admin, "publishing_delivery:inspect", live.pk)
    assert "This takes down" in page(admin, "publishing_delivery:inspect", live.changes.get().pk)


def test_after_an_update_the_page_leads_to_what_readers_see(live, card, admin):
    approve(card, "New words.")
    change = worked(actions.update(live))
    text = page(admin, "publishing_delivery:inspect", live.pk)
    assert "the version put in its place" in text and "Updated" in text
    assert "New words." in page(admin, "publishing_delivery:inspect", change.pk)


def test_the_page_says_when_it_was_last_seen(live, admin):
    Delivery.objects.update(seen_at=clock.now())
    assert "Last seen live" in page(admin, "publishing_delivery:inspect", live.pk)


def test_listings_name_what_a_change_did(live, card, admin, asset):
    approve(card, "New words.")
    worked(actions.update(live))
    worked(actions.withdraw(live))
    text = page(admin, "publishing_delivery:index")
    assert "Updated" in text and text.count("Withdrawn") >= 2
    assert (
        page(admin, "publishing_delivery:index")
        and admin.get(reverse("publishing_delivery:index") + "?export=csv").getvalue()
    )


class TestEverythingOfAnAsset:
    @pytest.fixture
    def out(self, make_live) -> list[Delivery]:
        """One that the hub can take down, one that a person must."""
        return [make_live("plaza_editable"), make_live("plaza")]

    def test_the_screen_lists_each_with_its_address_and_what_will_happen(self, out, asset, admin):
        text = page(admin, "publishing:withdraw_all", asset.pk)
        assert "The hub takes it down." in text and "A task for a person" in text
        assert text.count("plaza.example/p") >= 2

    def test_one_request_makes_them_all(self, out, asset, admin, plaza):
        url = reverse("publishing:withdraw_all", args=[asset.pk])
        answer = admin.post(url, {"delivery": [each.pk for each in out], "reason": "Recalled."}, follow=True)
        assert "2 are being taken down. 1 of them is a task for a person." in answer.content.decode()
        changes = Delivery.objects.filter(intent="withdraw").order_by("original_id")
        assert [(each.state, each.note) for each in changes] == [
            ("scheduled", "Recalled."),
            ("handed_over", "Recalled."),
        ]
        again = page(admin, "publishing:withdraw_all", asset.pk)
        assert again.count("being taken down already") == 2

    def test_only_what_was_shown_is_taken_down(self, out, asset, admin):
        admin.post(reverse("publishing:withdraw_all", args=[asset.pk]), {"delivery": [out[0].pk]})
        assert Delivery.objects.get(intent="withdraw").original == out[0]

    def test_what_is_still_to_come_or_not_known_is_named_as_left(self, out, asset, card, make_account, admin):
        account = make_account(name="Another")
        for state in ("scheduled", "unconfirmed", "cancelled"):
            made = actions.schedule(card, account)
            Delivery.objects.filter(pk=made.pk).update(state=state)
        text = admin.get(reverse("publishing:withdraw_all", args=[asset.pk])).content.decode()
        left = text.partition("Not out as far as is known")[2]
        assert "Scheduled" in left and "Unconfirmed" in left and "Cancelled" not in left
        assert "Not out as far" not in admin.get(reverse("publishing:update_all", args=[asset.pk])).content.decode()

    def test_with_nothing_out_it_says_so(self, asset, admin):
        assert "there is nothing to take down" in page(admin, "publishing:withdraw_all", asset.pk)

    def test_looking_changes_nothing(self, out, asset, admin):
        page(admin, "publishing:withdraw_all", asset.pk)
        assert not Delivery.objects.exclude(intent="publish").exists()

    def test_updating_leaves_out_what_shows_the_approved_version(self, out, card, asset, admin):
        assert "there is nothing to update" in page(admin, "publishing:update_all", card.pk)
        approve(card, "New words.")
        worked(actions.update(out[0]))
        text = page(admin, "publishing:update_all", card.pk)
        assert "The plaza_editable" not in text and "The plaza" in text
        admin.post(reverse("publishing:update_all", args=[card.pk]), {"delivery": [out[1].pk]})
        assert Delivery.objects.get(intent="update", state="handed_over").original == out[1]

    def test_the_pages_of_asset_and_variant_lead_there(self, out, card, asset, admin):
        for each in (card, asset):
            assert reverse("publishing:withdraw_all", args=[each.pk]) in page(admin, "wagtailadmin_pages:edit", each.pk)

    @pytest.mark.parametrize("name", ["publishing:withdraw_all", "publishing:update_all"])
    def test_only_those_who_may_change_deliveries_get_there(self, name, out, asset, client):
        reader = User.objects.create_user("reader")
        reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(reader)
        assert client.post(reverse(name, args=[asset.pk]), {"delivery": [out[0].pk]}).status_code in (302, 403)
        assert not Delivery.objects.exclude(intent="publish").exists()


class TestCommands:
    def test_withdraw(self, live, plaza):
        made = ran("withdraw", str(live.pk), "--reason", "Wrong figure.")
        assert (made["original"], made["intent"], made["state"]) == (live.pk, "withdraw", "scheduled")
        assert worked(Delivery.objects.get(pk=made["delivery_id"])).note == "Wrong figure."
        assert plaza.audience == []

    def test_update(self, live, card, plaza):
        approve(card, "New words.")
        made = ran("update", str(live.pk))
        assert worked(Delivery.objects.get(pk=made["delivery_id"])).state_text == "Updated"

    def test_what_cannot_be_done_is_one_line(self, live):
        with pytest.raises(CommandError, match="what is out already"):
            ran("update", str(live.pk))
        with pytest.raises(CommandError, match="There is no delivery 999999"):
            ran("withdraw", "999999")
