from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from channels.base import Post
from contenthub.audience.actions import consent_holds, contact_for, give_consent
from contenthub.audience.models import Consent
from contenthub.mailing.actions import start, unsubscribe_token, web_url


@pytest.fixture
def recipient(libraries):
    contact = contact_for("ming@example.com", language="zh-hans")
    give_consent(contact, "newsletter", True, method="checkbox")
    html = '<html><body><p style="color:red">Hello</p><p><a href="⟦unsubscribe⟧">Unsubscribe</a></p></body></html>'
    post = Post(key="k", kind="email", title="News", text="Hello", html=html)
    return start("k", post, "newsletter").recipients.get()


@pytest.fixture
def path(recipient) -> str:
    return f"/m/unsubscribe/{unsubscribe_token(recipient)}"


def test_looking_changes_nothing(client, recipient, path):
    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    client.get(path, HTTP_SEC_PURPOSE="prefetch")
    assert Consent.objects.count() == 1 and consent_holds(recipient.contact, "newsletter")


def test_the_page_has_a_button_that_works_and_is_in_the_readers_language(recipient, path):
    client = Client(enforce_csrf_checks=True)
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert page.html["lang"] == "zh-hans" and "ming@example.com" in page.main.text
    form = page.select_one("main form")
    assert (form["method"], form.get("action")) == ("post", None)
    answer = client.post(path)
    assert answer.status_code == 200 and "ming@example.com" in answer.content.decode()
    assert not consent_holds(recipient.contact, "newsletter")
    assert recipient.contact.consents.first().method == "unsubscribe_link"


def test_one_click_works_without_cookies_and_is_recorded_as_such(recipient, path):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, {"List-Unsubscribe": "One-Click"}, HTTP_ORIGIN="https://mail.example")
    assert answer.status_code == 200 and not answer.cookies
    event = recipient.contact.consents.first()
    assert (event.granted, event.method) == (False, "one_click")
    assert unsubscribe_token(recipient) not in event.source_url


def test_unsubscribing_twice_is_fine(client, recipient, path):
    assert [client.post(path).status_code for _ in range(2)] == [200, 200]
    assert Consent.objects.count() == 2
    assert not BeautifulSoup(client.get(path).content, "html.parser").select("main form")


def test_an_erased_contact_is_told_so(client, recipient, path):
    recipient.contact.delete()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 200


@pytest.mark.parametrize("token", ["x", "k.forged", "%00", "é", "../x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_garbled_address_gets_a_helpful_page(client, recipient, token, method):
    answer = getattr(client, method)(f"/m/unsubscribe/{token}")
    assert answer.status_code == 404
    assert Consent.objects.count() == 1


def test_the_address_is_told_to_no_other_site(client, path):
    assert client.get(path)["Referrer-Policy"] == "no-referrer"
    assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_the_web_version_may_style_itself_and_nothing_else(client, recipient):
    answer = client.get(web_url(recipient.mailing).partition("/m/")[2].join(["/m/", ""]))
    assert "Hello" in answer.content.decode() and "⟦" not in answer.content.decode()
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["style-src"] == "'unsafe-inline'"
    assert "script-src" not in policy and "allow-scripts" not in policy["sandbox"]


def test_an_unknown_mail_gets_a_page_with_its_usual_policy(client, libraries):
    answer = client.get("/m/mail/forged")
    assert answer.status_code == 404
    assert "style-src 'self'" in answer["Content-Security-Policy"]
