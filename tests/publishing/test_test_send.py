"""A test of a mail: the latest draft to a few people, and no trace of it where deliveries are counted."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from contenthub.audience.actions import default_list
from contenthub.audience.models import Contact
from contenthub.links.models import Click, Link
from contenthub.mailing.models import Mailing, Recipient
from contenthub.publishing import actions
from contenthub.publishing.actions.test_sending import CannotTest, addresses_in, send_test
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.models import Variant
from tests.channels.mail_server import PASSWORD, USER, MailServer
from tests.channels.servers import closed_port


@pytest.fixture
def server():
    with MailServer() as server:
        yield server


def newsletter_at(port: int, name: str = "Newsletter", **values: str) -> Account:
    given = {"host": "127.0.0.1", "port": str(port), "security": "none", "from_address": "news@hub.example", **values}
    return actions.add_account("email", name, {**given, "list": default_list().slug})


@pytest.fixture
def newsletter(db, server) -> Account:
    return newsletter_at(server.port)


@pytest.fixture
def letter(asset) -> Variant:
    return derive(asset, ["email"])[0]


def screen(letter: Variant) -> str:
    return reverse("publishing:test_send", args=[letter.pk])


def body(mail, kind: str) -> str:
    return mail.get_body((kind,)).get_content()


def test_the_latest_draft_goes_out_though_another_version_is_approved(letter, newsletter, server):
    approve(letter)
    draft = latest(letter)
    draft.headline = "A headline nobody has approved"
    draft.save_revision()
    outcomes = send_test(letter, newsletter, ["a@b.example", "c@d.example"])
    assert [outcome.problem for outcome in outcomes] == ["", ""]
    assert [mail["To"] for mail in server.mails()] == ["a@b.example", "c@d.example"]
    assert server.connections == 1
    for mail in server.mails():
        assert mail["Subject"] == f"[Test] {draft.subject}"
        assert mail["List-Unsubscribe"] is None
        for kind in ("plain", "html"):
            assert "A headline nobody has approved" in body(mail, kind) and "⟦" not in body(mail, kind)
    assert len({mail["Message-ID"] for mail in server.mails()}) == 2


def test_it_leaves_no_trace_where_deliveries_are_counted(letter, newsletter, server):
    people = Contact.objects.count()
    send_test(letter, newsletter, ["a@b.example"])
    assert len(server.envelopes) == 1
    assert not any(model.objects.exists() for model in (Delivery, Attempt, Mailing, Recipient, Link, Click))
    assert Contact.objects.count() == people


def test_every_link_is_tagged_as_a_test_s_and_no_short_link_is_made(letter, newsletter, server, settings):
    send_test(letter, newsletter, ["a@b.example"])
    mail = server.mails()[0]
    html = body(mail, "html").replace("&amp;", "&")
    links = re.findall(r'href="(https?://[^"]+)"', html) + re.findall(r"https?://[^\s<>]+", body(mail, "plain"))
    leading = [url for url in links if "/m/test/" not in url]
    assert len(leading) >= 2 and len(links) - len(leading) == 4
    for url in leading:
        assert "utm_source=newsletter&utm_medium=email&utm_campaign=2026-11_autumn" in url
        assert url.endswith("utm_id=test")
    assert "/r/" not in html + body(mail, "plain")


@pytest.mark.parametrize("what", ["unsubscribe", "web"])
def test_what_belongs_to_one_recipient_leads_to_a_page_that_says_so(client, letter, newsletter, server, settings, what):
    send_test(letter, newsletter, ["a@b.example"])
    address = next(url for url in re.findall(r'href="([^"]+)"', body(server.mails()[0], "html")) if what in url)
    for answer in (client.get, client.post):
        page = answer(address.removeprefix(settings.BASE_URL))
        assert page.status_code == 200
        assert "This mail was a test" in page.content.decode()


def test_a_chinese_mail_s_subject_says_so_in_chinese(letter, newsletter, server):
    draft = latest(letter)
    draft.locale, _made = type(draft.locale).objects.get_or_create(language_code="zh-hans")
    Variant.objects.filter(pk=letter.pk).update(locale=draft.locale)
    draft.save_revision()
    send_test(Variant.objects.get(pk=letter.pk), newsletter, ["a@b.example"])
    assert server.mails()[0]["Subject"].startswith("[测试] ")


def test_one_address_refused_leaves_the_others_their_mail(letter, newsletter, server):
    server.on_rcpt = ["550 5.1.1 no such person"]
    outcomes = send_test(letter, newsletter, ["no@b.example", "yes@b.example"])
    assert "no such person" in outcomes[0].problem
    assert outcomes[1].problem == "" and [mail["To"] for mail in server.mails()] == ["yes@b.example"]


def test_a_server_that_is_not_there_is_asked_once(letter, db):
    outcomes = send_test(letter, newsletter_at(closed_port()), ["a@b.example", "c@d.example"])
    assert outcomes[0].problem and outcomes[0].problem == outcomes[1].problem


def test_a_log_in_that_fails_says_why_and_pauses_nothing(letter, db):
    with MailServer(login=True) as server:
        account = newsletter_at(server.port, username=USER, password="wrong" + PASSWORD)
        outcomes = send_test(letter, account, ["a@b.example", "c@d.example"])
    assert all(outcome.problem for outcome in outcomes) and PASSWORD not in outcomes[0].problem
    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE


def test_a_paused_account_and_one_that_sends_no_mail_are_refused(letter, newsletter, account, server):
    actions.pause_account(newsletter, "The list is being cleaned.")
    newsletter.refresh_from_db()
    with pytest.raises(CannotTest, match="being cleaned"):
        send_test(letter, newsletter, ["a@b.example"])
    with pytest.raises(CannotTest, match="sends no mails"):
        send_test(letter, account, ["a@b.example"])
    assert server.envelopes == []


def test_thirty_mails_an_hour_and_person(letter, newsletter, server):
    one, other = (User.objects.create_superuser(name, f"{name}@hub.example", None) for name in ("one", "other"))
    five = [f"{number}@b.example" for number in range(5)]
    for _time in range(6):
        send_test(letter, newsletter, five, one)
    with pytest.raises(CannotTest, match="30"):
        send_test(letter, newsletter, ["a@b.example"], one)
    assert len(server.envelopes) == 30
    send_test(letter, newsletter, ["a@b.example"], other)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=61)):
        assert send_test(letter, newsletter, ["a@b.example"], one)[0].problem == ""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a@b.example", ["a@b.example"]),
        (" a@b.example; c@d.example,a@b.example\n", ["a@b.example", "c@d.example"]),
        ("a@b.example，c@d.example", ["a@b.example", "c@d.example"]),
    ],
)
def test_addresses_are_read_however_they_are_parted(typed, found):
    assert addresses_in(typed) == found


@pytest.mark.parametrize("typed", ["", "nobody", "a@b.example, <x>", " ".join(f"{n}@b.example" for n in range(6))])
def test_what_is_no_list_of_one_to_five_addresses_is_refused(typed):
    with pytest.raises(CannotTest):
        addresses_in(typed)


def test_the_editor_has_a_button_and_the_screen_offers_ones_own_address(admin, letter, newsletter):
    editor = admin.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    assert screen(letter) in editor and "Send a test" in editor
    text = admin.get(screen(letter)).content.decode()
    assert 'value="admin@example.com"' in text and "Newsletter" in text


def test_other_kinds_have_neither_button_nor_screen(admin, card):
    assert screen(card) not in admin.get(reverse("wagtailadmin_pages:edit", args=[card.pk])).content.decode()
    assert admin.get(screen(card)).status_code == 404


def test_the_screen_sends_and_says_so(admin, letter, newsletter, server):
    answer = admin.post(screen(letter), {"to": "a@b.example", "account": newsletter.pk}, follow=True)
    assert "A test was sent to a@b.example." in answer.content.decode()
    assert len(server.envelopes) == 1


def test_the_screen_says_what_the_server_said_and_keeps_what_was_typed(admin, letter, newsletter, server):
    server.on_rcpt = ["550 5.7.1 we take nothing from you"]
    answer = admin.post(screen(letter), {"to": "a@b.example", "account": newsletter.pk}).content.decode()
    assert "we take nothing from you" in answer and 'value="a@b.example"' in answer


def test_without_an_account_the_screen_says_how_to_get_one(admin, letter):
    text = admin.get(screen(letter)).content.decode()
    assert "no active e-mail account" in text
    assert reverse("publishing_account:add_to", args=["email"]) in text


def test_only_who_may_edit_the_mail_may_send_it(client, letter, newsletter, server):
    person = User.objects.create_user("looker", "looker@hub.example")
    group = Group.objects.create(name="Lookers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    assert client.get(screen(letter)).status_code == 302
    client.post(screen(letter), {"to": "a@b.example", "account": newsletter.pk})
    assert server.envelopes == []


def test_the_command_sends_and_fails_with_one_line(letter, newsletter, server):
    out = io.StringIO()
    call_command("test_send", str(letter.pk), "--to", "a@b.example", "--account", "Newsletter", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [{"address": "a@b.example"}]
    server.on_rcpt = ["550 5.1.1 no such person"]
    with pytest.raises(CommandError, match="no such person"):
        call_command("test_send", str(letter.pk), "--to", "a@b.example", "--account", "Newsletter")
    with pytest.raises(CommandError, match="no account"):
        call_command("test_send", str(letter.pk), "--to", "a@b.example", "--account", "Nowhere")
