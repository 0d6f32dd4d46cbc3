"""The plaza with posts that can be changed, taken down and asked for by their id."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar

from channels.base import Capabilities, Post, Receipt, Refused
from channels.base import Connector as Base
from tests.channels.servers import SILENCE, Behaviour, Reply, Request
from tests.publishing import platform
from tests.publishing.platform import Plaza


class Square(Plaza):
    """``mishaps`` are used up one per changing call to /posts/<id>; ``answers`` one per question."""

    def __init__(self) -> None:
        super().__init__()
        self.mishaps: list[Callable[[Request], Behaviour]] = []
        self.answers: list[Behaviour] = []

    def answer(self, request: Request) -> Behaviour:
        if not request.path.startswith("/posts/"):
            return super().answer(request)
        if request.method == "GET":
            return self.answers.pop(0) if self.answers else self._asked(request)
        return self.mishaps.pop(0)(request) if self.mishaps else self.change(request)

    def change(self, request: Request) -> Reply:
        """Do what is asked."""
        shown = self._named(request)
        if shown is None:
            return Reply(404, {"error": "no such post"})
        if request.method == "DELETE":
            self.audience.remove(shown)
            return Reply(200, {})
        shown.update(request.json())
        return Reply(200, {"id": shown["id"], "url": f"https://plaza.example/{shown['id']}-edited"})

    def change_silently(self, request: Request) -> Behaviour:
        """The audience sees it; the caller never hears of it."""
        self.change(request)
        return SILENCE

    def accept(self, post: dict[str, Any]) -> Reply:
        reply = super().accept(post)
        self.audience[-1].setdefault("id", reply.body["id"])
        return reply

    @property
    def changes(self) -> list[Request]:
        """The changing calls that arrived."""
        return [request for request in self.requests if request.method in ("PUT", "DELETE")]

    def _named(self, request: Request) -> dict[str, Any] | None:
        identity = request.path.rpartition("/")[2]
        return next((shown for shown in self.audience if shown["id"] == identity), None)

    def _asked(self, request: Request) -> Reply:
        return Reply(200, {"id": "there"}) if self._named(request) else Reply(404, {"error": "no such post"})


class Editable(platform.Connector):
    """Everything afterwards: update, withdraw, recheck."""

    label = "Editable plaza"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=300, media_limit=2, lookup=True, edit=True, withdraw=True, recheck=True, utm_medium="social"
    )

    def update(self, post: Post, receipt: Receipt) -> Receipt:
        with self._client() as client:
            body = {"key": post.key, "text": post.text, "link": post.link, "change": post.change}
            answer = client.mutate("PUT", f"/posts/{receipt.id}", json=body, accept=(404,))
            if answer.status == 404:
                raise Refused("The plaza does not have it any more.")
            return Receipt(answer.object()["id"], answer.object()["url"], raw={"answer": answer.object()})

    def withdraw(self, receipt: Receipt) -> None:
        with self._client() as client:
            client.mutate("DELETE", f"/posts/{receipt.id}", accept=(404,))

    def still_live(self, receipt: Receipt) -> bool:
        with self._client() as client:
            return client.read(f"/posts/{receipt.id}", accept=(404,)).ok


class EditableThreads(Editable):
    """The same for threads."""

    label = "Editable plaza with threads"
    capabilities = dataclasses.replace(Editable.capabilities, threads=True)


CHANNELS: dict[str, type[Base]] = {"plaza_editable": Editable, "plaza_editable_threads": EditableThreads}
