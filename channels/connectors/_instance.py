"""What a Mastodon-like server says about its own limits."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from channels.base import Capabilities
from channels.http import Client

#: Address of the description, newest form first; older and compatible servers know only the second.
_PATHS = ("/api/v2/instance", "/api/v1/instance")


def describe(client: Client) -> Mapping[str, Any]:
    """Return the server's description of itself.

    :raises ChannelError: no answer, or not from such a server.
    """
    newer = client.read(_PATHS[0], accept=(404, 405, 410, 501))
    return newer.object() if newer.ok else client.read(_PATHS[1]).object()


def limited(capabilities: Capabilities, instance: Mapping[str, Any]) -> Capabilities:
    """Return the capabilities with the server's own numbers in them; what it does not say stays as it was."""
    configuration = _part(instance, "configuration")
    statuses = _part(configuration, "statuses")
    media = _part(configuration, "media_attachments")
    # max_toot_chars and upload_limit are Pleroma's names, at the top level.
    found = {
        "text_limit": _number(statuses.get("max_characters"), instance.get("max_toot_chars")),
        "media_limit": _number(statuses.get("max_media_attachments"), instance.get("max_media_attachments")),
        "url_length": _number(statuses.get("characters_reserved_per_url")),
        "media_bytes": _number(media.get("image_size_limit"), instance.get("upload_limit")),
    }
    known: dict[str, Any] = {name: number for name, number in found.items() if number is not None}
    types = media.get("supported_mime_types")
    if isinstance(types, list) and types:
        known["media_types"] = frozenset(str(mime_type) for mime_type in types)
    return dataclasses.replace(capabilities, **known)


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _number(*candidates: Any) -> int | None:
    return next((value for value in candidates if isinstance(value, int) and value > 0), None)
