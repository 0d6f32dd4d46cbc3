"""The addresses in a mail: one ends the newsletter, the other shows the mail to anybody."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from contenthub.audience.actions import consent_holds
from contenthub.audience.models import Contact
from contenthub.mailing import web
from contenthub.mailing.actions import BadToken, recipient_for, start, unsubscribe, unsubscribe_token, web_url
from contenthub.mailing.personal import complete


@pytest.fixture
def recipient(post, members):
    members(1)
    return start("k1", post, "newsletter").recipients.get()


def test_the_token_leads_to_its_recipient_even_years_later(recipient):
    token = unsubscribe_token(recipient)
    with time_machine.travel("2040-01-01T00:00:00Z"):
        assert recipient_for(token) == recipient


@pytest.mark.parametrize("token", ["", "x", "1.abc", "⟦unsubscribe⟧"])
def test_an_address_we_did_not_make_leads_nowhere(recipient, token):
    with pytest.raises(BadToken, match="open the whole link"):
        recipient_for(token)


def test_a_token_of_the_web_version_unsubscribes_nobody(recipient):
    with pytest.raises(BadToken):
        recipient_for(web_url(recipient.mailing).rpartition("/")[2])


def test_unsubscribing_withdraws_consent_and_says_how(recipient):
    contact = unsubscribe(unsubscribe_token(recipient), "one_click", ip="203.0.113.5")
    assert not consent_holds(contact, "newsletter")
    assert (contact.consents.first().method, contact.consents.first().ip_address) == ("one_click", "203.0.113.5")
    unsubscribe(unsubscribe_token(recipient), "one_click")
    assert contact.consents.count() == 2


def test_an_erased_contact_cannot_unsubscribe_and_is_told_so(recipient):
    Contact.objects.all().delete()
    with pytest.raises(BadToken, match="no mail goes to it"):
        unsubscribe(unsubscribe_token(recipient), "one_click")


def test_a_mailbox_provider_unsubscribes_with_one_post_and_no_cookies(recipient):
    client = Client(enforce_csrf_checks=True)
    path = f"/m/unsubscribe/{unsubscribe_token(recipient)}"
    assert client.get(path).status_code == 200
    assert consent_holds(recipient.contact, "newsletter")
    answer = client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not consent_holds(recipient.contact, "newsletter")


def test_the_web_version_says_what_the_mail_says_and_nothing_personal(recipient):
    html = web.render(web_url(recipient.mailing).rpartition("/")[2])
    assert "<h1>Operators</h1>" in html and "https://hub.example/r/abc" in html
    assert "Unsubscribe" not in html and "In the browser" not in html and "⟦" not in html
    assert "·" not in html


def test_the_web_version_leaves_out_the_line_that_was_added(post, members):
    members(1)
    bare = complete(post.__class__(key="k", kind="email", title="t", text="Hi", html="<p class='a'>Hi</p><br>"))
    assert "asked for it" in bare.html
    assert web.without_personal(bare.html) == "<p class='a'>Hi</p><br>"


def test_a_mail_of_text_alone_has_a_web_version_too(members):
    from channels.base import Post

    members(1)
    mailing = start("k2", Post(key="k", kind="email", title="A < B", text="1 < 2"), "newsletter")
    html = web.page(mailing)
    assert "1 &lt; 2" in html and "<title>A &lt; B</title>" in html and "⟦" not in html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<div>a<div class="x personal">b<div>c</div>d</div>e</div>', "<div>ae</div>"),
        ("<p>a <a href='⟦web⟧'>b</a></p>", "<p>a </p>"),
        ('<p><A HREF="%E2%9F%A6unsubscribe%E2%9F%A7">b</A></p>\n<p>c</p>', "\n<p>c</p>"),
        ("<!--[if mso]><p>⟦</p><![endif]--><p>kept</p>", "<!--[if mso]><p>⟦</p><![endif]--><p>kept</p>"),
    ],
)
def test_only_what_is_personal_is_cut_out(html, left):
    assert web.without_personal(html) == left
