from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.channels.benches import Bench
from tests.channels.mail_server import PASSWORD, USER, MailServer
from tests.channels.posts import a_mail
from tests.channels.servers import closed_port


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with MailServer(login=True) as server, MailServer(login=True) as rude:
        rude.on_mail = [f"550 go away {USER} with your {PASSWORD}"] * 9
        values = {
            "host": "127.0.0.1",
            "security": "none",
            "username": USER,
            "password": PASSWORD,
            "from_address": "news@hub.example",
            "list": "newsletter",
        }
        yield Bench(
            values={**values, "port": str(server.port)},
            post=a_mail(),
            visible=lambda: len(server.envelopes),
            hostile=[
                {**values, "port": str(rude.port)},
                {**values, "port": str(closed_port())},
                {**values, "port": str(server.port), "username": "someone else"},
            ],
        )
