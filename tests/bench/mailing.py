"""A mailing with its ledger, against a plain loop over one SMTP connection."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

from channels.base import Post
from channels.connectors.email import Connector
from contenthub.audience.actions import DEFAULT_LIST, default_list
from contenthub.audience.models import Consent, Contact, Membership
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.mailing.actions import counts, send_batch, settle, start
from tests.bench.measuring import Row, side_by_side
from tests.bench.sinks import sink
from tests.bench.statements import statements

DATABASE = True
ROUNDS, EACH = 5, 100
SENDER = "news@hub.example"
_SAID = "Consistency is never having to take back on one channel what was said on another. " * 30
POST = Post(
    key="bench",
    kind="email",
    title="One voice, many places",
    text=f"{_SAID}\n\nUnsubscribe: {UNSUBSCRIBE}\nIn the browser: {WEB_VERSION}\n",
    html=f'<html><body><p>{_SAID}</p><p><a href="{UNSUBSCRIBE}">Unsubscribe</a> <a href="{WEB_VERSION}">Web</a></p></body></html>',
)


def rows() -> Iterator[Row]:
    """What one mail costs, from an empty ledger to a balanced one."""
    addresses = _members()
    with sink("smtp") as port:
        connector = Connector(
            {"host": "127.0.0.1", "port": str(port), "security": "none", "from_address": SENDER, "list": DEFAULT_LIST}
        )
        asked = statements(lambda: _mail("first", connector), EACH)
        found = side_by_side(
            lambda number: _mail(f"round-{number}", connector), lambda _number: _loop(port, addresses), rounds=ROUNDS
        )
    note = f"smtplib, one connection, a message built for each; ours keeps the ledger ({asked})"
    yield found.cost("mailing", EACH, "mail", note)


def _members() -> list[str]:
    """People who agreed to get the newsletter."""
    contact_list = default_list()
    people = Contact.objects.bulk_create(Contact(email=f"reader{n}@example.com") for n in range(EACH))
    Consent.objects.bulk_create(
        Consent(contact=person, purpose="newsletter", granted=True, method="checkbox") for person in people
    )
    Membership.objects.bulk_create(Membership(contact=person, contact_list=contact_list) for person in people)
    return [person.email for person in people]


def _mail(key: str, connector: Connector) -> None:
    mailing = start(key, POST, DEFAULT_LIST)
    while send_batch(mailing, connector):
        pass
    if not settle(mailing) or counts(mailing)["sent"] != EACH:
        raise RuntimeError(f"Not everybody got the mail: {counts(mailing)}")


def _loop(port: int, addresses: list[str]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as session:
        for address in addresses:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = SENDER, address, POST.title
            message["List-Unsubscribe"] = f"<https://hub.example/unsubscribe/{address}>"
            message.set_content(POST.text)
            message.add_alternative(POST.html, subtype="html")
            session.send_message(message)
