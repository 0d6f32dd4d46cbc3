from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.connectors.mastodon import Connector
from tests.channels.mail_server import MailServer
from tests.channels.mastodon_server import TOKEN, MastodonServer


@pytest.fixture
def instance() -> Iterator[MastodonServer]:
    with MastodonServer() as server:
        yield server


@pytest.fixture
def mastodon(instance: MastodonServer) -> Connector:
    return Connector({"base_url": instance.url, "access_token": TOKEN, "visibility": "unlisted"})


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
