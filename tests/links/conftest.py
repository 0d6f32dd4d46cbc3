from __future__ import annotations

import pytest

from contenthub.links.actions import Utm, make_link
from contenthub.links.models import Link

BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


@pytest.fixture
def link(db) -> Link:
    utm = Utm("mastodon", "social", "launch", "1_email-2")
    return make_link(target="https://example.com/paper?x=1#top", utm=utm, campaign=None, asset=None)


@pytest.fixture
def reader(client):
    """A client that looks like a person's browser."""
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client
