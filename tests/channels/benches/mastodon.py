from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.benches import Bench
from tests.channels.mastodon_server import TOKEN, MastodonServer
from tests.channels.posts import a_picture, a_post
from tests.channels.servers import EchoServer


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    tmp_path: Path = request.getfixturevalue("tmp_path")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(MastodonServer())
        echoes = [stack.enter_context(EchoServer(status)) for status in (200, 302, 400, 401, 422, 429, 500)]
        yield Bench(
            values={"base_url": server.url, "access_token": TOKEN},
            post=a_post(media=(a_picture(tmp_path),)),
            visible=lambda: len(server.statuses),
            hostile=[{"base_url": echo.url, "access_token": TOKEN} for echo in echoes],
            reads=lambda: "".join(status["content"] for status in server.statuses),
        )
