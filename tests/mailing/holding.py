"""A mail server that takes a mail and then says nothing, so that its sender can be killed in that moment."""

from __future__ import annotations

import asyncio
import threading

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.channels.mail_server import MailServer


class HoldingServer(MailServer):
    """Holds its reply to the mail of number ``hold`` (the first is 1); ``reached`` is set when that one has come in."""

    def __init__(self, hold: int) -> None:
        super().__init__()
        self.hold = hold
        self.reached = threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = await super().handle_DATA(server, session, envelope)
        if len(self.envelopes) == self.hold:
            self.reached.set()
            await asyncio.sleep(30)
        return reply
