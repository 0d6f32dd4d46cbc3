from __future__ import annotations

import pytest
from wagtail.models import Locale, Page

from contenthub.assets.models import Asset, Library
from contenthub.audience.actions import contact_for, give_consent
from contenthub.audience.models import Contact, Method, Purpose
from contenthub.links.models import Link


@pytest.fixture
def asset(db) -> Asset:
    locale = Locale.objects.get(language_code="en")
    root = Page.get_first_root_node()
    library = root.add_child(instance=Library(title="Papers", slug="papers", locale=locale))
    return library.add_child(instance=Asset(title="Operators in practice", slug="operators", locale=locale))


@pytest.fixture
def link(asset) -> Link:
    return Link.objects.create(
        code="abc123",
        target="https://hub.example/operators",
        tagged_target="https://hub.example/operators?utm_source=mastodon",
        utm_source="mastodon",
        utm_medium="social",
        utm_campaign="launch",
        asset=asset,
    )


@pytest.fixture
def subscriber(db) -> Contact:
    contact = contact_for("ada@example.com", name="Ada Lovelace")
    give_consent(contact, Purpose.NEWSLETTER, True, method=Method.CHECKBOX)
    return contact
