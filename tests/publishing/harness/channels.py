"""The harness platform's three channels: one that can be looked up, one with keys, one with neither."""

from __future__ import annotations

import datetime as dt
import os
from typing import ClassVar

from channels.base import CannotKnow, Capabilities, ChannelError, Post, Receipt, State
from channels.base import Connector as Base
from channels.http import Client
from channels.settings import Field

#: Seconds to connect and to wait for an answer.
PATIENCE = (2.0, 1.0)

#: What the platform is told in a header, so that it can kill who calls.
PID = "X-Caller-Pid"


class Plaza(Base):
    """Can be looked up by the delivery's own link; shows a post again that is sent again."""

    label = "Plaza"
    capabilities: ClassVar[Capabilities] = Capabilities(text_limit=300, url_length=23, lookup=True, lookup_grace=60)
    settings = (Field("base_url", "Address", kind="url"),)

    def prepare(self, post: Post, state: State) -> State:
        with self._client() as client:
            return {**state, "upload": client.upload("POST", f"/uploads/{post.key}", json={}).object()["upload"]}

    def publish(self, post: Post, state: State) -> Receipt:
        with self._client() as client:
            body = {"key": post.key, "link": post.link, "text": post.text, "upload": state.get("upload", "")}
            said = client.mutate("POST", "/posts", json=body, headers=self.headers(post)).object()
            return Receipt(said["id"], said["url"], raw=said)

    def headers(self, post: Post) -> dict[str, str]:
        """What distinguishes the channels on the wire."""
        return {PID: str(os.getpid())}

    def _client(self) -> Client:
        return Client(self.values["base_url"], timeout=PATIENCE, patience=1)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        with self._client() as client:
            try:
                found = client.read("/posts", params={"link": post.link}).array()
            except ChannelError as error:
                raise CannotKnow(f"The plaza could not be looked through: {error}") from None
        return Receipt(found[0]["id"], found[0]["url"]) if found else None


class Keyed(Plaza):
    """Drops a second post with the same key; cannot be looked up."""

    label = "Keyed plaza"
    capabilities = Capabilities(text_limit=300, idempotency=True, key_window=24 * 3600)
    find = Base.find

    def headers(self, post: Post) -> dict[str, str]:
        return {**super().headers(post), "Idempotency-Key": post.key}


class Blind(Plaza):
    """Neither: whether a post went out, only a person can see."""

    label = "Blind plaza"
    capabilities = Capabilities(text_limit=300)
    find = Base.find
    # Nothing to prepare: between two posts there is then nothing but the database.
    prepare = Base.prepare


CHANNELS: dict[str, type[Base]] = {"plaza": Plaza, "plaza_keyed": Keyed, "plaza_blind": Blind}
