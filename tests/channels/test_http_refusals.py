"""What each kind of "no" means for the delivery."""

from __future__ import annotations

import pytest

from channels.base import (
    Ambiguous,
    AuthFailed,
    ChannelError,
    Duplicate,
    NotSent,
    QuotaSpent,
    RateLimited,
    Refused,
)
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
        (402, QuotaSpent, QuotaSpent),
        (425, NotSent, NotSent),
        (429, RateLimited, RateLimited),
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
    assert refusal(platform, Reply(429, {"parameters": {"retry_after": 19}})).retry_after == 19
    assert refusal(platform, Reply(429, {"retry_after_ms": 20_000})).retry_after == 20


def test_a_limit_that_is_merely_told_of_does_not_delay_what_failed_for_another_reason(platform: PlatformServer) -> None:
    told = {"X-RateLimit-Reset": "200", "X-RateLimit-Remaining": "299"}
    assert refusal(platform, Reply(503, headers=told)).retry_after is None
    assert refusal(platform, Reply(429, headers=told)).retry_after == 200


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, {"error": {"errors": [{"reason": "quotaExceeded"}], "code": 403}}, QuotaSpent),
        (403, {"error": {"errors": [{"reason": "rateLimitExceeded"}], "code": 403}}, RateLimited),
        (429, {"type": "https://api.x.example/problems/usage-capped", "title": "UsageCapExceeded"}, QuotaSpent),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2000}, RateLimited),
        (400, {"error": {"code": "rate_limit_exceeded"}}, RateLimited),
        (402, {"title": "CreditsDepleted"}, QuotaSpent),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, Duplicate),
        (422, {"message": "Content is a duplicate of urn:li:share:6987"}, Duplicate),
        (422, {"error": "Canonical url has already been taken"}, Duplicate),
        (403, {"error": "quota of patience"}, AuthFailed),
        (422, {"error": "Text is too long"}, Refused),
    ],
)
def test_what_the_body_names_counts_too(
    status: int, body: object, kind: type[ChannelError], platform: PlatformServer
) -> None:
    assert type(refusal(platform, Reply(status, body))) is kind


def test_only_what_changes_something_can_be_a_duplicate(platform: PlatformServer) -> None:
    body = {"message": "Content is a duplicate of urn:li:share:6987"}
    assert type(refusal(platform, Reply(422, body), mutating=False)) is Refused


def test_a_duplicate_names_no_original_that_only_its_connector_could_read(platform: PlatformServer) -> None:
    error = refusal(platform, Reply(422, {"message": "Content is a duplicate of urn:li:share:6987"}))
    assert isinstance(error, Duplicate)
    assert error.original is None
    assert "6987" in error.message


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
