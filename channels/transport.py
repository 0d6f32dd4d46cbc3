"""The connections under ``channels.http``: each goes to a checked address and knows whether it wrote anything."""

from __future__ import annotations

import dataclasses
import socket
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from channels import addresses


@dataclasses.dataclass
class Progress:
    """How far the call under way came; this, not the kind of exception, tells NotSent from Ambiguous."""

    written: bool = False


class _CheckedConnection(HTTPConnection):
    progress: ClassVar[Progress]
    allow_private: ClassVar[bool]

    def _new_conn(self) -> socket.socket:
        try:
            candidates = addresses.resolve(self._dns_host, self.port, self.allow_private)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        failure: OSError | None = None
        for family, address in candidates:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                for option in self.socket_options or ():
                    sock.setsockopt(*option)
                sock.settimeout(self.timeout)
                sock.connect(address)
            except OSError as error:
                sock.close()
                failure = error
            else:
                return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection within {self.timeout} s") from failure
        raise NewConnectionError(self, failure.strerror or "no connection" if failure else "no address") from failure

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.progress.written = True
        super().send(data)


class _CheckedTLSConnection(_CheckedConnection, HTTPSConnection):
    pass


def _pools(watched: Progress, private: bool) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(_CheckedConnection):
        progress = watched
        allow_private = private

    class Secure(_CheckedTLSConnection):
        progress = watched
        allow_private = private

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class CheckedAdapter(HTTPAdapter):
    """A requests adapter whose connections refuse private addresses and report to ``progress``. Never retries."""

    def __init__(self, progress: Progress, allow_private: bool) -> None:
        self._classes = _pools(progress, allow_private)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes
