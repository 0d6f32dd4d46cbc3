"""What holds for every page a stranger can see."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory

from contenthub.audience.actions import contact_for, give_consent, submit_form
from contenthub.landing.tokens import token_for
from contenthub.mailing.actions import start, unsubscribe_token
from tests.landing.test_site_channel import post_for

PAGES = {
    "library": ("get", "/", 200),
    "chinese library": ("get", "/zh-hans/", 200),
    "asset": ("get", "/one-voice/", 200),
    "chinese asset": ("get", "/zh-hans/yi-ge-sheng-yin/", 200),
    "form with errors": ("post", "/m/assets/{asset}/download", 422),
    "thanks": ("get", "/m/thanks/{token}", 200),
    "unsubscribe": ("get", "/m/unsubscribe/{unsubscribe}", 200),
    "unsubscribed": ("post", "/m/unsubscribe/{unsubscribe}", 200),
    "garbled": ("get", "/m/unsubscribe/x", 404),
    "unknown link": ("get", "/r/x", 404),
    "unknown page": ("get", "/nothing/", 404),
    "unknown chinese page": ("get", "/zh-hans/nothing/", 404),
}


@pytest.fixture
def values(asset, chinese):
    contact = contact_for("ming@example.com")
    give_consent(contact, "newsletter", True, method="checkbox")
    recipient = start("k", post_for(0), "newsletter").recipients.get()
    lead = submit_form(asset, email="ming@example.com", consents={})
    return {"asset": asset.pk, "token": token_for(lead), "unsubscribe": unsubscribe_token(recipient)}


@pytest.fixture(params=PAGES, ids=list(PAGES))
def answer(request, values, settings):
    settings.DEBUG = False
    method, path, status = PAGES[request.param]
    found = getattr(Client(raise_request_exception=False), method)(
        path.format(**values), {} if method == "post" else None
    )
    assert found.status_code == status
    return found


def test_it_is_plain_accessible_html_without_inline_script_or_style(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    for script in page.find_all("script"):
        assert script.get("src") and not script.text.strip()
    assert not page.find_all("style")
    assert not [
        tag.name for tag in page.find_all(True) if any(name == "style" or name.startswith("on") for name in tag.attrs)
    ]
    assert not [a["href"] for a in page.select("a[href]") if a["href"].lower().startswith("javascript:")]
    assert page.html["lang"] and page.title.text.strip()
    assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
    assert page.select_one(".skip")["href"] == f"#{page.main['id']}"
    assert all(image.has_attr("alt") for image in page.find_all("img"))
    identifiers = [tag["id"] for tag in page.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))
    labelled = {label["for"] for label in page.select("label[for]")}
    assert {field["id"] for field in page.select("input:not([type=hidden])")} <= labelled
    assert all(page.find(id=a["href"][1:]) for a in page.select("a[href^='#']"))


def test_its_headers_are_strict_and_it_loads_nothing_from_elsewhere(answer):
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self'" in policy and "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    assert answer["Referrer-Policy"]
    page = BeautifulSoup(answer.content, "html.parser")
    loaded = [
        tag.get("href") or tag.get("src") for tag in page.select("link[rel=stylesheet], script, img, link[rel=icon]")
    ]
    assert loaded and all(address.startswith("/") and not address.startswith("//") for address in loaded)


def test_the_error_page_asks_for_nothing(db, django_assert_num_queries):
    from django.views.defaults import server_error

    with django_assert_num_queries(0):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert "Something went wrong" in page and "出错了" in page and "site.css" in page


def test_a_hub_without_library_or_brand_still_answers(client, db):
    assert client.get("/r/x").status_code == 404


def test_an_empty_library_says_so(client, libraries):
    assert "Nothing has been published" in client.get("/").content.decode()


def test_the_library_lists_what_is_public_newest_first(client, asset, libraries):
    from tests.landing.conftest import published

    published(libraries["en"], title="Second", slug="second")
    published(libraries["en"], title="Hidden", slug="hidden").unpublish()
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert [title.text for title in page.select(".work h2")] == ["Second", "One voice"]
