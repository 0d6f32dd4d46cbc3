"""A connection goes where the account points, and nowhere else; and it ends."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path
from typing import Any

import pytest

from channels.base import NotSent, Refused
from channels.http import Client
from tests.channels.servers import PlatformServer, Reply


def test_private_addresses_are_refused_unless_allowed(
    platform: PlatformServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUB_ALLOW_PRIVATE_ADDRESSES")
    with pytest.raises(Refused, match="HUB_ALLOW_PRIVATE_ADDRESSES=1"):
        Client(platform.url).mutate("POST", "/")
    with pytest.raises(Refused):
        Client(platform.url.replace("127.0.0.1", "localhost")).read("/")
    assert platform.connections == 0
    monkeypatch.setenv("HUB_ALLOW_PRIVATE_ADDRESSES", "1")
    assert Client(platform.url).read("/").ok


def test_a_public_name_that_leads_to_a_private_address_is_refused(
    platform: PlatformServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **named: real("127.0.0.1", *rest, **named))
    url = platform.url.replace("127.0.0.1", "innocent.example")
    with pytest.raises(Refused, match=r"innocent\.example is a private address"):
        Client(url, allow_private=False).read("/")
    assert platform.connections == 0
    assert Client(url, allow_private=True).read("/").ok


def test_a_name_is_resolved_once_and_that_very_address_is_connected_to(
    platform: PlatformServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = socket.getaddrinfo, []

    def changing(host: str, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        # The second answer would lead elsewhere, as a rebinding name server's does.
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.9", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert Client(platform.url.replace("127.0.0.1", "two-faced.example"), allow_private=True).read("/").ok
    assert asked == ["two-faced.example"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int, platform: PlatformServer) -> None:
    with PlatformServer() as elsewhere:
        platform.script = [Reply(status, headers={"Location": f"{elsewhere.url}/x?token=abcdef"})] * 2
        with pytest.raises(Refused, match="enter the address") as caught:
            Client(platform.url, allow_private=True).mutate("POST", "/")
        with pytest.raises(Refused):
            Client(platform.url, allow_private=True).read("/")
        assert elsewhere.requests == []
        assert "abcdef" not in str(caught.value)


def test_an_endless_answer_is_cut_off(platform: PlatformServer) -> None:
    platform.script = [Reply(body=b"[" + b"1," * 50_000 + b"1]")]
    answer = Client(platform.url, allow_private=True, answer_limit=1000).read("/")
    assert (len(answer.content), answer.complete) == (1000, False)
    with pytest.raises(NotSent):
        answer.json()


def test_the_limit_counts_what_was_unpacked(platform: PlatformServer) -> None:
    platform.script = [Reply(body=gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})]
    answer = Client(platform.url, allow_private=True, answer_limit=1000).read("/")
    assert (len(answer.content), answer.complete) == (1000, False)


def test_proxies_and_netrc_of_the_environment_are_not_used(
    platform: PlatformServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    client = Client(platform.url, headers={"Authorization": "Bearer ours"}, allow_private=True)
    client.read("/")
    assert platform.requests[0].headers["authorization"] == "Bearer ours"


def test_cookies_are_not_kept(platform: PlatformServer) -> None:
    platform.script = [Reply(headers={"Set-Cookie": "who=me; Path=/"})]
    client = Client(platform.url, allow_private=True)
    client.read("/")
    client.read("/")
    assert "cookie" not in platform.requests[1].headers
