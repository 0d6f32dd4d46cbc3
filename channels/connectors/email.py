"""E-mail by SMTP: one message to one recipient.

A delivery to a list becomes one post per recipient; ``session`` lets a batch of them share a connection.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address

from channels.base import Capabilities, Post, Receipt, Refused, State
from channels.base import Connector as Base
from channels.connectors import _mail
from channels.connectors._smtp import Line, Server
from channels.settings import Field


class Connector(Base):
    label = "E-mail (SMTP)"
    capabilities = Capabilities(
        kinds=frozenset({"email"}),
        html=True,
        recipients=True,
        utm_source="newsletter",
        utm_medium="email",
    )
    settings = (
        Field("host", "Mail server", help="Name of the server that takes outgoing mail."),
        Field(
            "port",
            "Port",
            default="587",
            help="587 with STARTTLS, 465 with TLS, 25 between servers.",
            pattern=r"[1-9]\d{0,4}",
            pattern_message="Give a number, such as 587.",
        ),
        Field(
            "security",
            "Encryption",
            kind="choice",
            default="starttls",
            choices=(("starttls", "STARTTLS"), ("tls", "TLS from the start"), ("none", "None")),
        ),
        Field("username", "User name", required=False, help="Empty: no log-in."),
        Field("password", "Password", kind="secret", required=False),
        Field(
            "from_address",
            "Sender's address",
            pattern=_mail.ADDRESS,
            pattern_message="Give a mail address, such as news@example.com.",
        ),
        Field("from_name", "Sender's name", required=False),
        Field(
            "reply_to",
            "Replies to",
            required=False,
            pattern=_mail.ADDRESS,
            pattern_message="Give a mail address, such as hello@example.com.",
        ),
        Field("list", "Contact list", help="Slug of the hub's list whose consenting contacts receive the mail."),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self._line: Line | None = None

    def check(self) -> str:
        with self.session():
            self._opened().noop()
        who = f" as {self.values['username']}" if self.values.get("username") else ""
        return f"Connected to {self.values['host']}:{self.values['port']}{who}."

    def problems(self, post: Post) -> Sequence[str]:
        return _mail.problems(post)

    def publish(self, post: Post, state: State) -> Receipt:
        for problem in self.problems(post):
            raise Refused(problem)
        if not post.to:
            raise Refused("The mail has no recipient.")
        sender = self._sender()
        mail = _mail.compose(post, sender, self.values.get("reply_to", ""))
        recipient, utf8 = _mail.ascii_address(post.to), _mail.international(post, sender)
        with self.session():
            said = self._opened().send(sender.addr_spec, recipient, mail.as_bytes(), utf8)
        return Receipt(id=_mail.message_id(post, sender.domain), raw={"answer": said})

    @contextlib.contextmanager
    def session(self) -> Iterator[None]:
        """Let every ``publish`` inside share one connection; one that dropped is opened again. For one thread."""
        if self._line is not None:
            yield
            return
        self._line = Line(self._server())
        try:
            yield
        finally:
            line, self._line = self._line, None
            line.close()

    def _opened(self) -> Line:
        if self._line is None:
            raise RuntimeError("only inside session()")
        return self._line

    def _server(self) -> Server:
        port = int(self.values["port"])
        if port > 65535:
            raise Refused("The port must be at most 65535.")
        return Server(
            host=self.values["host"],
            port=port,
            security=self.values["security"],
            username=self.values.get("username", ""),
            password=self.values.get("password", ""),
            name=self._sender().domain,
        )

    def _sender(self) -> Address:
        try:
            address = _mail.ascii_address(self.values["from_address"])
            return Address(self.values.get("from_name", ""), addr_spec=address)
        except (ValueError, LookupError):
            raise Refused("The sender's address or name cannot stand in a mail; correct the account.") from None
