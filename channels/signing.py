"""Signed messages to any address that takes them: Standard Webhooks, https://www.standardwebhooks.com."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from standardwebhooks.webhooks import Webhook

from channels.answers import Answer
from channels.base import AuthFailed, Refused
from channels.http import Client

#: 24 bytes are 32 characters of Base64, 64 are 86 and the padding (Standard Webhooks, "Signature scheme").
SECRET = r"whsec_[A-Za-z0-9+/]{32,86}={0,2}"
SECRET_MESSAGE = "Must be whsec_ followed by 24 to 64 random bytes in Base64."


def post(client: Client, secret: str, key: str, event: str, data: Mapping[str, Any], *, mutating: bool) -> Answer:
    """Post one signed message; the receiver drops a second one with the same ``key``.

    :param mutating: whether an audience sees what comes of it; then an unknown outcome is Ambiguous.
    :raises ChannelError: as ``Client`` does; AuthFailed where the address is gone for good.
    """
    now = dt.datetime.now(dt.UTC)
    message = {"type": event, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(secret, key, now, body),
    }
    call = client.mutate if mutating else client.upload
    answer = call("POST", accept=(410,), data=body.encode(), headers=headers)
    if answer.status == 410:
        raise AuthFailed(
            f"{answer.service} says that this address is gone for good (410); give the account a new one.",
            code="410",
            raw=answer.kept(),
        )
    return answer


def signature(secret: str, key: str, at: dt.datetime, body: str) -> str:
    """The message's signature.

    :raises Refused: the secret is malformed.
    """
    try:
        return Webhook(secret).sign(key, at, body)
    except (ValueError, RuntimeError):
        raise Refused("The signing secret is not whsec_ and Base64; enter it again.") from None
