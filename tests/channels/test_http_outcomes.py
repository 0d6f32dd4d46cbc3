"""A failed call is told apart by what had left the machine: nothing, or something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channels.answers import Answer
from channels.base import Ambiguous, NotSent, Refused
from channels.http import Client
from tests.channels.servers import GARBAGE, HALF_AN_ANSWER, RESET, SILENCE, Misbehaviour, PlatformServer, closed_port

Call = Callable[[Client], Answer]

CALLS: dict[str, Call] = {
    "mutate": lambda client: client.mutate("POST", "/posts", json={"text": "hello"}),
    "upload": lambda client: client.upload("POST", "/media", files={"file": ("a.png", b"png", "image/png")}),
    "read": lambda client: client.read("/posts"),
}

each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


def client_of(url: str) -> Client:
    return Client(url, timeout=(0.3, 0.3), allow_private=True)


@each_call
def test_a_refused_connection_is_not_sent(call: Call) -> None:
    with pytest.raises(NotSent, match="does not accept connections"):
        call(client_of(f"http://127.0.0.1:{closed_port()}"))


@each_call
def test_an_unknown_name_is_not_sent(call: Call) -> None:
    with pytest.raises(NotSent, match="name is not known"):
        call(client_of("http://no-such-host.invalid"))


@each_call
def test_a_failed_tls_handshake_is_not_sent(call: Call, platform: PlatformServer) -> None:
    with pytest.raises(NotSent, match="secure connection"):
        call(client_of(platform.url.replace("http://", "https://")))
    assert platform.requests == []


@pytest.mark.parametrize("misbehaviour", [SILENCE, RESET, GARBAGE], ids=["silence", "reset", "garbage"])
def test_a_mutating_call_that_was_written_is_ambiguous(misbehaviour: Misbehaviour, platform: PlatformServer) -> None:
    platform.script = [misbehaviour]
    with pytest.raises(Ambiguous, match="may be out"):
        CALLS["mutate"](client_of(platform.url))
    assert len(platform.requests) == 1


@pytest.mark.parametrize("misbehaviour", [SILENCE, RESET, GARBAGE], ids=["silence", "reset", "garbage"])
@pytest.mark.parametrize("name", ["upload", "read"])
def test_the_same_of_a_call_that_may_be_repeated_is_not_sent(
    name: str, misbehaviour: Misbehaviour, platform: PlatformServer
) -> None:
    platform.script = [misbehaviour]
    with pytest.raises(NotSent):
        CALLS[name](client_of(platform.url))


def test_a_mutating_call_is_never_repeated_by_itself(platform: PlatformServer) -> None:
    platform.script = [RESET]
    with pytest.raises(Ambiguous):
        CALLS["mutate"](client_of(platform.url))
    assert len(platform.requests) == platform.connections == 1


def test_success_with_half_an_answer_is_ambiguous_where_the_answer_is_needed(platform: PlatformServer) -> None:
    platform.script = [HALF_AN_ANSWER, HALF_AN_ANSWER]
    answer = CALLS["mutate"](client_of(platform.url))
    with pytest.raises(Ambiguous, match="cannot be read"):
        answer.object()
    with pytest.raises(NotSent):
        CALLS["read"](client_of(platform.url)).object()


def test_a_mutating_call_takes_a_connection_of_its_own(platform: PlatformServer) -> None:
    client = client_of(platform.url)
    CALLS["read"](client)
    CALLS["read"](client)
    assert platform.connections == 1
    CALLS["mutate"](client)
    assert platform.connections == 2


@pytest.mark.parametrize("url", ["http://", "http://exa mple/", "http://a..b/", "ftp://example.com/", "http://[::1"])
def test_a_malformed_address_is_refused(url: str) -> None:
    with pytest.raises((Refused, NotSent)):
        CALLS["mutate"](client_of(url))


@pytest.mark.parametrize("token", ["zwei\nZeilen", "令牌"])
def test_a_token_that_cannot_be_sent_is_refused_and_not_shown(token: str, platform: PlatformServer) -> None:
    client = Client(platform.url, headers={"Authorization": f"Bearer {token}"}, allow_private=True)
    with pytest.raises(Refused) as caught:
        CALLS["mutate"](client)
    assert token not in str(caught.value)
    assert platform.requests == []
