"""What each kind of "no" means for the delivery."""

from __future__ import annotations

import pytest

from channels.base import Ambiguous, AuthFailed, ChannelError, NotSent, Refused
from channels.http import Client
from tests.channels.servers import PlatformServer, Reply


def refusal(platform: PlatformServer, reply: Reply, *, mutating: bool = True) -> ChannelError:
    platform.script = [reply]
    client = Client(platform.url, allow_private=True, secrets=["s3cr3t-value"])
    with pytest.raises(ChannelError) as caught:
        client.mutate("POST", "/posts") if mutating else client.read("/posts")
    return caught.value


@pytest.mark.parametrize(
    ("status", "mutating", "reading"),
    [
        (301, Refused, Refused),
        (400, Refused, Refused),
        (401, AuthFailed, AuthFailed),
        (403, AuthFailed, AuthFailed),
        (404, Refused, Refused),
        (408, Ambiguous, NotSent),
        (422, Refused, Refused),
        (429, NotSent, NotSent),
        (500, Ambiguous, NotSent),
        (502, Ambiguous, NotSent),
        (503, Ambiguous, NotSent),
    ],
)
def test_each_status_has_one_meaning(
    status: int, mutating: type[ChannelError], reading: type[ChannelError], platform: PlatformServer
) -> None:
    assert type(refusal(platform, Reply(status))) is mutating
    assert type(refusal(platform, Reply(status), mutating=False)) is reading


def test_the_wait_that_was_asked_for_is_passed_on(platform: PlatformServer) -> None:
    assert refusal(platform, Reply(429, headers={"Retry-After": "17"})).retry_after == 17
    assert refusal(platform, Reply(503, headers={"Retry-After": "18"})).retry_after == 18


@pytest.mark.parametrize(
    "body",
    [
        {"error": "Text is too long"},
        {"error": {"message": "Text is too long", "code": 7}},
        {"errors": [{"detail": "Text is too long"}]},
        {"title": "Bad Request", "detail": "Text is too long"},
    ],
)
def test_the_platforms_own_sentence_is_in_the_message(body: object, platform: PlatformServer) -> None:
    error = refusal(platform, Reply(400, body))
    assert "Text is too long" in error.message
    assert error.code == "400"


def test_the_message_names_the_host_only(platform: PlatformServer) -> None:
    client = Client(f"{platform.url}/hooks/s3cr3t-path", allow_private=True)
    platform.script = [Reply(400)]
    with pytest.raises(Refused) as caught:
        client.mutate("POST")
    assert "127.0.0.1" in str(caught.value)
    assert "s3cr3t-path" not in str(caught.value)


def test_what_is_kept_of_an_answer_is_short_and_without_secrets(platform: PlatformServer) -> None:
    error = refusal(platform, Reply(400, b"x" * 1990 + b" s3cr3t-value" + b"y" * 5000))
    assert len(error.raw) == 2000
    assert "s3cr3t" not in error.raw


def test_statuses_that_the_caller_wants_to_see_are_returned(platform: PlatformServer) -> None:
    platform.script = [Reply(404, {"error": "gone"})]
    answer = Client(platform.url, allow_private=True).read("/posts/1", accept=(404,))
    assert (answer.status, answer.ok, answer.explanation()) == (404, False, "gone")
