from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from channels.base import Post
from channels.connectors.email import Connector
from contenthub.audience.actions import default_list
from contenthub.audience.models import Consent, Contact, ContactList, Membership
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from tests.channels.mail_server import MailServer


@pytest.fixture(autouse=True)
def private_addresses_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_ALLOW_PRIVATE_ADDRESSES", "1")


@pytest.fixture
def post() -> Post:
    return Post(
        key="delivery-1",
        kind="email",
        title="Operators in practice",
        text=f"Read it: https://hub.example/r/abc\n\nUnsubscribe: {UNSUBSCRIBE}\nIn the browser: {WEB_VERSION}\n",
        html=(
            "<html><body><h1>Operators</h1><p><a href='https://hub.example/r/abc'>Read it</a></p>"
            f'<p><a href="{UNSUBSCRIBE}">Unsubscribe</a> · <a href="{WEB_VERSION}">In the browser</a></p></body></html>'
        ),
    )


@pytest.fixture
def members(db) -> Callable[[int], ContactList]:
    """Put so many consenting people, reader0@example.com and on, on the newsletter's list; return the list."""

    def make(count: int) -> ContactList:
        contact_list = default_list()
        contacts = [Contact(email=f"reader{number}@example.com") for number in range(count)]
        contacts = Contact.objects.bulk_create(contacts)
        Consent.objects.bulk_create(
            Consent(contact=contact, purpose="newsletter", granted=True, method="checkbox") for contact in contacts
        )
        Membership.objects.bulk_create(Membership(contact=contact, contact_list=contact_list) for contact in contacts)
        return contact_list

    return make


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def connector_for(server: MailServer, **given: str) -> Connector:
    values = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "from_address": "news@hub.example"}
    return Connector({**values, "list": "newsletter", **given})


@pytest.fixture
def connector(server: MailServer) -> Connector:
    return connector_for(server)
