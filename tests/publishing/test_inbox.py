"""The inbox: what is in it and in which order, and what its choices do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channels.connectors.webhook import Connector as Webhook
from contenthub.lib import clock
from contenthub.publishing import actions, inbox, verbs
from contenthub.publishing.inbox.troubles import troubles
from contenthub.publishing.models import Account, Attempt, Delivery

HOUR = dt.timedelta(hours=1)
INBOX = "publishing_inbox:index"


def shown(browser, query: str = "") -> list[int]:
    """The deliveries on the page, from top to bottom."""
    response = browser.get(f"{reverse(INBOX)}{query}")
    assert response.status_code == 200
    return [row.delivery.pk for _group, rows in response.context["sections"] for row in rows]


def text(browser, query: str = "") -> str:
    return browser.get(f"{reverse(INBOX)}{query}").content.decode()


def decide(browser, delivery: Delivery, verb: str, seen: str = "", **typed: str):
    url = reverse("publishing_inbox:decide", args=[delivery.pk, verb])
    data = {"seen": seen or verbs.seen(delivery), "next": reverse(INBOX) + "?topic=failed", **typed}
    response = browser.post(url, data, follow=True)
    delivery.refresh_from_db()
    return response


def test_everything_that_waits_for_a_person_is_there_and_nothing_else(admin, make_in):
    waits = [
        make_in("failed"),
        make_in("unconfirmed"),
        make_in("handed_over"),
        *(make_in("held", hold=hold) for hold in Delivery.Hold.values),
        make_in("live", gone_at=clock.now()),
    ]
    for state in ("scheduled", "live", "cancelled", "withdrawn"):
        make_in(state)
    make_in("unconfirmed", wake_at=clock.now() + HOUR)
    make_in("sending", leased_until=clock.now() + HOUR)
    assert sorted(shown(admin)) == sorted(each.pk for each in waits)
    assert inbox.count() == len(waits)


def test_a_page_costs_the_same_however_many_wait(admin, make_in, django_assert_num_queries):
    def all_sorts() -> None:
        for state in ("failed", "unconfirmed", "handed_over"):
            attempt = make_in(state).attempts.create(number=1, started_at=clock.now(), outcome="ambiguous")
            assert attempt.pk
        make_in("held", hold="missed"), make_in("live", gone_at=clock.now())

    all_sorts()
    text(admin)
    with CaptureQueriesContext(connection) as one:
        text(admin)
    for _ in range(4):
        all_sorts()
    with django_assert_num_queries(len(one)):
        text(admin)


def test_the_number_stands_in_the_menu_and_on_the_home_panel(admin, make_in):
    assert "Inbox (" not in text(admin)
    make_in("failed"), make_in("unconfirmed")
    assert "Inbox (2)" in text(admin) and "Publishing (2)" in text(admin)
    home = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "2 decisions wait for a person" in home and reverse(INBOX) in home


def test_what_closes_soonest_comes_first_in_a_group_and_among_groups(admin, make_in):
    over, late, soon = make_in("failed", -9 * HOUR), make_in("failed", 5 * HOUR), make_in("failed", -HOUR)
    asks = make_in("unconfirmed", 2 * HOUR)
    assert shown(admin) == [soon.pk, late.pk, over.pk, asks.pk]
    make_in("unconfirmed", -1.5 * HOUR)
    assert shown(admin)[-3:] == [soon.pk, late.pk, over.pk]


def test_a_row_says_what_why_since_when_and_shows_the_answer_and_where_to_look(admin, make_in, plaza):
    delivery = make_in("failed", reason="The plaza said no.", state_since=clock.now() - 3 * HOUR)
    started = clock.now()
    Attempt.objects.create(
        delivery=delivery, number=1, started_at=started, outcome="refused", raw='{"error": "<b>too long</b>"}'
    )
    page = text(admin)
    for words in (
        "Card",
        "The plaza (Plaza)",
        "The plaza said no.",
        "3\xa0hours",
        f'href="{plaza.url}"',
        "&lt;b&gt;too long",
    ):
        assert words in page


def test_a_post_that_is_gone_leads_to_its_own_address(admin, make_in):
    make_in("live", gone_at=clock.now(), url="https://plaza.example/p9")
    assert 'href="https://plaza.example/p9"' in text(admin)


def test_an_address_that_only_machines_read_is_no_place_to_look():
    assert Webhook.place({"base_url": "https://partner.example/hook"}) == ""


@pytest.mark.parametrize(
    ("query", "count"),
    [("?topic=failed", 1), ("?topic=missed", 0), ("?channel=plaza", 2), ("?q=Nothing", 0), ("?q=Card", 2)],
)
def test_it_can_be_narrowed_down(admin, make_in, query, count):
    make_in("failed"), make_in("unconfirmed")
    assert len(shown(admin, query)) == count


def test_it_can_be_narrowed_down_to_a_campaign_and_an_asset(admin, make_in, asset):
    make_in("failed")
    assert len(shown(admin, f"?campaign={asset.campaign_id}&asset={asset.pk}")) == 1


def test_it_has_pages(admin, make_in):
    made = [make_in("failed", index * HOUR) for index in range(27)]
    assert len(shown(admin)) == 25
    assert shown(admin, "?p=2") == [each.pk for each in made[25:]]


def test_nothing_waiting_is_said_with_what_comes_next(admin, card, account):
    assert "Nothing waits for you" in text(admin) and "Nothing is scheduled either" in text(admin)
    actions.schedule(card, account, clock.now() + HOUR)
    assert "Coming up next" in text(admin)
    assert "Nothing that waits matches this" in text(admin, "?q=zzz")


def test_each_verb_that_is_possible_is_offered_in_the_row(admin, make_in):
    delivery = make_in("unconfirmed")
    page = text(admin)
    offered = {verb.name for verb in verbs.VERBS if f"/inbox/{delivery.pk}/{verb.name}/" in page}
    assert offered == {"live", "send_again", "give_up"}
    assert "readers get it twice" in page


def test_a_decision_is_carried_out_and_leads_back_to_the_list_as_it_was(admin, make_in):
    delivery = make_in("unconfirmed")
    response = decide(admin, delivery, "live", url="https://plaza.example/mine")
    assert (delivery.state, delivery.url) == ("live", "https://plaza.example/mine")
    assert response.redirect_chain[-1][0].endswith("?topic=failed")
    assert "Card → The plaza: The delivery is live." in response.content.decode()


def test_a_time_is_read_in_the_campaigns_zone(admin, make_in):
    delivery = make_in("failed")
    decide(admin, delivery, "reschedule", at="2027-05-01T09:30")
    assert (delivery.state, delivery.due_at) == ("scheduled", dt.datetime(2027, 5, 1, 1, 30, tzinfo=dt.UTC))


def test_a_page_that_shows_what_was_decides_nothing(admin, make_in):
    delivery = make_in("failed")
    stale = verbs.seen(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(state="scheduled")
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", reason="Again.")
    said = decide(admin, delivery, "cancel", seen=stale).content.decode()
    assert "Somebody else was first" in said and delivery.state == "failed"


def test_pressing_twice_sends_once(admin, make_in):
    delivery = make_in("unconfirmed", armed_at=clock.now())
    seen = verbs.seen(delivery)
    decide(admin, delivery, "send_again", seen=seen)
    first = delivery.state_since
    said = decide(admin, delivery, "send_again", seen=seen).content.decode()
    assert "Somebody else was first" in said and (delivery.state, delivery.state_since) == ("scheduled", first)


def test_the_script_gets_the_one_row_that_changed(admin, make_in):
    delivery = make_in("failed")
    url = reverse("publishing_inbox:decide", args=[delivery.pk, "reschedule"])
    data = {"seen": verbs.seen(delivery), "next": reverse(INBOX)}
    wrong = admin.post(url, {**data, "at": "2020-01-01T00:00"}, headers={"X-Hub-Partial": "1"}).content.decode()
    assert "is past" in wrong and f"/inbox/{delivery.pk}/reschedule/" in wrong
    right = admin.post(url, {**data, "at": "2027-01-01T00:00"}, headers={"X-Hub-Partial": "1"}).content.decode()
    assert "has a new time" in right and "Scheduled" in right and "<form" not in right


def test_looking_changes_nothing(admin, make_in):
    delivery = make_in("failed")
    assert admin.get(reverse("publishing_inbox:decide", args=[delivery.pk, "cancel"])).status_code == 405
    assert admin.get(reverse("publishing_inbox:bulk")).status_code == 405


def test_an_account_that_is_paused_shows_what_waits_for_it(admin, make_in, account):
    early = make_in("scheduled")
    late = make_in("scheduled", -9 * HOUR)
    actions.pause_account(account, "Token gone.")
    (found,) = troubles()
    assert (found.held, found.in_time, found.late) == (2, 1, 1)
    page = text(admin)
    assert "Token gone." in page and "2 deliveries wait for it." in page and "1 is late and will ask first." in page
    assert {early.pk, late.pk} == set(shown(admin))
    assert inbox.count() == 3
    url = reverse("publishing_account:verb", args=[account.pk, "resume"])
    response = admin.post(url, {"next": reverse(INBOX)})
    assert response.url == reverse(INBOX)
    assert shown(admin) == [late.pk]


def test_what_resumes_by_itself_waits_for_nobody(admin, make_in, account):
    make_in("scheduled")
    actions.pause_account(account, "Quota used up.")
    Account.objects.update(resumes_at=clock.now() + HOUR)
    assert shown(admin) == [] and inbox.count() == 0
    assert "It resumes by itself at" in text(admin)


@pytest.mark.parametrize(("days", "words"), [(13, "Its credentials end in"), (-1, "Its credentials ended at")])
def test_credentials_that_end_soon_are_shown_in_time(admin, account, days, words):
    Account.objects.update(expires_at=clock.now() + dt.timedelta(days=days))
    assert words in text(admin) and inbox.count() == 1


def test_credentials_that_last_are_not_shown(admin, account):
    Account.objects.update(expires_at=clock.now() + dt.timedelta(days=15))
    assert "Nothing waits for you" in text(admin)


def test_it_can_be_exported(admin, make_in):
    make_in("failed", reason="The plaza said no.")
    response = admin.get(f"{reverse(INBOX)}?export=csv")
    table = b"".join(response.streaming_content).decode()
    assert "What to decide" in table and "Did not go out" in table and "The plaza said no." in table


def test_who_may_only_look_sees_it_without_choices_and_is_refused(client, make_in):
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get_or_create(name="Readers")[0])
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "view_delivery")))
    client.force_login(user)
    delivery = make_in("failed")
    assert shown(client) == [delivery.pk]
    page = text(client)
    assert "/cancel/" not in page and "hub-many" not in page
    decide(client, delivery, "cancel")
    client.post(reverse("publishing_inbox:bulk"), {"decision": "drop", "id": delivery.pk, "sure": "1"})
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_who_may_not_see_deliveries_does_not_see_it(client, db):
    user = User.objects.create_user("stranger")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(INBOX)).status_code == 302
    assert "Inbox" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_since_when_follows_every_change_of_state(make_in):
    delivery = make_in("scheduled")
    before = delivery.state_since
    Delivery.objects.filter(pk=delivery.pk).update(reason="Nothing moved.")
    delivery.refresh_from_db()
    assert delivery.state_since == before
    Delivery.objects.filter(pk=delivery.pk).update(state="held", hold="behind")
    delivery.refresh_from_db()
    assert delivery.state_since > before


def test_what_was_delivered_long_ago_is_not_looked_through(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table as small as this one whole")
    plan = inbox.waiting().explain()
    assert "delivery_person" in plan and "delivery_gone" in plan


def test_an_account_in_trouble_is_shown_without_reading_all_that_it_ever_published(account, make_in):
    make_in("held", hold="account_paused")
    Account.objects.filter(pk=account.pk).update(state="paused", trouble="auth")
    with CaptureQueriesContext(connection) as asked:
        (found,) = troubles()
    assert (found.held, found.in_time) == (1, 1)
    assert [query["sql"] for query in asked if "JOIN" in query["sql"]] == []
