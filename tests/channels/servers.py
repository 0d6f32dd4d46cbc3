"""Small real servers that behave as badly as platforms do."""

from __future__ import annotations

import dataclasses
import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclasses.dataclass
class Request:
    """What a client asked for; header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclasses.dataclass
class Reply:
    """What to answer. ``body`` is sent as JSON unless it is bytes."""

    status: int = 200
    body: Any = dataclasses.field(default_factory=dict)
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Misbehaviour:
    """Something else than an HTTP answer, done to the open connection."""

    def __init__(self, act: Callable[[socket.socket, PlatformServer], None]) -> None:
        self.act = act


def _hang(connection: socket.socket, server: PlatformServer) -> None:
    server.released.wait(10)


def _reset(connection: socket.socket, server: PlatformServer) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _babble(connection: socket.socket, server: PlatformServer) -> None:
    connection.sendall(b"\x00\x01 this is not HTTP\r\n\r\n")


def _break_off(connection: socket.socket, server: PlatformServer) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"id": "1')


SILENCE = Misbehaviour(_hang)
RESET = Misbehaviour(_reset)
GARBAGE = Misbehaviour(_babble)
HALF_AN_ANSWER = Misbehaviour(_break_off)

Behaviour = Reply | Misbehaviour


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    # Otherwise closing waits for handlers that a test left hanging.
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections that break are what these tests are about."""


class PlatformServer:
    """Records every request and answers from ``script``, one entry per request; then with ``answer``.

    Subclass and override ``answer`` for a platform with a memory.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.script: list[Behaviour] = []
        self.released = threading.Event()
        self.connections = 0
        self._http = _QuietServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def answer(self, request: Request) -> Behaviour:
        return Reply()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                server.connections += 1

            def log_message(self, *args: Any) -> None:
                pass

            def _serve(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, parts.path, query, headers, body)
                server.requests.append(request)
                behaviour = server.script.pop(0) if server.script else server.answer(request)
                if isinstance(behaviour, Misbehaviour):
                    behaviour.act(self.connection, server)
                    self.close_connection = True
                else:
                    self._reply(behaviour)

            def _reply(self, reply: Reply) -> None:
                body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = _serve

        return Handler


class EchoServer(PlatformServer):
    """Answers every request with everything that was in it: the worst thing that can happen to a secret."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status

    def answer(self, request: Request) -> Behaviour:
        said = {"error": f"bad: {request.headers} {request.body[:2000]!r}", "headers": request.headers}
        return Reply(self.status, said)


def closed_port() -> int:
    """A port at 127.0.0.1 where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
