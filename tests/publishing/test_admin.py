"""The admin's screens: what they show, what they do, who may."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import accounts, actions, verbs
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from tests.publishing.conftest import TOKEN
from tests.publishing.platform import drop

LISTINGS = ["publishing_delivery:index", "publishing_account:index", "publishing_attempt:index"]


def page(browser, name: str, *args) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def put(delivery: Delivery, state: str, **fields) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, **fields)


@pytest.mark.parametrize("name", LISTINGS)
def test_an_empty_listing_says_what_to_do(admin, name):
    assert any(
        words in page(admin, name) for words in ("Approve a variant", "Add the first one", "Nothing was tried yet")
    )


def test_listings_show_state_reason_and_address(admin, delivery, plaza):
    plaza.faults = [drop]
    work(delivery.pk)
    text = page(admin, "publishing_delivery:index")
    assert "Unconfirmed" in text and "being looked up" in text and "The plaza · Plaza" in text
    assert "Outcome unknown" in page(admin, "publishing_attempt:index")
    assert "The plaza" in page(admin, "publishing_account:index")


def test_what_needs_a_person_comes_first(admin, card, account):
    waiting, later = (
        actions.schedule(card, account),
        actions.schedule(card, account, clock.now() + dt.timedelta(days=1)),
    )
    put(waiting, "failed", reason="It said no.")
    rows = admin.get(reverse("publishing_delivery:index")).context["object_list"]
    assert [row.pk for row in rows] == [waiting.pk, later.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=failed", 1),
        ("state=live", 0),
        ("waits=person", 1),
        ("waits=hub", 0),
        ("channel=plaza", 1),
        ("q=Card", 1),
    ],
)
def test_the_listing_can_be_narrowed_down(admin, delivery, query, found):
    put(delivery, "failed")
    response = admin.get(f"{reverse('publishing_delivery:index')}?{query}")
    assert len(response.context["object_list"]) == found


def test_deliveries_can_be_exported(admin, delivery):
    response = admin.get(f"{reverse('publishing_delivery:index')}?export=csv")
    text = b"".join(response.streaming_content).decode()
    assert delivery.link.short_url in text


def test_a_deliverys_page_tells_its_whole_story(admin, delivery, plaza):
    plaza.faults = [plaza.accept_silently]
    work(delivery.pk)
    Delivery.objects.update(wake_at=clock.now())
    work(delivery.pk)
    text = page(admin, "publishing_delivery:inspect", delivery.pk)
    for words in (
        "Live",
        "https://plaza.example/found",
        delivery.link.short_url,
        "Clicks: 0 by people",
        "What operators do",
        "Try 1",
        "Looked up once",
        "Scheduled",
    ):
        assert words in text
    assert TOKEN not in text


def test_the_html_that_went_out_is_shown_where_it_can_do_nothing(admin, delivery):
    Delivery.objects.update(post={"title": "x", "html": "<script>alert(1)</script>", "media": [], "text": ""})
    text = page(admin, "publishing_delivery:inspect", delivery.pk)
    assert "<script>alert(1)" not in text and 'sandbox=""' in text
    response = admin.get(reverse("publishing_delivery:html", args=[delivery.pk]))
    assert (
        "sandbox;" in response["Content-Security-Policy"]
        and "default-src 'none'" in response["Content-Security-Policy"]
    )


@pytest.mark.parametrize("state", Delivery.State.values)
def test_only_what_is_possible_is_offered(admin, delivery, state):
    extra = {"live_at": clock.now()} if state == "live" else {}
    extra |= {"leased_until": clock.now()} if state == "sending" else {}
    put(delivery, state, hold="missed" if state == "held" else "", **extra)
    text = page(admin, "publishing_delivery:inspect", delivery.pk)
    offered = {verb.name for verb in verbs.VERBS if f"/{delivery.pk}/{verb.name}/" in text}
    fitting = {verb.name for verb in verbs.VERBS if state in verb.states and verb.when(delivery)}
    assert offered == fitting - {"next_slot"}, "it has no slots"


def act(browser, delivery: Delivery, verb: str, **typed: str):
    url = reverse("publishing_delivery:verb", args=[delivery.pk, verb])
    response = browser.post(url, typed, follow=True)
    delivery.refresh_from_db()
    return response.content.decode()


def test_the_buttons_do_what_they_say(admin, delivery):
    put(delivery, "unconfirmed")
    assert "It is sent again now" in act(admin, delivery, "send_again")
    assert delivery.state == "scheduled"
    act(admin, delivery, "reschedule", at="2027-05-01T09:30")
    assert delivery.due_at == dt.datetime(2027, 5, 1, 1, 30, tzinfo=dt.UTC), "typed in the campaign's time zone"
    act(admin, delivery, "cancel")
    assert delivery.state == "cancelled"
    assert "cannot be done any more" in act(admin, delivery, "retry")
    put(delivery, "handed_over")
    assert "full address" in act(admin, delivery, "live", url="nonsense")
    act(admin, delivery, "live", url="https://plaza.example/mine")
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/mine")


def test_looking_changes_nothing(admin, delivery):
    put(delivery, "failed")
    for verb in verbs.VERBS:
        assert admin.get(reverse("publishing_delivery:verb", args=[delivery.pk, verb.name])).status_code == 405
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_an_account_is_made_from_what_its_channel_declares(admin, plaza):
    assert "Plaza" in page(admin, "publishing_account:add")
    text = page(admin, "publishing_account:add_to", "plaza")
    assert "Token" in text and 'type="password"' in text
    url = reverse("publishing_account:add_to", args=["plaza"])
    wrong = admin.post(url, {"name": "Main", "set_base_url": "nowhere", "set_token": ""}).content.decode()
    assert "Give a full address" in wrong and "required" in wrong
    admin.post(url, {"name": "Main", "set_base_url": plaza.url, "set_token": TOKEN})
    assert accounts.connector(Account.objects.get()).values["token"] == TOKEN


def test_a_stored_secret_is_never_shown_and_changes_only_when_typed(admin, account):
    url = reverse("publishing_account:edit", args=[account.pk])
    text = admin.get(url).content.decode()
    assert TOKEN not in text and "Stored; leave empty to keep it" in text
    typed = {"name": "Renamed", "set_base_url": account.values["base_url"], "set_token": ""}
    admin.post(url, {**typed, "set_room": "attic"})
    account.refresh_from_db()
    assert (account.name, account.values["room"]) == ("Renamed", "attic")
    assert accounts.connector(account).values["token"] == TOKEN
    admin.post(url, {**typed, "set_token": "new-token"})
    account.refresh_from_db()
    assert accounts.connector(account).values["token"] == "new-token"
    assert TOKEN not in page(admin, "publishing_account:inspect", account.pk)


def test_the_connection_is_tested_paused_and_resumed_by_buttons(admin, account, delivery):
    def press(verb: str) -> str:
        url = reverse("publishing_account:verb", args=[account.pk, verb])
        return admin.post(url, follow=True).content.decode()

    assert "The plaza answers." in press("test")
    assert "is held" in press("pause")
    delivery.refresh_from_db()
    assert delivery.hold == "account_paused"
    press("resume")
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"
    actions.change_account(account, {"token": "wrong-token"})
    assert "reconnect the account" in press("test")


def test_an_account_without_deliveries_can_be_deleted_and_has_a_history(admin, account):
    page(admin, "publishing_account:history", account.pk)
    page(admin, "publishing_account:delete", account.pk)
    admin.post(reverse("publishing_account:delete", args=[account.pk]))
    assert not Account.objects.exists()


def test_an_account_with_deliveries_is_kept(admin, account, delivery):
    response = admin.post(reverse("publishing_account:delete", args=[account.pk]), follow=True)
    assert "Pause it instead" in response.content.decode()
    assert Account.objects.exists()
    assert reverse("publishing_account:delete", args=[account.pk]) not in page(
        admin, "publishing_account:inspect", account.pk
    )


def schedule_page(browser, card, **typed):
    url = reverse("publishing_delivery:schedule", args=[card.pk])
    return browser.post(url, {"key": str(uuid.uuid4()), **typed}, follow=True) if typed else browser.get(url)


def test_the_schedule_screen_shows_what_stands_against_each_account(admin, card, make_account):
    make_account(name="Good")
    make_account("plaza_fussy", name="Fussy")
    paused = make_account(name="Paused")
    actions.pause_account(paused, "Token gone.")
    text = schedule_page(admin, card).content.decode()
    assert "without an image" in text and "Token gone." in text
    assert "In Asia/Shanghai." in text


def test_accounts_and_a_time_make_deliveries(admin, card, make_account):
    one, two = make_account(name="One"), make_account(name="Two")
    schedule_page(admin, card, accounts=[one.pk, two.pk], when="later", at="2027-05-01T09:30")
    due = {delivery.due_at for delivery in Delivery.objects.all()}
    assert due == {dt.datetime(2027, 5, 1, 1, 30, tzinfo=dt.UTC)}
    assert Delivery.objects.count() == 2


def test_pressing_twice_makes_one_delivery(admin, card, account):
    key = str(uuid.uuid4())
    for _ in range(2):
        schedule_page(admin, card, accounts=[account.pk], when="now", key=key)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"when": "later", "at": "2020-01-01T00:00"}, "is past"),
        ({"when": "later", "at": ""}, "Choose a date and time"),
        ({"when": "now", "accounts": []}, "required"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(admin, card, account, typed, said):
    text = schedule_page(admin, card, **{"accounts": [account.pk], **typed}).content.decode()
    assert said in text
    assert not Delivery.objects.exists()


def test_one_account_that_cannot_take_it_keeps_all_from_going(admin, card, make_account):
    good, fussy = make_account(name="Good"), make_account("plaza_fussy", name="Fussy")
    text = schedule_page(admin, card, accounts=[good.pk, fussy.pk], when="now").content.decode()
    assert "Fussy: " in text
    assert not Delivery.objects.exists()


def test_an_unapproved_variant_is_not_offered_a_time(admin, make_card, account):
    card = make_card(approved=False)
    text = schedule_page(admin, card).content.decode()
    assert "not approved yet" in text and 'name="when"' not in text
    schedule_page(admin, card, accounts=[account.pk], when="now")
    assert not Delivery.objects.exists()


def test_an_approved_variants_page_leads_to_the_schedule_screen(admin, card, make_card):
    url = reverse("publishing_delivery:schedule", args=[card.pk])
    assert url in admin.get(reverse("wagtailadmin_pages:edit", args=[card.pk])).content.decode()
    draft = make_card(approved=False, title="Draft")
    other = reverse("publishing_delivery:schedule", args=[draft.pk])
    assert other not in admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()


def test_approving_leads_on_to_the_schedule_screen(admin, make_card):
    card = make_card(approved=False)
    edit = reverse("wagtailadmin_pages:edit", args=[card.pk])
    typed = {"title": "Card", "slug": card.slug, "copy_text": "What operators do.", "action-publish": "1"}
    blocks = {"cards-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    text = admin.post(edit, {**typed, **blocks}, follow=True).content.decode()
    assert "can be scheduled now" in text
    assert reverse("publishing_delivery:schedule", args=[card.pk]) in text


def test_a_variant_that_went_out_is_not_deleted(admin, card, delivery):
    response = admin.post(reverse("wagtailadmin_pages:delete", args=[card.pk]), follow=True)
    assert "cannot be deleted" in response.content.decode()
    assert type(card).objects.filter(pk=card.pk).exists()


@pytest.fixture
def reader(client, db):
    """Somebody who may look into the admin and at deliveries, and no more."""
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get_or_create(name="Readers")[0])
    codes = ("access_admin", "view_delivery", "view_account")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    return client


def test_who_may_only_look_is_offered_nothing_and_refused(reader, delivery, account, card):
    put(delivery, "failed")
    assert "What you can do" not in page(reader, "publishing_delivery:inspect", delivery.pk)
    assert "Test connection" not in page(reader, "publishing_account:inspect", account.pk)
    for url in (
        reverse("publishing_delivery:verb", args=[delivery.pk, "cancel"]),
        reverse("publishing_account:verb", args=[account.pk, "pause"]),
        reverse("publishing_account:edit", args=[account.pk]),
        reverse("publishing_account:add_to", args=["plaza"]),
        reverse("publishing_delivery:schedule", args=[card.pk]),
    ):
        assert reader.post(url, {"name": "x"}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, Account.objects.get().state) == ("failed", "active")
