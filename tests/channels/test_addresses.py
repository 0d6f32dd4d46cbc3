from __future__ import annotations

import socket
from typing import Any

import pytest

from channels.addresses import AddressRefused, is_public, private_allowed, resolve


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    ],
)
def test_all_others_are_not_whatever_form_they_come_in(address: str) -> None:
    assert not is_public(address)


def test_of_a_name_with_both_kinds_only_the_public_ones_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*args: Any, **named: Any) -> Any:
        family, kind = socket.AF_INET, socket.SOCK_STREAM
        return [(family, kind, 6, "", ("10.0.0.5", 443)), (family, kind, 6, "", ("8.8.8.8", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert [address[0] for _, address in resolve("both.example", 443, allow_private=False)] == ["8.8.8.8"]
    assert len(resolve("both.example", 443, allow_private=True)) == 2


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost"])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        resolve(host, 80, allow_private=False)


@pytest.mark.parametrize(("value", "allowed"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_the_installation_decides(value: str, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_ALLOW_PRIVATE_ADDRESSES", value)
    assert private_allowed() is allowed
