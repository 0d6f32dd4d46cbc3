"""A platform of our own over a real socket: it can be slow, refuse, drop the call before or after it accepted it.

``audience`` is what its readers would see. Its connector comes in kinds that differ in what they can be asked:
``plaza`` can be looked up, ``plaza_keyed`` drops a second post with the same key, ``plaza_blind`` does neither.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from channels.answers import Answer
from channels.base import CannotKnow, Capabilities, ChannelError, Duplicate, Post, Receipt, Renewal, State
from channels.base import Connector as Base
from channels.http import Client
from channels.settings import Field
from tests.channels.servers import RESET, SILENCE, Behaviour, PlatformServer, Reply, Request

#: Seconds to connect and to wait: these tests wait for real.
PATIENCE = (1.0, 0.3)


class Plaza(PlatformServer):
    """Remembers its posts. ``faults`` are used up one per call to /posts."""

    def __init__(self) -> None:
        super().__init__()
        self.audience: list[dict[str, Any]] = []
        self.hidden: list[dict[str, Any]] = []
        self.faults: list[Callable[[dict[str, Any]], Behaviour]] = []
        self.remembers_keys = False
        #: The rotating kind's tokens that are good now, and how often they were exchanged.
        self.access, self.refresh, self.exchanges = "access-0", "refresh-0", 0
        #: Seconds an exchange takes.
        self.exchange_takes = 0.0
        #: Set when a call to the path in ``stops_at`` arrived, which is then left without an answer.
        self.arrived = threading.Event()
        self.stops_at = ""
        self.asked: Behaviour | None = None

    def answer(self, request: Request) -> Behaviour:
        if request.path == self.stops_at:
            self.arrived.set()
            return SILENCE
        if request.path == "/posts" and request.method == "POST":
            post = request.json()
            return self.faults.pop(0)(post) if self.faults else self.accept(post)
        if request.path == "/posts":
            return self.asked or Reply(200, [{**post, "pending": False} for post in self.audience] + self.hidden)
        if request.path == "/token":
            return self.exchange(request.json())
        if request.path in ("/rotating/posts", "/rotating/uploads"):
            return self.rotating(request)
        if request.path == "/me" and request.headers.get("authorization") != "Bearer open-sesame":
            return Reply(401, {"error": "unknown token"})
        return Reply(200, {"name": "plaza", "upload": "u1"})

    def accept(self, post: dict[str, Any]) -> Reply:
        """Show it to the audience (again), unless this platform remembers its key."""
        if (before := post.get("reply_to")) and before not in [f"p{n + 1}" for n in range(len(self.audience))]:
            return Reply(404, {"error": "there is nothing to reply to"})
        same = [shown for shown in self.audience if shown["key"] == post["key"]]
        if not (self.remembers_keys and same):
            self.audience.append(post)
        return Reply(201, {"id": f"p{len(self.audience)}", "url": f"https://plaza.example/p{len(self.audience)}"})

    def exchange(self, asked: dict[str, Any]) -> Behaviour:
        """New tokens for the refresh token, which is good once."""
        time.sleep(self.exchange_takes)
        self.exchanges += 1
        if asked.get("refresh") != self.refresh:
            return Reply(401, {"error": "invalid_grant"})
        self.access, self.refresh = f"access-{self.exchanges}", f"refresh-{self.exchanges}"
        return Reply(200, {"access": self.access, "refresh": self.refresh, "expires_in": 3600})

    def rotating(self, request: Request) -> Behaviour:
        """The same platform for those whose tokens end."""
        if request.headers.get("authorization") != f"Bearer {self.access}":
            return Reply(401, {"error": "token expired"})
        return self.accept(request.json()) if request.path == "/rotating/posts" else Reply(200, {"upload": "u1"})

    def refuse_as_duplicate(self, post: dict[str, Any]) -> Reply:
        """Refused: the text is out already, at the address that is named."""
        return Reply(422, {"error": "duplicate content", "original": "https://plaza.example/original"})

    def refuse_as_unnamed_duplicate(self, post: dict[str, Any]) -> Reply:
        """Refused: the text is out already, somewhere."""
        return Reply(422, {"error": "duplicate content"})

    def accept_silently(self, post: dict[str, Any]) -> Behaviour:
        """The audience sees it; the caller never hears of it."""
        self.accept(post)
        return SILENCE

    def accept_and_hide(self, post: dict[str, Any]) -> Reply:
        """Accepted, and processed for a while."""
        self.hidden.append({**post, "pending": True})
        return Reply(202, {"id": "h1", "pending": True})

    def show(self) -> None:
        """What was processed is live now."""
        self.audience += self.hidden
        self.hidden = []


def drop(post: dict[str, Any]) -> Behaviour:
    """Break the connection off; nothing is shown."""
    return RESET


def says(status: int, **headers: str) -> Callable[[dict[str, Any]], Behaviour]:
    """Answer with this status; nothing is shown."""
    return lambda post: Reply(status, {"error": f"says {status}"}, {k.replace("_", "-"): v for k, v in headers.items()})


class Connector(Base):
    """The plaza, which can be looked up by link or key."""

    label = "Plaza"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=300, url_length=23, media_limit=2, lookup=True, lookup_grace=60, utm_medium="social"
    )
    settings = (
        Field("base_url", "Address", kind="url"),
        Field("token", "Token", kind="secret"),
        Field("room", "Room", required=False, default="main"),
    )

    def check(self) -> str:
        with self._client() as client:
            client.read("/me").object()
        return "The plaza answers."

    def prepare(self, post: Post, state: State) -> State:
        with self._client() as client:
            return {**state, "upload": client.upload("POST", "/uploads", json={"key": post.key}).object()["upload"]}

    def publish(self, post: Post, state: State) -> Receipt:
        with self._client() as client:
            client.read("/before")
            body = {"key": post.key, "text": post.text, "link": post.link, "upload": state.get("upload")}
            if post.reply_to:
                body["reply_to"] = post.reply_to
            answer = client.mutate("POST", "/posts", json=body, accept=(422,))
            if answer.status == 422:
                raise _unprocessable(answer)
            said = answer.object()
            headers = {"authorization": f"Bearer {self.values['token']}"}
            raw = {"answer": said, "asked_with": headers, "plain": f"used {self.values['token']}"}
            return Receipt(said["id"], said.get("url", ""), pending=bool(said.get("pending")), raw=raw)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        with self._client() as client:
            try:
                posts = client.read("/posts").array()
            except ChannelError as error:
                raise CannotKnow(f"The plaza could not be looked through: {error}") from None
        found = [shown for shown in posts if post.link in shown["text"] or shown["key"] == post.key]
        if not found:
            return None
        return Receipt("found", "https://plaza.example/found", pending=found[0]["pending"])

    def _client(self) -> Client:
        headers = {"Authorization": f"Bearer {self.values['token']}"}
        return Client(self.values["base_url"], headers=headers, timeout=PATIENCE, secrets=self.secrets())


def _unprocessable(answer: Answer) -> ChannelError:
    said, failure = answer.object(), answer.failure()
    if not isinstance(failure, Duplicate) or "original" not in said:
        return failure
    original = Receipt("original", said["original"])
    return Duplicate(failure.message, original=original, code="422", raw=failure.raw)


class Rotating(Base):
    """Its access token ends, and its refresh token is good for one exchange."""

    label = "Rotating plaza"
    capabilities = Capabilities(text_limit=300, media_limit=2)
    settings = (
        Field("base_url", "Address", kind="url"),
        Field("access", "Access token", kind="secret"),
        Field("refresh", "Refresh token", kind="secret"),
    )

    def renew(self) -> Renewal | None:
        with self._client() as client:
            said = client.upload("POST", "/token", json={"refresh": self.values["refresh"]}).object()
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=said["expires_in"])
        return Renewal({"access": said["access"], "refresh": said["refresh"]}, ends)

    def publish(self, post: Post, state: State) -> Receipt:
        with self._client() as client:
            said = client.mutate("POST", "/rotating/posts", json={"key": post.key, "text": post.text}).object()
        return Receipt(said["id"], said["url"])

    def _client(self) -> Client:
        headers = {"Authorization": f"Bearer {self.values['access']}"}
        return Client(self.values["base_url"], headers=headers, timeout=(2.0, 10.0), secrets=self.secrets())


class Keyed(Connector):
    label = "Keyed plaza"
    capabilities = Capabilities(text_limit=300, media_limit=2, idempotency=True)


class Blind(Connector):
    label = "Blind plaza"
    capabilities = Capabilities(text_limit=300, media_limit=2)


class Assisted(Connector):
    label = "Assisted plaza"
    capabilities = Capabilities(media_limit=2, assisted=True)


class Threads(Connector):
    """Takes a thread's posts one by one, and none that replies to what its audience does not see."""

    label = "Plaza with threads"
    capabilities = Capabilities(
        text_limit=300, url_length=23, media_limit=2, lookup=True, lookup_grace=60, threads=True, utm_medium="social"
    )

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        with self._client() as client:
            posts = client.read("/posts").array()
        places = [f"p{place}" for place, shown in enumerate(posts, start=1) if shown["key"] == post.key]
        return Receipt(places[0], f"https://plaza.example/{places[0]}") if places else None

    def identify(self, url: str) -> str:
        return url.partition("https://plaza.example/")[2]


class Fussy(Connector):
    """Takes only what no card of these tests is."""

    label = "Fussy plaza"
    capabilities = Capabilities(
        text_limit=40,
        media_limit=1,
        media_required=True,
        media_types=frozenset({"image/png"}),
        media_bytes=1000,
        links=False,
    )


CHANNELS: dict[str, type[Base]] = {
    "plaza": Connector,
    "plaza_keyed": Keyed,
    "plaza_blind": Blind,
    "plaza_assisted": Assisted,
    "plaza_fussy": Fussy,
    "plaza_rotating": Rotating,
    "plaza_threads": Threads,
}
