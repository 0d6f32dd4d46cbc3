"""A hub with two libraries, a paper with a file, the same in Chinese without one, and what a reader sends."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.brand.models import Brand
from contenthub.links.actions import Utm, make_link

BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PDF = b"%PDF-1.7 the whole paper"

BODY = [
    ("heading", {"level": "2", "text": "Why one voice"}),
    ("rich_text", "<p>The first chapter is free.</p>"),
    ("heading", {"level": "3", "text": "In short"}),
    ("statistic", {"value": "68%", "label": "read three pieces", "context": "Survey, 2026"}),
    ("quotation", {"text": "Write once.", "speaker": "Jana", "role": "Editor"}),
    ("table", {"table": {"data": [["a", "b"], ["1", "2"]], "first_row_is_table_header": True}, "caption": "T"}),
    ("code", {"language": "sh", "text": "make run < in"}),
    ("call_to_action", {"text": "Ask us", "url": ""}),
    ("heading", {"level": "2", "text": "What to measure"}),
    ("rich_text", "<p>Only in the file.</p>"),
]


@pytest.fixture(autouse=True)
def nobody_sent_anything_yet():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def libraries(db):
    return ensure_libraries()


@pytest.fixture
def brand(db) -> Brand:
    return Brand.objects.create(name="Northwind", is_default=True, primary_colour="#7a1f5c")


def published(library, **fields) -> Asset:
    asset = Asset(locale=library.locale, **fields)
    library.add_child(instance=asset)
    asset.save_revision().publish()
    return Asset.objects.get(pk=asset.pk)


@pytest.fixture
def document(db) -> Document:
    return Document.objects.create(title="Paper", file=ContentFile(PDF, name="一个声音.pdf"))


@pytest.fixture
def asset(libraries, brand, document) -> Asset:
    """Published, in English, with a file behind the form."""
    points = [("point", "One idea, told once.")]
    return published(
        libraries["en"],
        title="One voice",
        slug="one-voice",
        summary="A & B",
        body=BODY,
        key_points=points,
        file=document,
    )


@pytest.fixture
def chinese(libraries, brand) -> Asset:
    """Published, in Chinese, to be read online only."""
    body = [("heading", {"level": "2", "text": "整合传播"}), ("rich_text", "<p>全文在此。</p>")]
    return published(
        libraries["zh-hans"],
        title="一个声音，多个渠道",
        slug="yi-ge-sheng-yin",
        summary="摘要",
        body=body,
        pdf_offered=False,
    )


@pytest.fixture
def link(asset):
    utm = Utm("mastodon", "social", "launch", "1_social_card-2")
    return make_link(target="http://testserver/one-voice/", utm=utm, campaign=None, asset=asset)


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_USER_AGENT=BROWSER, HTTP_ORIGIN="http://testserver", enforce_csrf_checks=True)


@pytest.fixture
def filled_in() -> dict[str, str]:
    return {"email": "ming@example.com", "name": "王小明", "company": "Example & Co"}
