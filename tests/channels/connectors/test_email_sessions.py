"""A batch of mails shares a connection."""

from __future__ import annotations

import pytest

from channels.base import NotSent, Refused
from tests.channels.connectors.test_email_message import connector_to
from tests.channels.mail_server import HANG_UP, MailServer
from tests.channels.posts import a_mail


def test_many_mails_go_through_one_connection(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    with connector.session():
        for number in range(5):
            connector.publish(a_mail(key=f"k{number}", to=f"reader{number}@example.com"), {})
    assert (len(mail_server.envelopes), mail_server.connections) == (5, 1)


def test_without_a_session_each_mail_has_its_own(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    for number in range(2):
        connector.publish(a_mail(key=f"k{number}"), {})
    assert mail_server.connections == 2


def test_sessions_may_be_nested(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    with connector.session():
        with connector.session():
            connector.publish(a_mail(key="k1"), {})
        connector.publish(a_mail(key="k2"), {})
    assert mail_server.connections == 1


@pytest.mark.parametrize("end", [HANG_UP, "421 4.4.2 Too many mails in one connection"])
def test_a_connection_that_ended_meanwhile_is_opened_again(end: str, mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    mail_server.on_mail = ["", end]
    with connector.session():
        connector.publish(a_mail(key="k1"), {})
        connector.publish(a_mail(key="k2"), {})
    assert (len(mail_server.envelopes), mail_server.connections) == (2, 2)


def test_a_server_that_keeps_hanging_up_is_not_asked_for_ever(mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    mail_server.on_mail = ["", HANG_UP, HANG_UP]
    with connector.session():
        connector.publish(a_mail(key="k1"), {})
        with pytest.raises(NotSent):
            connector.publish(a_mail(key="k2"), {})
        connector.publish(a_mail(key="k3"), {})
    assert [envelope.rcpt_tos for envelope in mail_server.envelopes] == [["reader@example.com"]] * 2


@pytest.mark.parametrize("stage", ["on_mail", "on_rcpt", "on_data"])
def test_a_refused_mail_does_not_spoil_the_next(stage: str, mail_server: MailServer) -> None:
    connector = connector_to(mail_server)
    setattr(mail_server, stage, ["550 no"])
    with connector.session():
        with pytest.raises(Refused):
            connector.publish(a_mail(key="k1", to="nobody@example.com"), {})
        connector.publish(a_mail(key="k2"), {})
    assert [envelope.rcpt_tos for envelope in mail_server.envelopes] == [["reader@example.com"]]
    assert mail_server.connections == 1


def test_no_connection_is_opened_for_nothing(mail_server: MailServer) -> None:
    with connector_to(mail_server).session():
        pass
    assert mail_server.connections == 0
