"""A mail server that says what it was told to say, whatever it hears."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import IO, Self


class ScriptedServer:
    """For one connection: a greeting, then one reply per command; the mail up to its final dot counts as one.

    When the replies are used up it hangs up, or says nothing more if ``silent``.
    """

    def __init__(self, *replies: bytes, silent: bool = False) -> None:
        self._replies = list(replies)
        self._silent = silent
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._talk, daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self._thread.join(5)
        self._listener.close()

    def _talk(self) -> None:
        connection, _ = self._listener.accept()
        with connection, connection.makefile("rb") as heard:
            for reply in self._replies:
                connection.sendall(reply + b"\r\n")
                self._hear(heard, until=b".\r\n" if reply.startswith(b"354") else b"")
            if self._silent:
                self._released.wait(10)

    @staticmethod
    def _hear(heard: IO[bytes], until: bytes) -> None:
        for line in iter(heard.readline, b""):
            if not until or line == until:
                return
