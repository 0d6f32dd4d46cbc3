"""Posts and media to publish in tests."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from pathlib import Path
from typing import Any

from channels.base import Media, Post

_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

ORDINARY = Post(
    key="0b51c2a4-66f1-4d7e-9d3c-1f0f7f2c8a11",
    kind="social_card",
    title="Zero trust in 90 days",
    text="Most breaches start inside. Read how to begin: https://hub.example/r/Ab3xY",
    link="https://hub.example/r/Ab3xY",
    target="https://hub.example/papers/zero-trust?utm_source=mastodon",
)


def a_post(**fields: Any) -> Post:
    """An ordinary post with some fields changed."""
    return dataclasses.replace(ORDINARY, **fields)


def a_mail(**fields: Any) -> Post:
    """A mail to one recipient with some fields changed."""
    mail = {
        "kind": "email",
        "to": "reader@example.com",
        "html": '<p>Most breaches start inside. <a href="https://hub.example/r/Ab3xY">Read on</a></p>',
    }
    return dataclasses.replace(ORDINARY, **{**mail, **fields})


def a_picture(folder: Path, name: str = "card.png", **fields: Any) -> Media:
    """A one-pixel picture on disk; every name has bytes of its own."""
    content = _PNG + name.encode()
    path = folder / hashlib.sha256(name.encode()).hexdigest()
    path.write_bytes(content)
    described = {"alt": "A shield", "width": 1, "height": 1, "mime_type": "image/png"}
    return Media(
        path=path,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        **{**described, **fields},
    )
