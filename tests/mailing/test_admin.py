"""Mailings in the admin: the ledger, and the mail as it was sent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contenthub.audience.actions import unsubscribe
from contenthub.audience.models import Contact
from contenthub.mailing.actions import send_batch, settle, start


@pytest.fixture
def mailing(server, connector, post, members):
    members(3)
    unsubscribe(Contact.objects.by_email("reader2@example.com").get(), "one_click")
    server.on_rcpt = ["554 5.7.1 no"]
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    settle(mailing)
    return mailing


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_listing_counts_each_state(admin_client, mailing):
    html = page(admin_client, "mailings:index")
    assert "Operators in practice" in html and "Balanced" in html


def test_an_empty_listing_says_what_to_do(admin_client, db):
    assert "schedule it to an e-mail account" in page(admin_client, "mailings:index")


def test_the_ledger_names_everybody_and_can_be_narrowed_down(admin_client, mailing):
    html = page(admin_client, "mailings:inspect", mailing.pk)
    assert all(f"reader{number}@example.com" in html for number in range(3))
    assert "consent withdrawn" in html and "3 rows for 3 members" in html
    refused = page(admin_client, "mailings:inspect", mailing.pk, state="refused")
    assert "reader0@example.com" in refused and "reader1@example.com" not in refused
    assert "reader1@example.com" in page(admin_client, "mailings:inspect", mailing.pk, state="nonsense")


def test_the_mail_is_shown_in_a_frame_that_may_do_nothing(admin_client, mailing):
    html = page(admin_client, "mailings:inspect", mailing.pk)
    assert '<iframe sandbox="" srcdoc="&lt;base target=&quot;_blank&quot;&gt;' in html
    assert "⟦" not in html.split("<pre")[0]


def test_a_contacts_page_shows_the_mails_they_got(admin_client, mailing):
    contact = Contact.objects.by_email("reader1@example.com").get()
    html = page(admin_client, "contacts:inspect", contact.pk)
    assert reverse("mailings:inspect", args=[mailing.pk]) in html and "Sent" in html


def test_no_address_of_the_admin_changes_a_mailing(admin_client, mailing):
    for verb in ("edit", "delete"):
        assert admin_client.get(f"/admin/mailings/{verb}/{mailing.pk}/").status_code == 404
