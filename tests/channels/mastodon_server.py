"""A server that speaks as much of Mastodon's API as the connector uses."""

from __future__ import annotations

import datetime as dt
import html
import re
import threading
from typing import Any

from tests.channels.servers import Behaviour, PlatformServer, Reply, Request

TOKEN = "tok-6f1d9c52e8"


class MastodonServer(PlatformServer):
    """In memory: statuses newest first, media, idempotency keys (``honours_keys`` switches them off)."""

    def __init__(self, *, honours_keys: bool = True, version: int = 2) -> None:
        super().__init__()
        self.honours_keys = honours_keys
        self.version = version
        #: Questions that find an upload unready before it is ready.
        self.processing = 0
        self.max_characters = 500
        self.statuses: list[dict[str, Any]] = []
        self.media: dict[str, dict[str, Any]] = {}
        self._keys: dict[str, dict[str, Any]] = {}
        self._count = 100
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Behaviour:
        with self._lock:
            if request.path.endswith("/instance"):
                return self._instance(request)
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return Reply(401, {"error": "The access token is invalid"})
            if request.path == "/api/v1/accounts/verify_credentials":
                return Reply(body={"id": "7", "acct": "hub"})
            if request.path == "/api/v1/accounts/7/statuses":
                return self._timeline(request)
            if "/media" in request.path:
                return self._medium(request)
            return self._status(request)

    def add(self, text: str, *, at: dt.datetime | None = None, **fields: Any) -> dict[str, Any]:
        """Put a status at the top of the account's timeline."""
        self._count += 1
        identity = str(self._count)
        status = {
            "id": identity,
            "url": f"{self.url}/@hub/{identity}",
            "created_at": (at or dt.datetime.now(dt.UTC)).isoformat().replace("+00:00", "Z"),
            "content": linked(text),
            "media_attachments": [],
            **fields,
        }
        self.statuses.insert(0, status)
        return status

    def _instance(self, request: Request) -> Reply:
        if request.path != f"/api/v{self.version}/instance":
            return Reply(404, {"error": "Not Found"})
        statuses = {
            "max_characters": self.max_characters,
            "max_media_attachments": 4,
            "characters_reserved_per_url": 23,
        }
        media = {"supported_mime_types": ["image/png"], "image_size_limit": 1000}
        return Reply(body={"configuration": {"statuses": statuses, "media_attachments": media}})

    def _timeline(self, request: Request) -> Reply:
        below = int(request.query.get("max_id", "999999999"))
        older = [status for status in self.statuses if int(status["id"]) < below]
        return Reply(body=older[: int(request.query["limit"])])

    def _medium(self, request: Request) -> Reply:
        if request.method == "POST":
            if request.path != f"/api/v{self.version}/media":
                return Reply(404, {"error": "Not Found"})
            self._count += 1
            medium = {"id": str(self._count), "form": request.body, "unready": self.processing, "used": False}
            self.media[medium["id"]] = medium
            return Reply(202 if self.processing else 200, {"id": medium["id"]})
        medium = self.media.get(request.path.rpartition("/")[2], {})
        if not medium or medium["used"]:
            return Reply(404, {"error": "Record not found"})
        medium["unready"] -= 1
        return Reply(206 if medium["unready"] >= 0 else 200, {"id": medium["id"]})

    def _status(self, request: Request) -> Reply:
        if request.method == "POST":
            return self._published(request)
        identity = request.path.rpartition("/")[2]
        status = next((status for status in self.statuses if status["id"] == identity), None)
        if status is None:
            return Reply(404, {"error": "Record not found"})
        if request.method == "DELETE":
            self.statuses.remove(status)
        if request.method == "PUT":
            status["content"] = linked(request.json()["status"])
            status["media_attachments"] = [{"id": identity} for identity in request.json().get("media_ids", [])]
        return Reply(body=status)

    def _published(self, request: Request) -> Reply:
        key = request.headers.get("idempotency-key", "")
        if self.honours_keys and key in self._keys:
            return Reply(body=self._keys[key])
        wanted = request.json()
        media = [self.media.get(identity) for identity in wanted["media_ids"]]
        if any(medium is None or medium["used"] for medium in media):
            return Reply(422, {"error": "Validation failed: Media 5 not found or already attached to another post"})
        if any(medium and medium["unready"] > 0 for medium in media):
            return Reply(
                422, {"error": "Cannot attach files that have not finished processing. Try again in a moment!"}
            )
        if not wanted["status"] and not media:
            return Reply(422, {"error": "Validation failed: Text can't be blank"})
        for medium in media:
            if medium:
                medium["used"] = True
        before = wanted.get("in_reply_to_id")
        if before and before not in [status["id"] for status in self.statuses]:
            return Reply(404, {"error": "Record not found"})
        more = {
            "visibility": wanted["visibility"],
            "media_attachments": [{"id": identity} for identity in wanted["media_ids"]],
            "in_reply_to_id": before,
        }
        self._keys[key] = self.add(wanted["status"], **more)
        return Reply(body=self._keys[key])


def linked(text: str) -> str:
    """A text as Mastodon shows it: addresses are links whose visible text is cut into pieces."""

    def link(match: re.Match[str]) -> str:
        scheme, rest = match.group(1), match.group(2)
        shown = f'<span class="invisible">{scheme}</span><span class="ellipsis">{rest[:30]}</span>'
        return f'<a href="{scheme}{rest}" rel="nofollow noopener">{shown}<span class="invisible">{rest[30:]}</span></a>'

    shown = re.sub(r"(https?://)([^ \n<]+)", link, html.escape(text))
    return f"<p>{shown}</p>"
