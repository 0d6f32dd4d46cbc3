"""The connections under ``channels.http``: each goes to a checked address and knows whether it wrote anything."""

from __future__ import annotations

import dataclasses
import functools
import socket
from typing import Any, cast

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
    def __init__(self, *args: Any, progress: Progress, allow_private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.progress, self.allow_private = progress, allow_private

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


class _Pool(HTTPConnectionPool):
    ConnectionCls = _CheckedConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedTLSConnection


class CheckedAdapter(HTTPAdapter):
    """A requests adapter whose connections refuse private addresses and report to ``progress``. Never retries."""

    def __init__(self, progress: Progress, allow_private: bool) -> None:
        # What a pool is given beyond its own arguments goes on to each of its connections.
        self._pools = {
            scheme: functools.partial(pool, progress=progress, allow_private=allow_private)
            for scheme, pool in (("http", _Pool), ("https", _TLSPool))
        }
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = cast("dict[str, type[HTTPConnectionPool]]", self._pools)
