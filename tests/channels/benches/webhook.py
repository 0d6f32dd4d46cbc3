from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.channels.benches import Bench
from tests.channels.posts import a_post
from tests.channels.servers import Behaviour, EchoServer, PlatformServer, Reply, Request

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver(PlatformServer):
    """Drops what it has seen before, as the specification asks."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, str] = {}

    def answer(self, request: Request) -> Behaviour:
        if request.json()["type"] == "post.published":
            key = request.headers["webhook-id"]
            self.seen.setdefault(key, f"https://reader.example/{len(self.seen) + 1}")
            return Reply(body={"url": self.seen[key]})
        return Reply(204, b"")


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Receiver())
        echoes = [stack.enter_context(EchoServer(status)) for status in (302, 400, 401, 410, 429, 500)]
        yield Bench(
            values={"base_url": f"{server.url}/hook", "secret": SECRET},
            post=a_post(),
            visible=lambda: len(server.seen),
            hostile=[{"base_url": f"{echo.url}/hook", "secret": SECRET} for echo in echoes],
        )
