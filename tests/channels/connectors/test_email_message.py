"""What arrives in the mailbox."""

from __future__ import annotations

from typing import Any

import pytest

from channels.base import Refused
from channels.connectors.email import Connector
from channels.settings import InvalidSettings, clean
from tests.channels.mail_server import MailServer
from tests.channels.posts import a_mail

VALUES = {"host": "127.0.0.1", "security": "none", "from_address": "news@hub.example", "list": "newsletter"}


def connector_to(server: MailServer, **values: str) -> Connector:
    return Connector(clean(Connector.settings, {**VALUES, "port": str(server.port), **values}))


def received(server: MailServer, post: Any, **values: str) -> Any:
    connector_to(server, **values).publish(post, {})
    (mail,) = server.mails()
    return mail


def test_a_mail_has_its_text_first_and_its_html_last(mail_server: MailServer) -> None:
    mail = received(mail_server, a_mail(title="零信任 in 90 days", text="看这里\n.\n..x\n", html="<p>看</p>"))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "零信任 in 90 days"
    assert mail.get_body(("plain",)).get_content().splitlines() == ["看这里", ".", "..x"]
    assert mail.get_body(("html",)).get_content().strip() == "<p>看</p>"


def test_the_envelope_names_one_recipient(mail_server: MailServer) -> None:
    received(mail_server, a_mail(to="reader@example.com"))
    (envelope,) = mail_server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("news@hub.example", ["reader@example.com"])


def test_the_message_id_is_the_same_at_every_attempt(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    receipt = connector.publish(a_mail(), {})
    connector.publish(a_mail(), {})
    assert {mail["Message-ID"] for mail in mail_server.mails()} == {f"<{a_mail().key}@hub.example>"} == {receipt.id}


def test_sender_and_replies_are_the_accounts(mail_server: MailServer) -> None:
    mail = received(mail_server, a_mail(), from_name='Größe, "Hub" & Co', reply_to="hello@hub.example")
    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ('Größe, "Hub" & Co', "news@hub.example")
    assert mail["Reply-To"] == "hello@hub.example"
    assert mail["Date"].datetime is not None


def test_the_headers_of_the_post_arrive_whole(mail_server: MailServer) -> None:
    unsubscribe = f"<https://hub.example/u/{'x' * 200}>, <mailto:leave@hub.example?subject={'y' * 90}>"
    headers = (("List-Unsubscribe", unsubscribe), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    mail = received(mail_server, a_mail(headers=headers))
    assert mail["List-Unsubscribe"] == unsubscribe
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Encoded words would hide the addresses from the software that looks for them.
    assert f"<https://hub.example/u/{'x' * 200}>".encode() in mail_server.envelopes[0].original_content


def test_no_line_is_longer_than_mail_allows(mail_server: MailServer) -> None:
    received(mail_server, a_mail(title="看" * 300, text="x" * 5000, html="<p>" + "看" * 5000))
    lines = mail_server.envelopes[0].original_content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert all(b"\n" not in line and b"\r" not in line for line in lines)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Hello\r\nBcc: everyone@example.com"},
        {"title": "Hello\nX: y"},
        {"to": "a@example.com\r\nRCPT TO:<b@example.com>"},
        {"to": "a@example.com, b@example.com"},
        {"to": "A <a@example.com>"},
        {"to": "a@b@example.com"},
        {"to": "a@..example.é"},
        {"key": "k>\r\nX: y"},
        {"headers": (("X-A", "b\r\nBcc: c@example.com"),)},
        {"headers": (("X-A\r\nBcc", "c@example.com"),)},
        {"headers": (("X A", "b"),)},
        {"headers": (("Bcc", "c@example.com"),)},
        {"headers": (("Content-Type", "text/x"),)},
        {"headers": (("X-A", "b" * 1000),)},
        {"text": " \n"},
        {"title": ""},
    ],
)
def test_a_mail_that_could_break_out_of_its_headers_is_refused(fields: dict[str, Any], mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    assert connector.problems(a_mail(**fields))
    with pytest.raises(Refused):
        connector.publish(a_mail(**fields), {})
    assert mail_server.connections == 0


def test_a_mail_can_be_checked_before_it_is_addressed_but_not_sent(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    assert list(connector.problems(a_mail(to=""))) == []
    with pytest.raises(Refused, match="no recipient"):
        connector.publish(a_mail(to=""), {})


def test_lines_of_full_stops_arrive(mail_server: MailServer) -> None:
    text = "One\n.\n..two\n.three\n"
    mail = received(mail_server, a_mail(text=text, html=""))
    assert mail.get_content().splitlines() == text.splitlines()


def test_a_senders_name_with_a_line_break_is_refused(mail_server: MailServer) -> None:
    connector = connector_to(mail_server, from_name="Hub\r\nBcc: everyone@example.com")
    with pytest.raises(Refused, match="correct the account"):
        connector.publish(a_mail(), {})


def test_international_addresses_arrive(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    connector.publish(a_mail(to="leser@bücher.example"), {})
    connector.publish(a_mail(to="søren@bücher.example", title="零信任"), {})
    assert [envelope.rcpt_tos for envelope in mail_server.envelopes] == [
        ["leser@xn--bcher-kva.example"],
        ["søren@xn--bcher-kva.example"],
    ]
    assert "SMTPUTF8" in mail_server.envelopes[1].mail_options
    assert mail_server.mails()[1]["Subject"] == "零信任"


@pytest.mark.parametrize(
    ("name", "value"), [("from_address", "not an address"), ("port", "0"), ("port", "smtp"), ("security", "ssl")]
)
def test_settings_that_cannot_work_are_not_taken(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        clean(Connector.settings, {**VALUES, name: value})
