"""Where the demo's far ends are on this machine."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from django.conf import settings


def mail_port() -> int:
    """The demo mail server's port: 25 above the hub's own, so that two hubs side by side do not meet."""
    return (settings.PORT + 25) % 65536 or 8025


def webhook_port() -> int:
    """The demo webhook receiver's port: 26 above the hub's own."""
    return (settings.PORT + 26) % 65536 or 8026


def webhook_secret() -> str:
    """A Standard Webhooks secret that the sender's account and the receiver both derive from SECRET_KEY."""
    digest = hashlib.sha256(f"demo webhook {settings.SECRET_KEY}".encode()).digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def received(what: str) -> Path:
    """The folder where ``mail`` or ``webhook`` is kept; made when missing."""
    folder = settings.HUB_DATA / "received" / what
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def outbox() -> Path:
    """The ``folder`` channel's directory; made when missing."""
    folder = settings.HUB_DATA / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
