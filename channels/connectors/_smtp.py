"""One SMTP conversation, and what each of its failures means for the mail (RFC 5321).

Up to the final dot nothing is the server's responsibility, so every failure is NotSent or Refused. Between the dot and
the reply to it lies the only moment of which nobody can tell afterwards: Ambiguous.

``smtplib``'s exceptions are OSErrors, so that one ``except`` covers them and the socket's.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
import smtplib
import socket
import ssl
from typing import NoReturn

from channels.base import Ambiguous, AuthFailed, ChannelError, NotSent, Refused
from channels.redaction import Redactor

#: Seconds: for a command, and for the reply to the final dot, before which servers scan the mail.
COMMAND_TIMEOUT, ACCEPT_TIMEOUT = 30.0, 120.0

#: Seconds to wait after a 4xx reply; grey-listing servers want some minutes.
RETRY_AFTER = 300.0

#: Replies to MAIL and later that say "log in first" or "not with these credentials".
_LOGIN_CODES = (530, 534, 535, 538)

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclasses.dataclass(frozen=True)
class Server:
    """Where and how to log in. ``security`` is none, starttls or tls; an empty ``username`` means no log-in."""

    host: str
    port: int
    security: str
    username: str
    password: str
    #: What we call ourselves in EHLO.
    name: str


class Line:
    """A connection to a server, opened when first needed and kept until ``close``."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._redactor = Redactor([server.password])
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """Return the connection, opened and logged in.

        :raises NotSent: no connection, no greeting, no TLS.
        :raises AuthFailed: the log-in was turned down.
        :raises Refused: the settings cannot work.
        """
        if self._smtp is None:
            smtp = self._connected()
            try:
                self._log_in(smtp)
            except BaseException:
                smtp.close()
                raise
            self._smtp = smtp
        return self._smtp

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            with contextlib.suppress(OSError):
                smtp.quit()
            smtp.close()

    def noop(self) -> None:
        """Ask for a sign of life; raises as ``open`` does."""
        try:
            code, text = self.open().noop()
        except OSError as error:
            self._drop(error)
        self._expect(code, text)

    def send(self, sender: str, recipient: str, mail: bytes, utf8: bool = False) -> str:
        """Hand one mail over; return the server's last words.

        :param mail: with CRLF line ends.
        :param utf8: the recipient's address needs SMTPUTF8 (RFC 6531).
        :raises ChannelError: as the module says. The connection stays usable for the next mail or is opened anew.
        """
        smtp = self._begun(sender, len(mail), utf8)
        try:
            self._expect(*smtp.rcpt(recipient))
            self._expect(*smtp.docmd("DATA"), wanted=354)
            smtp.send(re.sub(rb"(?m)^\.", b"..", mail if mail.endswith(b"\r\n") else mail + b"\r\n"))
        except ChannelError:
            self._reset()
            raise
        except OSError as error:
            self._drop(error)
        code, text = self._finished(smtp)
        self._expect(code, text)
        return self._said(code, text)

    def _begun(self, sender: str, size: int, utf8: bool) -> smtplib.SMTP:
        """Start a mail; on a connection that was kept and has gone meanwhile, once more on a new one."""
        kept = self._smtp is not None
        smtp = self.open()
        options = [f"size={size}"] if smtp.has_extn("size") else []
        if utf8:
            if not smtp.has_extn("smtputf8"):
                raise Refused(f"{self.server.host} does not take addresses with letters outside of English.")
            smtp.command_encoding = "utf-8"
            options += ["SMTPUTF8"]
        try:
            code, text = smtp.mail(sender, options)
            gone = code == 421
        except OSError as error:
            if not kept:
                self._drop(error)
            gone = True
        if gone and kept:
            self._forget()
            return self._begun(sender, size, utf8)
        try:
            self._expect(code, text)
        except ChannelError:
            self._reset()
            raise
        return smtp

    def _finished(self, smtp: smtplib.SMTP) -> tuple[int, bytes]:
        try:
            if smtp.sock:
                smtp.sock.settimeout(ACCEPT_TIMEOUT)
            smtp.send(b".\r\n")
            reply = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(COMMAND_TIMEOUT)
        except OSError:
            reply = (-1, b"")
        if 200 <= reply[0] < 600:
            return reply
        self._forget()
        raise Ambiguous(f"{self.server.host} was given the whole mail and did not confirm it; it may have been sent.")

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        place = (server.host, server.port, server.name)
        try:
            if server.security == "tls":
                context = ssl.create_default_context()
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=COMMAND_TIMEOUT, context=context)
            else:
                smtp = smtplib.SMTP(*place, timeout=COMMAND_TIMEOUT)
        except UnicodeError:
            raise Refused(f"{server.host!r} is no name of a server; correct the account.") from None
        except OSError as error:
            raise self._unreached(error) from None
        try:
            if smtp.sock:
                # The final dot travels by itself; without this it would wait 40 ms for the mail's acknowledgement.
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        except OSError as error:
            smtp.close()
            raise self._unreached(error) from None
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        server = self.server
        if not server.username:
            return
        if server.security == "none" and server.host not in _LOOPBACK:
            raise Refused("A password is not sent over an open line; choose STARTTLS or TLS.")
        try:
            smtp.login(server.username, server.password)
        except smtplib.SMTPNotSupportedError:
            raise AuthFailed(f"{server.host} offers no log-in; clear the user name or change the port.") from None
        except smtplib.SMTPAuthenticationError as error:
            kind = NotSent if 400 <= error.smtp_code < 500 else AuthFailed
            raise kind(
                f"{server.host} does not accept the user name and password; enter them again.",
                code=str(error.smtp_code),
                raw=self._said(error.smtp_code, _bytes(error.smtp_error)),
            ) from None
        except UnicodeError:
            raise Refused("The user name or the password holds letters that SMTP log-ins cannot send.") from None
        except OSError as error:
            raise self._unreached(error) from None

    def _expect(self, code: int, text: bytes, wanted: int | None = None) -> None:
        if code == wanted or (wanted is None and 200 <= code < 300):
            return
        if not 200 <= code < 600:
            self._forget()
        said = self._said(code, text)
        enhanced = re.match(r"\d{3} (\d\.\d{1,3}\.\d{1,3})", said)
        name = enhanced.group(1) if enhanced else str(code)
        host = self.server.host
        if code in _LOGIN_CODES:
            raise AuthFailed(f"{host} wants a log-in that it accepts ({said}).", code=name, raw=said)
        if 500 <= code < 600:
            raise Refused(f"{host} refused the mail ({said}).", code=name, raw=said)
        raise NotSent(f"{host} does not take the mail now ({said}).", retry_after=RETRY_AFTER, code=name, raw=said)

    def _reset(self) -> None:
        """Make the connection ready for the next mail, or give it up."""
        try:
            if self._smtp is not None and self._smtp.rset()[0] == 250:
                return
        except OSError:
            pass
        self._forget()

    def _drop(self, error: Exception) -> NoReturn:
        self._forget()
        raise self._unreached(error) from None

    def _forget(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            smtp.close()

    def _unreached(self, error: Exception) -> ChannelError:
        place = f"{self.server.host}:{self.server.port}"
        if isinstance(error, smtplib.SMTPResponseException):
            said = self._said(error.smtp_code, _bytes(error.smtp_error))
            return NotSent(f"{place} turned us away ({said}).", code=str(error.smtp_code), raw=said)
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return NotSent(f"{place} offers no STARTTLS; choose TLS or another port.")
        if isinstance(error, ssl.SSLError):
            return NotSent(f"No secure connection to {place}: is its certificate valid, is TLS right for this port?")
        if isinstance(error, TimeoutError):
            return NotSent(f"{place} did not answer within {COMMAND_TIMEOUT:g} s.")
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return NotSent(f"{place} broke the connection off.")
        return NotSent(f"{place} cannot be reached; are host and port right, is the server running?")

    def _said(self, code: int, text: bytes) -> str:
        return self._redactor.text(" ".join(f"{code} {text.decode('utf-8', 'replace')}".split()))[:300]


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
