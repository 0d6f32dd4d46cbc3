from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from standardwebhooks.webhooks import Webhook

from channels import signing
from channels.base import Ambiguous, AuthFailed, ChannelError, Media, RateLimited, Receipt, Refused
from channels.connectors.webhook import Connector
from channels.settings import InvalidSettings, clean
from tests.channels.benches.webhook import SECRET
from tests.channels.posts import a_post
from tests.channels.servers import RESET, PlatformServer, Reply


@pytest.fixture
def webhook(platform: PlatformServer) -> Connector:
    return Connector({"base_url": f"{platform.url}/hook?team=1", "secret": SECRET})


def test_the_signature_is_that_of_the_published_test_vector() -> None:
    moment = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    signature = signing.signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", moment, '{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_receiver_can_verify_what_it_gets(webhook: Connector, platform: PlatformServer) -> None:
    webhook.publish(a_post(title="零信任"), {})
    (request,) = platform.requests
    message = Webhook(SECRET).verify(request.body, request.headers)
    assert (request.method, request.path, request.query) == ("POST", "/hook", {"team": "1"})
    assert request.headers["webhook-id"] == a_post().key
    assert message["type"] == "post.published"
    assert message["data"]["title"] == "零信任"
    assert message["data"]["link"] == a_post().link


def test_media_are_named_not_sent(webhook: Connector, platform: PlatformServer, picture: Callable[..., Media]) -> None:
    medium = picture(url="https://hub.example/media/card.png")
    webhook.publish(a_post(media=(medium,)), {})
    (reference,) = platform.requests[0].json()["data"]["media"]
    assert reference["sha256"] == medium.sha256
    assert reference["url"] == medium.url
    assert "path" not in reference
    assert str(medium.path) not in platform.requests[0].body.decode()


def test_an_address_in_the_answer_becomes_the_receipts(webhook: Connector, platform: PlatformServer) -> None:
    platform.script = [Reply(201, {"id": 9, "url": "https://reader.example/9"})]
    receipt = webhook.publish(a_post(), {})
    assert (receipt.id, receipt.url) == ("9", "https://reader.example/9")


@pytest.mark.parametrize("body", [b"", b"ok", b"[1]", b'{"url": "javascript:alert(1)"}', b'{"url": 7}', b"[" * 9999])
def test_any_answer_with_2xx_will_do(body: bytes, webhook: Connector, platform: PlatformServer) -> None:
    platform.script = [Reply(202, body)]
    receipt = webhook.publish(a_post(), {})
    assert (receipt.id, receipt.url) == (a_post().key, "")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Refused),
        (400, Refused),
        (401, AuthFailed),
        (404, Refused),
        (410, AuthFailed),
        (429, RateLimited),
        (500, Ambiguous),
        (502, Ambiguous),
        (504, Ambiguous),
    ],
)
def test_each_refusal_has_its_meaning(
    status: int, error: type[ChannelError], webhook: Connector, platform: PlatformServer
) -> None:
    platform.script = [Reply(status, headers={"Retry-After": "30", "Location": "https://elsewhere.example"})]
    with pytest.raises(ChannelError) as caught:
        webhook.publish(a_post(), {})
    assert type(caught.value) is error
    assert caught.value.retry_after == (30 if error in (RateLimited, Ambiguous) else None)


def test_a_receiver_that_is_gone_for_good_is_said_to_be(webhook: Connector, platform: PlatformServer) -> None:
    platform.script = [Reply(410)]
    with pytest.raises(AuthFailed, match="gone for good"):
        webhook.publish(a_post(), {})


def test_an_attempt_that_was_cut_off_keeps_its_id_at_the_next(webhook: Connector, platform: PlatformServer) -> None:
    platform.script = [RESET]
    with pytest.raises(Ambiguous):
        webhook.publish(a_post(), {})
    webhook.publish(a_post(), {})
    first, second = platform.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == a_post().key


def test_the_connection_test_is_a_signed_ping(webhook: Connector, platform: PlatformServer) -> None:
    assert webhook.check() == "127.0.0.1 took a signed ping (200)."
    message = Webhook(SECRET).verify(platform.requests[0].body, platform.requests[0].headers)
    assert (message["type"], message["data"]) == ("ping", {})


def test_a_key_that_would_blur_the_signature_is_refused(webhook: Connector, platform: PlatformServer) -> None:
    with pytest.raises(Refused, match="full stop"):
        webhook.publish(a_post(key="a.b"), {})
    assert platform.requests == []


@pytest.mark.parametrize("secret", ["hunter2", "whsec_", "whsec_short", "whsec_" + "x" * 200, "whsec_ümlaut" * 5])
def test_only_a_real_signing_secret_is_taken(secret: str) -> None:
    with pytest.raises(InvalidSettings, match="whsec_"):
        clean(Connector.settings, {"base_url": "https://x.example", "secret": secret})


def test_an_update_is_a_message_of_its_own_that_names_the_post(webhook: Connector, platform: PlatformServer) -> None:
    receipt = Receipt("9", "https://reader.example/9", key=a_post().key)
    assert webhook.update(a_post(text="new", change="c1"), receipt).url == receipt.url
    (request,) = platform.requests
    message = Webhook(SECRET).verify(request.body, request.headers)
    assert request.headers["webhook-id"] == f"{a_post().key}-update-c1"
    assert (message["type"], message["data"]["text"]) == ("post.updated", "new")
    assert (message["data"]["key"], message["data"]["id"]) == (a_post().key, "9")


def test_a_withdrawal_is_a_message_that_names_the_post(webhook: Connector, platform: PlatformServer) -> None:
    webhook.withdraw(Receipt("9", "https://reader.example/9", key=a_post().key))
    (request,) = platform.requests
    message = Webhook(SECRET).verify(request.body, request.headers)
    assert request.headers["webhook-id"] == f"{a_post().key}-withdraw"
    assert message["type"] == "post.withdrawn"
    assert message["data"] == {"key": a_post().key, "id": "9", "url": "https://reader.example/9"}
