"""The demo's receivers keep what reaches them, and only what is signed."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading
from http.server import ThreadingHTTPServer

import pytest
from standardwebhooks.webhooks import Webhook

from contenthub.studio.demo import places
from contenthub.studio.management.commands.sink import handler


@pytest.fixture
def receiver(tmp_path):
    said: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(tmp_path, places.webhook_secret(), said.append))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], tmp_path
    server.shutdown()
    server.server_close()


def post(port: int, body: str, secret: str, key: str = "msg_1") -> http.client.HTTPResponse:
    now = dt.datetime.now(dt.UTC)
    headers = {
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(key, now, body),
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", "/", body.encode(), headers)
    return connection.getresponse()


def test_a_signed_event_is_kept_and_can_be_looked_at(receiver):
    port, folder = receiver
    answer = json.loads(post(port, '{"type": "ping"}', places.webhook_secret()).read())
    assert json.loads((folder / "msg_1.json").read_text()) == {"type": "ping"}
    assert answer["url"].endswith("/msg_1.json")


def test_the_same_event_twice_is_kept_once(receiver):
    port, folder = receiver
    for _ in range(2):
        assert post(port, "{}", places.webhook_secret()).status == 200
    assert len(list(folder.iterdir())) == 1


def test_a_wrong_signature_is_refused(receiver):
    port, folder = receiver
    assert post(port, "{}", "whsec_" + "A" * 44).status == 401
    assert list(folder.iterdir()) == []
