from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.channels.benches import Bench
from tests.channels.posts import a_post
from tests.channels.servers import Behaviour, EchoServer, PlatformServer, Reply, Request

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver(PlatformServer):
    """Drops what it has seen before, as the specification asks; shows what it was told, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, Reply] = {}
        self.shown: dict[str, str] = {}
        self._count = 0

    def answer(self, request: Request) -> Behaviour:
        message = request.headers["webhook-id"]
        if message not in self.seen:
            self.seen[message] = self._taken(request.json()["type"], request.json()["data"])
        return self.seen[message]

    def _taken(self, what: str, data: dict[str, str]) -> Reply:
        if what == "post.withdrawn":
            self.shown.pop(data["key"], None)
        elif what == "post.updated" and data["key"] not in self.shown:
            return Reply(404, {"error": "there is no such post"})
        elif what != "ping":
            self.shown[data["key"]] = data["text"]
            if what == "post.published":
                self._count += 1
                return Reply(body={"url": f"https://reader.example/{self._count}"})
        return Reply(204, b"")


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Receiver())
        echoes = [stack.enter_context(EchoServer(status)) for status in (302, 400, 401, 410, 429, 500)]
        yield Bench(
            values={"base_url": f"{server.url}/hook", "secret": SECRET},
            post=a_post(),
            visible=lambda: len(server.shown),
            reads=lambda: "".join(server.shown.values()),
            hostile=[{"base_url": f"{echo.url}/hook", "secret": SECRET} for echo in echoes],
        )
