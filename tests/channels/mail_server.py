"""A mail server that keeps what it takes and refuses on demand."""

from __future__ import annotations

import email
import email.message
import email.policy
import ssl
from types import TracebackType
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, Session

from tests.channels.servers import closed_port

USER, PASSWORD = "newsletter", "pw-93hs7d1kq0"

#: In place of a reply: cut the connection.
HANG_UP = "hang up"


class MailServer:
    """Set ``on_mail``, ``on_rcpt``, ``on_data`` to lists of replies; "" means the ordinary one."""

    def __init__(self, *, login: bool = False, tls: ssl.SSLContext | None = None, starttls: bool = False) -> None:
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.commands: list[str] = []
        self.on_mail: list[str] = []
        self.on_rcpt: list[str] = []
        self.on_data: list[str] = []
        options: dict[str, Any] = {"enable_SMTPUTF8": True}
        if login:
            options |= {"authenticator": self._log_in, "auth_required": True, "auth_require_tls": False}
        if starttls:
            options["tls_context"] = tls
        self._controller = Controller(
            self, hostname="127.0.0.1", port=closed_port(), ssl_context=None if starttls else tls, **options
        )

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def mails(self) -> list[email.message.EmailMessage]:
        return [_parsed(envelope) for envelope in self.envelopes]

    def __enter__(self) -> Self:
        self._controller.start()
        self.connections = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop(no_assert=True)

    async def handle_EHLO(self, server: Protocol, session: Session, envelope: Envelope, name: str) -> str:
        session.host_name = name
        self.connections += 1
        return "250 HELP"

    async def handle_NOOP(self, server: Protocol, session: Session, envelope: Envelope, arg: str) -> str:
        self.commands.append("NOOP")
        return "250 OK"

    async def handle_MAIL(
        self, server: Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _next(self.on_mail, server) or "250 OK"

    async def handle_RCPT(
        self, server: Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = _next(self.on_rcpt, server)
        if not reply:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        reply = _next(self.on_data, server)
        if not reply or reply == HANG_UP:
            self.envelopes.append(envelope)
        return reply or "250 queued as 17"

    def _log_in(self, server: Protocol, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        known = data.login == USER.encode() and data.password == PASSWORD.encode()
        # "handled" would mean that the refusal was sent already.
        return AuthResult(success=known, handled=False)


def _next(replies: list[str], server: Protocol) -> str:
    reply = replies.pop(0) if replies else ""
    if reply == HANG_UP and server.transport:
        server.transport.abort()
    return reply


def _parsed(envelope: Envelope) -> email.message.EmailMessage:
    content = envelope.original_content or b""
    return cast(email.message.EmailMessage, email.message_from_bytes(content, policy=email.policy.default))
