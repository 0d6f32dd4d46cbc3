"""The screens of releases: planned from a matrix, followed, moved, cancelled and sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions, release_check
from contenthub.publishing.models import Delivery, Release
from contenthub.publishing.worker import work
from tests.publishing import platform

ADD = "/admin/publishing/releases/new/"


@pytest.fixture
def release(card, make_account) -> Release:
    accounts = [make_account("plaza", "One"), make_account("plaza_keyed", "Two")]
    return actions.make_release("Launch", [(card, each) for each in accounts], clock.now() + dt.timedelta(hours=1))


def page_of(release: Release) -> str:
    return reverse("publishing_release:inspect", args=[release.pk])


def form(asset, *pairs: str, **fields: str) -> tuple[str, dict]:
    values = {
        "name": "Launch",
        "pairs": list(pairs),
        "when": "later",
        "at": "2035-03-01T09:00",
        "otherwise": "rest",
        "key": "0f3b0d7e-6a1c-4a52-9a51-2f4b5a1f9f10",
    }
    return f"{ADD}?scope=asset-{asset.pk}", {**values, **fields}


def test_without_any_the_listing_says_what_a_release_is(admin):
    assert "There is no release yet" in admin.get(reverse("publishing_release:index")).content.decode()


def test_the_listing_shows_state_time_and_how_many_are_live(admin, release):
    text = admin.get(reverse("publishing_release:index")).content.decode()
    assert "Launch" in text and "Planned" in text and "0 of 2" in text
    assert "CST" in text  # in the campaign's time zone


def test_the_matrix_shows_what_can_go_and_why_the_rest_cannot(admin, asset, card, make_card, account, make_account):
    make_card(approved=False, title="Draft")
    paused = make_account("plaza_keyed", "Two")
    actions.pause_account(paused, "Token gone.")
    make_card(title="Long", copy_long="One.\n---\nTwo.")
    make_account("plaza_threads", "Threads")
    text = admin.get(f"{ADD}?scope=asset-{asset.pk}").content.decode()
    assert f'value="{card.pk}-{account.pk}"' in text
    assert "Token gone." in text
    assert "Not approved yet" in text
    assert "A thread of 2 posts." in text


def test_a_campaign_shows_the_variants_of_its_assets(admin, asset, card, account):
    text = admin.get(f"{ADD}?scope=campaign-{asset.campaign_id}").content.decode()
    assert f'value="{card.pk}-{account.pk}"' in text


def test_what_was_ticked_is_planned_in_the_campaigns_time_zone(admin, asset, card, account):
    url, values = form(asset, f"{card.pk}-{account.pk}", otherwise="none")
    answer = admin.post(url, values)
    release = Release.objects.get()
    assert answer.url == page_of(release)
    assert release.planned_at == dt.datetime(2035, 3, 1, 1, 0, tzinfo=dt.UTC)
    assert (release.all_or_none, release.created_by.username) == (True, "admin")


def test_pressing_the_button_twice_plans_once(admin, asset, card, account):
    url, values = form(asset, f"{card.pk}-{account.pk}")
    admin.post(url, values)
    admin.post(url, values)
    assert Release.objects.count() == Delivery.objects.count() == 1


def test_if_one_cannot_go_nothing_is_planned_and_what_was_ticked_stays_ticked(admin, asset, card, make_card, account):
    other = make_card(title="Other")
    url, values = form(asset, f"{card.pk}-{account.pk}", f"{other.pk}-{account.pk}")
    other.specific.unpublish()
    text = admin.post(url, values).content.decode()
    assert "Other → The plaza: “Other” is not approved yet." in text
    assert f'value="{card.pk}-{account.pk}" checked' in text
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"at": ""}, "Choose a date and time"),
        ({"at": "2020-01-01T09:00"}, "is past"),
        ({"pairs": []}, "Tick at least one box"),
        ({"pairs": ["1-99999"]}, "Select a valid choice"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_place(admin, asset, card, account, fields, said):
    url, values = form(asset, f"{card.pk}-{account.pk}")
    assert said in admin.post(url, {**values, **fields}).content.decode()
    assert not Release.objects.exists()


def test_the_page_shows_each_delivery_with_its_reason(admin, release, plaza):
    due_now(release)
    plaza.faults = [platform.says(400)]
    run()
    text = admin.get(page_of(release)).content.decode()
    assert "With trouble" in text and "refused with error 400" in text and "plaza.example" in text


def test_while_it_moves_the_page_asks_and_hears_only_of_changes(admin, release):
    now = reverse("publishing_release:now", args=[release.pk])
    first = admin.get(now)
    version = first.context["version"]
    assert "data-moving" in first.content.decode()
    assert admin.get(f"{now}?version={version}").status_code == 204
    due_now(release)
    run()
    again = admin.get(f"{now}?version={version}")
    assert again.status_code == 200
    assert "data-moving" not in again.content.decode()
    assert "Live: 2" in again.content.decode()


def test_it_is_moved_cancelled_and_sent_from_its_page(admin, release, card):
    def press(verb: str, **fields: str) -> str:
        url = reverse("publishing_release:verb", args=[release.pk, verb])
        return admin.post(url, fields, follow=True).content.decode()

    assert "2 deliveries have a new time" in press("reschedule", at="2035-03-01T09:00")
    assert "Choose a date and time" in press("reschedule", at="")
    card.specific.unpublish()
    due_now(release)
    run()
    assert "None of them can go" in press("send")
    card.specific.save_revision().publish()
    assert "2 deliveries are sent now" in press("send")
    assert "2 deliveries are cancelled" in press("cancel")
    assert "Nothing of this release is left" in press("cancel")


def test_a_verb_there_is_not_sends_nothing(admin, release):
    release.deliveries.update(state="held", hold="missed")
    assert admin.post(reverse("publishing_release:verb", args=[release.pk, "nonsense"])).status_code == 404
    assert set(release.deliveries.values_list("state", flat=True)) == {"held"}


def test_who_may_only_look_is_offered_nothing_and_changes_nothing(client, release):
    reader = User.objects.create_user("reader", "r@example.com", None)
    reader.user_permissions.add(
        Permission.objects.get(codename="view_release"), Permission.objects.get(codename="access_admin")
    )
    client.force_login(reader)
    assert "Cancel all" not in client.get(page_of(release)).content.decode()
    client.post(reverse("publishing_release:verb", args=[release.pk, "cancel"]))
    client.get(reverse("publishing_release:verb", args=[release.pk, "cancel"]))
    assert client.get(ADD).status_code == 302
    assert set(release.deliveries.values_list("state", flat=True)) == {"scheduled"}


def test_a_get_changes_nothing(admin, release):
    assert admin.get(reverse("publishing_release:verb", args=[release.pk, "cancel"])).status_code == 405


def due_now(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(planned_at=clock.now())
    release.deliveries.update(planned_at=clock.now(), due_at=clock.now())


def run() -> None:
    release_check.run(clock.now())
    for delivery in Delivery.objects.due(clock.now()):
        work(delivery.pk)
