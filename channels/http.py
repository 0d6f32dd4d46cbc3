"""The only code that opens an HTTP connection.

Time-outs on everything, no redirects, no private addresses unless allowed, no cookies, no proxies or .netrc from the
environment, answers of limited size, and failures told apart by whether any of the request had left the machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Mapping
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack, cast
from urllib.parse import urlsplit

import requests
import requests.auth
import requests.utils
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, NameResolutionError

from channels.addresses import AddressRefused, private_allowed
from channels.answers import Answer
from channels.base import Ambiguous, ChannelError, NotSent, Refused
from channels.redaction import Redactor
from channels.transport import CheckedAdapter, Progress

#: Seconds: to connect, and between two pieces of the answer.
TIMEOUT = (10.0, 30.0)

#: Bytes of an answer that are read, after decompression.
ANSWER_LIMIT = 4 * 1024 * 1024

#: An answer may trickle in for this many read time-outs in all.
PATIENCE = 4


class Content(TypedDict, total=False):
    """What a call carries; each as in ``requests``."""

    params: Mapping[str, str | int]
    json: Any
    data: bytes | Mapping[str, str]
    files: Mapping[str, tuple[str, bytes, str]]
    headers: Mapping[str, str]


class Client:
    """Speaks to one service on behalf of one account. For one thread; close it or use ``with``.

    :param base_url: the service's address; paths are appended to it.
    :param headers: sent with every call.
    :param auth: (user name, password) for Basic authentication.
    :param timeout: seconds (connect, read).
    :param secrets: values blanked out of everything that is recorded.
    :param patience: an answer may trickle in for this many read time-outs in all.
    :param allow_private: whether private addresses may be reached; None: as the installation says.
    :raises Refused: the address is malformed.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
        secrets: Iterable[str] = (),
        allow_private: bool | None = None,
        answer_limit: int = ANSWER_LIMIT,
        patience: int = PATIENCE,
    ) -> None:
        try:
            parts = urlsplit(base_url)
        except ValueError:
            raise Refused("The account's address is malformed; correct it.") from None
        self.base_url = base_url
        #: The host's name, for sentences; never the whole address, which may hold a secret.
        self.service = parts.hostname or "The server"
        self.timeout = timeout
        self.answer_limit = answer_limit
        self.patience = patience
        known = [*secrets, *(auth or ())[1:], parts.password or ""]
        self.redactor = Redactor(known)
        self._progress = Progress()
        self._headers = {
            **requests.utils.default_headers(),
            "User-Agent": "ContentHub",
            "Accept": "application/json",
            **(headers or {}),
        }
        self._auth = requests.auth.HTTPBasicAuth(*auth) if auth else None
        self._verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        # Straight to an adapter, without a ``requests.Session``, which takes longer than the call and brings along what
        # is not wanted: cookies, redirects, a proxy that would be what is connected to, and a .netrc whose entry would
        # replace our Authorization header.
        self._adapter = CheckedAdapter(self._progress, private_allowed() if allow_private is None else allow_private)

    def read(self, path: str = "", *, accept: Collection[int] = (), **content: Unpack[Content]) -> Answer:
        """GET something. Whatever is passing is NotSent; other errors as ``Answer.failure`` says.

        :param accept: statuses besides 2xx that are returned rather than raised.
        """
        return self._judged(self._send("GET", path, False, content), accept)

    def upload(
        self, method: str, path: str = "", *, accept: Collection[int] = (), **content: Unpack[Content]
    ) -> Answer:
        """Make a call that nobody sees and that may be repeated; errors as for ``read``."""
        return self._judged(self._send(method, path, False, content), accept)

    def mutate(
        self, method: str, path: str = "", *, accept: Collection[int] = (), **content: Unpack[Content]
    ) -> Answer:
        """Make the call that the audience sees, once.

        :raises NotSent: none of it left this machine, or the platform asked to wait.
        :raises Ambiguous: it was sent and the outcome is unknown.
        :raises Refused, AuthFailed: the platform said no.
        """
        # On a connection of its own: one kept from an earlier call may have been closed by the other side meanwhile,
        # which shows only after the request was written, and so would look like an unknown outcome.
        self._adapter.close()
        return self._judged(self._send(method, path, True, content), accept)

    def close(self) -> None:
        self._adapter.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _judged(answer: Answer, accept: Collection[int]) -> Answer:
        if answer.ok or answer.status in accept:
            return answer
        raise answer.failure()

    def _send(self, method: str, path: str, mutating: bool, content: Content) -> Answer:
        address = self.base_url.rstrip("/") + path if path else self.base_url
        self._progress.written = False
        try:
            response = self._adapter.send(
                self._prepared(method, address, content), stream=True, timeout=self.timeout, verify=self._verify
            )
            with response:
                body, complete = self._body(response)
        # "from None" throughout: the originals hold the whole request, secrets included, and tracebacks are logged.
        except AddressRefused as error:
            raise Refused(str(error)) from None
        except (requests.RequestException, HTTPError) as error:
            raise self._network_failure(error, mutating) from None
        except ValueError:
            raise Refused(
                f"The address or a setting for {self.service} holds characters that cannot be sent; correct it."
            ) from None
        return Answer(
            service=self.service,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            content=body,
            complete=complete,
            mutating=mutating,
            redactor=self.redactor,
        )

    def _prepared(self, method: str, address: str, content: Content) -> requests.PreparedRequest:
        headers = CaseInsensitiveDict[str](self._headers)
        headers.update(content.get("headers", {}))
        rest = {name: value for name, value in content.items() if name != "headers"}
        request = requests.Request(method, address, headers, auth=self._auth, **cast("dict[str, Any]", rest))
        return request.prepare()

    def _body(self, response: requests.Response) -> tuple[bytes, bool]:
        body = bytearray()
        end = time.monotonic() + self.patience * self.timeout[1]
        try:
            for chunk in response.iter_content(16384):
                body += chunk
                if len(body) > self.answer_limit or time.monotonic() > end:
                    return bytes(body[: self.answer_limit]), False
        # The status is known by now, and it decides; a body that is needed and missing is noticed where it is read.
        except (requests.RequestException, HTTPError):
            return bytes(body), False
        return bytes(body), True

    def _network_failure(self, error: Exception, mutating: bool) -> ChannelError:
        if isinstance(error, ValueError) and not self._progress.written:
            return Refused(f"The address or a setting for {self.service} is malformed; correct it.")
        if not self._progress.written:
            return NotSent(f"{self.service} could not be reached: {self._unreached(error)}.")
        what = "gave no answer in time" if isinstance(error, requests.Timeout) else "broke the connection off"
        if mutating:
            return Ambiguous(f"{self.service} {what}; the post may be out.")
        return NotSent(f"{self.service} {what}.")

    def _unreached(self, error: Exception) -> str:
        reason = getattr(error.args[0], "reason", None) if error.args else None
        if isinstance(error, requests.exceptions.SSLError):
            return "no secure connection (is its certificate valid?)"
        if isinstance(error, requests.Timeout):
            return f"no connection within {self.timeout[0]:g} s"
        if isinstance(reason, NameResolutionError):
            return "its name is not known (is the address right?)"
        return "it does not accept connections (is the address right, is it running?)"
