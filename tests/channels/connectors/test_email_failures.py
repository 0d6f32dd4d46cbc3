"""Up to the final dot nothing was sent; after it, only the server's word counts."""

from __future__ import annotations

import pytest

from channels.base import Ambiguous, AuthFailed, ChannelError, NotSent, Refused
from channels.connectors import _smtp
from tests.channels.connectors.test_email_message import connector_to
from tests.channels.mail_server import HANG_UP, PASSWORD, USER, MailServer
from tests.channels.posts import a_mail
from tests.channels.servers import GARBAGE, RESET, PlatformServer, closed_port
from tests.channels.smtp_script import ScriptedServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def failure(server: MailServer, **values: str) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        connector_to(server, **values).publish(a_mail(), {})
    return caught.value


@pytest.mark.parametrize("stage", ["on_mail", "on_rcpt", "on_data"])
def test_a_temporary_no_is_tried_again_later(stage: str, mail_server: MailServer) -> None:
    setattr(mail_server, stage, ["451 4.7.1 Greylisted, come back later"])
    error = failure(mail_server)
    assert type(error) is NotSent
    assert error.retry_after == 300
    assert error.code == "4.7.1"
    assert "Greylisted" in error.message
    assert mail_server.envelopes == []


@pytest.mark.parametrize("stage", ["on_mail", "on_rcpt", "on_data"])
def test_a_permanent_no_is_refused(stage: str, mail_server: MailServer) -> None:
    setattr(mail_server, stage, ["550 5.1.1 No such user here"])
    error = failure(mail_server)
    assert type(error) is Refused
    assert error.code == "5.1.1"
    assert mail_server.envelopes == []


@pytest.mark.parametrize("stage", ["on_mail", "on_rcpt"])
def test_a_connection_cut_before_the_mail_was_handed_over_is_not_sent(stage: str, mail_server: MailServer) -> None:
    setattr(mail_server, stage, [HANG_UP])
    assert type(failure(mail_server)) is NotSent


def test_a_connection_cut_after_the_final_dot_is_ambiguous(mail_server: MailServer) -> None:
    mail_server.on_data = [HANG_UP]
    error = failure(mail_server)
    assert type(error) is Ambiguous
    assert "may have been sent" in error.message
    assert len(mail_server.envelopes) == 1


def test_babble_after_the_final_dot_is_ambiguous() -> None:
    with ScriptedServer(b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go", b"what was that") as server:
        assert type(failure(server)) is Ambiguous


@pytest.mark.parametrize("replies", [(), (b"what?",), (b"554 no service here",), (b"220 hi", b"502 no", b"502 no")])
def test_a_server_that_does_not_greet_is_not_sent(replies: tuple[bytes, ...]) -> None:
    with ScriptedServer(*replies) as server:
        assert type(failure(server)) is NotSent


def test_silence_after_the_final_dot_is_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smtp, "ACCEPT_TIMEOUT", 0.2)
    with ScriptedServer(b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go", silent=True) as server:
        assert type(failure(server)) is Ambiguous


def test_silence_before_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smtp, "COMMAND_TIMEOUT", 0.2)
    with ScriptedServer(b"220 hi", b"250 hi", silent=True) as server:
        assert type(failure(server)) is NotSent


def test_no_server_at_all_is_not_sent(mail_server: MailServer) -> None:
    assert type(failure(mail_server, port=str(closed_port()))) is NotSent
    assert type(failure(mail_server, host="no-such-host.invalid")) is NotSent


def test_a_web_server_is_no_mail_server(mail_server: MailServer, platform: PlatformServer) -> None:
    platform.script = [GARBAGE, RESET]
    port = platform.url.rpartition(":")[2]
    assert type(failure(mail_server, port=port, security="tls")) is NotSent


def test_a_host_that_is_no_name_is_refused(mail_server: MailServer) -> None:
    assert type(failure(mail_server, host="a..b")) is Refused


def test_a_log_in_that_fails_pauses_the_account() -> None:
    with MailServer(login=True) as server:
        error = failure(server, username=USER, password="pw-wrong-7y")
        assert type(error) is AuthFailed
        assert "pw-wrong-7y" not in f"{error} {error.raw}"
        assert type(failure(server)) is AuthFailed
        connector_to(server, username=USER, password=PASSWORD).publish(a_mail(), {})
        assert len(server.envelopes) == 1


def test_a_server_without_log_in_says_so(mail_server: MailServer) -> None:
    error = failure(mail_server, username=USER, password=PASSWORD)
    assert type(error) is AuthFailed
    assert "offers no log-in" in error.message


def test_a_password_does_not_travel_in_the_open(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_smtp, "_LOOPBACK", ())
    error = failure(mail_server, username=USER, password=PASSWORD)
    assert type(error) is Refused
    assert "STARTTLS or TLS" in error.message


def test_a_password_that_smtp_cannot_carry_is_refused() -> None:
    with MailServer(login=True) as server:
        assert type(failure(server, username=USER, password="密码密码")) is Refused


def test_the_servers_last_words_are_kept(mail_server: MailServer) -> None:
    assert connector_to(mail_server).publish(a_mail(), {}).raw == {"answer": "250 queued as 17"}


def test_the_connection_test_logs_in_and_sends_nothing() -> None:
    with MailServer(login=True) as server:
        connector = connector_to(server, username=USER, password=PASSWORD)
        assert connector.check() == f"Connected to 127.0.0.1:{server.port} as {USER}."
        assert (server.commands, server.envelopes) == (["NOOP"], [])
