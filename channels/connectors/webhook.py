"""Any address that takes a signed message: Standard Webhooks, https://www.standardwebhooks.com.

The receiver drops a message whose webhook-id it has seen; ours is made of the post's key, so repeating an attempt is
safe. What becomes of a post follows as a message of its own: ``post.updated``, ``post.withdrawn``. Whether the receiver
still shows it cannot be asked.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from channels import signing
from channels.answers import Answer
from channels.base import Capabilities, Media, Post, Receipt, Refused, State
from channels.base import Connector as Base
from channels.http import Client
from channels.settings import Field


class Connector(Base):
    label = "Webhook"
    capabilities = Capabilities(
        html=True, media_limit=50, edit=True, withdraw=True, idempotency=True, utm_source="webhook"
    )
    settings = (
        Field("base_url", "Address", kind="url", help="Where messages are posted to."),
        Field(
            "secret",
            "Signing secret",
            kind="secret",
            help="Shared with the receiver: whsec_ and 24 to 64 random bytes in Base64.",
            pattern=signing.SECRET,
            pattern_message=signing.SECRET_MESSAGE,
        ),
    )

    @classmethod
    def place(cls, values: Mapping[str, str]) -> str:
        return ""

    def check(self) -> str:
        with self._client() as client:
            answer = self._post(client, f"ping_{secrets.token_hex(8)}", "ping", {}, mutating=False)
        return f"{answer.service} took a signed ping ({answer.status})."

    def problems(self, post: Post) -> Sequence[str]:
        # The signature covers "id.timestamp.body".
        return ["The post's key must not hold a full stop."] if "." in post.key else []

    def publish(self, post: Post, state: State) -> Receipt:
        for problem in self.problems(post):
            raise Refused(problem)
        with self._client() as client:
            answer = self._post(client, post.key, "post.published", _data(post), mutating=True)
            return _receipt(answer, post)

    def update(self, post: Post, receipt: Receipt) -> Receipt:
        for problem in self.problems(post):
            raise Refused(problem)
        with self._client() as client:
            key = f"{post.key}-update-{post.change}"
            answer = self._post(client, key, "post.updated", {**_data(post), **_known(receipt)}, mutating=True)
            given = _receipt(answer, post)
            # A receiver that says nothing about it left it where it is.
            return dataclasses.replace(given, id=_said(answer, "id") or receipt.id, url=given.url or receipt.url)

    def withdraw(self, receipt: Receipt) -> None:
        key = receipt.key or receipt.id
        with self._client() as client:
            data = {"key": key, **_known(receipt)}
            self._post(client, f"{key.replace('.', '-')}-withdraw", "post.withdrawn", data, mutating=True)

    def _client(self) -> Client:
        return Client(self.values["base_url"], secrets=self.secrets())

    def _post(self, client: Client, key: str, event: str, data: Mapping[str, Any], *, mutating: bool) -> Answer:
        return signing.post(client, self.values["secret"], key, event, data, mutating=mutating)


def _data(post: Post) -> dict[str, Any]:
    return {
        "key": post.key,
        "kind": post.kind,
        "title": post.title,
        "text": post.text,
        "html": post.html,
        "summary": post.summary,
        "link": post.link,
        "target": post.target,
        "language": post.language,
        "hashtags": list(post.hashtags),
        "parts": list(post.parts),
        "media": [_reference(medium) for medium in post.media],
        "data": dict(post.data),
    }


def _reference(medium: Media) -> dict[str, Any]:
    return {
        "name": medium.name,
        "mime_type": medium.mime_type,
        "sha256": medium.sha256,
        "size": medium.size,
        "alt": medium.alt,
        "width": medium.width,
        "height": medium.height,
        "url": medium.url,
    }


def _known(receipt: Receipt) -> dict[str, str]:
    """What the receiver called the post when it took it."""
    return {"id": receipt.id, "url": receipt.url}


def _receipt(answer: Answer, post: Post) -> Receipt:
    """A receiver need not answer anything; where it answers JSON, its ``id`` and ``url`` are taken."""
    url = _said(answer, "url")
    return Receipt(
        id=_said(answer, "id") or post.key,
        url=url if url.startswith(("https://", "http://")) else "",
        raw={"status": answer.status, "answer": answer.kept()},
        key=post.key,
    )


def _said(answer: Answer, name: str) -> str:
    try:
        found = json.loads(answer.content) if answer.complete else None
    except (ValueError, RecursionError):
        found = None
    return str(found.get(name) or "") if isinstance(found, dict) else ""
