"""What machines ask for: sitemap, robots.txt, icon, health, the brand's sheet."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection

from contenthub.brand import stylesheet
from contenthub.variants.models import Variant
from tests.landing.bench import approved_page


def locations(client) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())


def test_the_sitemap_lists_public_pages_below_our_address(client, asset, chinese, settings):
    settings.BASE_URL = "https://hub.example.com"
    assert locations(client) == [
        "https://hub.example.com/",
        "https://hub.example.com/zh-hans/",
        "https://hub.example.com/one-voice/",
        "https://hub.example.com/zh-hans/yi-ge-sheng-yin/",
    ]


def test_a_variant_is_in_the_sitemap_from_its_release_on(client, db):
    page = approved_page()
    assert page.public_url not in locations(client)
    Variant.objects.filter(pk=page.pk).update(released_at="2026-11-21T00:00:00Z")
    assert page.public_url in locations(client)
    Variant.objects.filter(pk=page.pk).update(kind_name="email")
    assert page.public_url not in locations(client)


def test_robots_may_see_public_pages_only(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text and "Disallow: /m/" in text and "Disallow: /r/" not in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


def test_the_icon_is_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 301
    assert finders.find(answer["Location"].removeprefix("/static/"))


@pytest.mark.django_db
def test_health_is_the_databases(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")

    def broken(*_given):
        raise OperationalError("gone")

    with connection.execute_wrapper(broken):
        assert client.get("/healthz").status_code == 503


def test_the_brands_sheet_may_be_kept_for_ever(client, brand):
    answer = client.get(stylesheet.url(brand))
    assert answer.status_code == 200 and "#7a1f5c" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/css") and "immutable" in answer["Cache-Control"]


def test_an_outdated_sheet_leads_to_the_present_one(client, brand):
    old = stylesheet.url(brand)
    brand.primary_colour = "#123456"
    brand.save()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (302, stylesheet.url(brand))
    assert answer["Cache-Control"] == "no-store"


def test_there_is_a_sheet_without_a_brand_and_none_of_an_unknown_one(client, db):
    assert client.get(stylesheet.url(None)).status_code == 200
    assert client.get("/m/brand/999-abc.css").status_code == 404
