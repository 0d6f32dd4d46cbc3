"""A delivery to a list: everybody once, the delivery live when the ledger balances."""

from __future__ import annotations

import re

import pytest

from contenthub.audience.actions import default_list
from contenthub.audience.models import Consent, Contact, Membership
from contenthub.lib import clock
from contenthub.mailing.models import Mailing, Recipient
from contenthub.publishing import actions, mail
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work
from contenthub.variants.actions import approve, derive
from contenthub.variants.models import Variant
from tests.channels.mail_server import MailServer

# Batches are committed row by row.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    with MailServer() as server:
        yield server


@pytest.fixture
def readers(db):
    """Put so many consenting people on the newsletter's list."""

    def make(count: int, consenting: bool = True) -> None:
        for number in range(count):
            contact = Contact.objects.create(email=f"reader{Contact.objects.count()}@example.com")
            if consenting:
                Consent.objects.create(contact=contact, purpose="newsletter", granted=True, method="checkbox")
            Membership.objects.create(contact=contact, contact_list=default_list())
            assert number >= 0

    return make


@pytest.fixture
def newsletter(server) -> Account:
    values = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "from_address": "news@hub.example"}
    return actions.add_account("email", "Newsletter", {**values, "list": default_list().slug})


@pytest.fixture
def letter(asset) -> Variant:
    return approve(derive(asset, ["email"])[0])


def after(delivery: Delivery) -> Delivery:
    Delivery.objects.exclude(wake_at=None).update(wake_at=clock.now())
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_everybody_who_agreed_gets_it_once_and_the_delivery_is_live(letter, newsletter, readers, server):
    readers(3)
    readers(1, consenting=False)
    delivery = after(actions.schedule(letter, newsletter))
    assert delivery.state == "live"
    assert delivery.reason == "3 sent, 1 excluded"
    assert sorted(mail["To"] for mail in server.mails()) == [f"reader{n}@example.com" for n in range(3)]
    assert delivery.url.startswith("http") and "/m/" in delivery.url
    assert delivery.mailing == Mailing.objects.get()


def test_every_link_in_the_mail_is_tagged(letter, newsletter, readers, server):
    readers(1)
    delivery = after(actions.schedule(letter, newsletter))
    text = server.mails()[0].get_body(("plain",)).get_content()
    assert delivery.link.short_url in text
    links = re.findall(r"https?://[^\s\"'<>]+", text)
    assert links and all("/r/" in link or "/m/" in link or "utm_source=newsletter" in link for link in links)


def test_a_mailing_is_gone_on_with_slice_by_slice(letter, newsletter, readers, server, monkeypatch):
    readers(4)
    monkeypatch.setattr(mail, "BATCH", 1)
    monkeypatch.setattr(mail, "SLICE", 0.0001)
    delivery = actions.schedule(letter, newsletter)
    states = [after(delivery).state for _ in range(5)]
    assert states[0] == "sending" and states[-1] == "live"
    assert len(server.mails()) == 4
    assert delivery.attempts.count() == 1


def test_a_worker_that_died_in_the_middle_is_followed_by_another(letter, newsletter, readers, server, monkeypatch):
    readers(3)
    monkeypatch.setattr(mail, "BATCH", 1)
    monkeypatch.setattr(mail, "SLICE", 0.0001)
    delivery = after(actions.schedule(letter, newsletter))
    Delivery.objects.update(leased_until=clock.now(), wake_at=None, leased_by="dead")
    for _ in range(4):
        after(delivery)
    assert delivery.state == "live"
    assert sorted(mail["To"] for mail in server.mails()) == [f"reader{n}@example.com" for n in range(3)]


def test_an_empty_list_ends_in_failed_with_a_reason(letter, newsletter, readers, server):
    readers(2, consenting=False)
    delivery = after(actions.schedule(letter, newsletter))
    assert (delivery.state, "agreed to get mail" in delivery.reason) == ("failed", True)
    assert server.mails() == []


def test_a_server_that_is_down_is_waited_for(letter, newsletter, readers, server):
    readers(2)
    delivery = actions.schedule(letter, newsletter)
    Account.objects.filter(pk=newsletter.pk).update(values={**newsletter.values, "port": "1"})
    after(delivery)
    assert delivery.state == "sending"
    assert delivery.wake_at > clock.now()
    Account.objects.filter(pk=newsletter.pk).update(values=newsletter.values)
    Recipient.objects.update(due_at=clock.now())
    after(delivery)
    assert (delivery.state, len(server.mails())) == ("live", 2)


def test_refused_credentials_pause_the_account_and_resuming_goes_on(letter, newsletter, readers, server):
    readers(2)
    server.on_mail = ["535 5.7.8 no"]
    delivery = actions.schedule(letter, newsletter)
    after(delivery)
    if delivery.state == "live":
        pytest.fail("the server did not refuse")
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    actions.resume_account(newsletter)
    Recipient.objects.filter(state="pending").update(due_at=clock.now())
    after(delivery)
    assert (delivery.state, len(server.mails())) == ("live", 2)


def test_a_list_that_does_not_exist_is_told_before_scheduling(letter, newsletter):
    actions.change_account(newsletter, {"list": "nobody"})
    with pytest.raises(CannotSchedule, match="“nobody”, which does not exist"):
        actions.schedule(letter, newsletter)


def test_a_mailing_under_way_stops_when_its_account_is_paused_and_goes_on_when_that_works_again(
    letter, newsletter, readers, server, monkeypatch
):
    readers(4)
    monkeypatch.setattr(mail, "BATCH", 1)
    monkeypatch.setattr(mail, "SLICE", 0.0001)
    delivery = after(actions.schedule(letter, newsletter))
    sent = len(server.mails())
    assert delivery.state == "sending"
    assert 0 < sent < 4
    actions.pause_account(newsletter, "There is a mistake in it.")
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert "There is a mistake in it." in delivery.reason
    assert len(server.mails()) == sent
    actions.resume_account(newsletter)
    for _ in range(5):
        after(delivery)
    assert delivery.state == "live"
    assert sorted(mail["To"] for mail in server.mails()) == [f"reader{n}@example.com" for n in range(4)]


def test_a_mailing_in_a_workers_hands_stops_at_the_next_batch(letter, newsletter, readers, server, monkeypatch):
    readers(4)
    monkeypatch.setattr(mail, "BATCH", 1)
    send = mail.mailing_actions.send_batch

    def paused_meanwhile(*args, **options):
        handled = send(*args, **options)
        actions.pause_account(newsletter)
        return handled

    monkeypatch.setattr(mail.mailing_actions, "send_batch", paused_meanwhile)
    delivery = after(actions.schedule(letter, newsletter))
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert len(server.mails()) == 1
    assert not delivery.attempts.filter(outcome="running").exists()
