"""Which network addresses a connector may reach.

An account's address is typed by a person. Without this check it could point the hub at its own database, at a machine
of the internal network or at a cloud's metadata service.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Any

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """A name leads to no address that may be reached; the text says which name and what to do."""


def private_allowed() -> bool:
    """Whether this installation lets accounts point at private addresses: HUB_ALLOW_PRIVATE_ADDRESSES=1."""
    return os.environ.get("HUB_ALLOW_PRIVATE_ADDRESSES", "").strip().lower() in {"1", "true", "yes", "on"}


def is_public(address: str) -> bool:
    """Whether an IP address is an ordinary one of the public internet.

    Private, loopback, link-local, shared, multicast and reserved ranges are not, nor are IPv6 forms that carry such an
    IPv4 address inside (mapped, 6to4, Teredo, NAT64).

    :raises ValueError: not an IP address.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    return _ordinary(ip) and all(_ordinary(inner) for inner in _embedded(ip))


def resolve(host: str, port: int, allow_private: bool) -> list[tuple[socket.AddressFamily, Any]]:
    """Return the socket addresses of ``host`` that may be connected to, in the resolver's order.

    The caller connects to one of exactly these, so a name that changes its answer in between gains nothing.

    :raises socket.gaierror: the name does not resolve.
    :raises AddressRefused: it leads to private addresses only.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    usable = [(entry[0], entry[4]) for entry in found if allow_private or is_public(str(entry[4][0]))]
    if not usable:
        raise AddressRefused(
            f"{host} is a private address, which accounts may not use; "
            "set HUB_ALLOW_PRIVATE_ADDRESSES=1 if that is intended."
        )
    return usable


def _ordinary(ip: Address) -> bool:
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    return not (isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip in _NAT64_LOCAL))


def _embedded(ip: Address) -> list[ipaddress.IPv4Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [address for address in inner if address is not None]
