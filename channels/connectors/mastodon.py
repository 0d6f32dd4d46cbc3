"""Mastodon and servers that speak its API: GoToSocial, Pleroma, Akkoma, Pixelfed and others.

https://docs.joinmastodon.org/methods/statuses/ and /methods/media/, read 2026-11.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from channels.answers import Answer
from channels.base import (
    Ambiguous,
    AuthFailed,
    CannotKnow,
    Capabilities,
    ChannelError,
    Media,
    NotSent,
    Post,
    QuotaSpent,
    RateLimited,
    Receipt,
    Refused,
    State,
)
from channels.base import Connector as Base
from channels.connectors._instance import describe, limited
from channels.connectors._statuses import created, shows
from channels.counting import measure
from channels.hashtags import with_hashtags
from channels.http import Client
from channels.settings import Field

#: Seconds: connect, read. A server may scale an image down before it answers an upload.
_TIMEOUT = (10.0, 90.0)

#: Seconds between questions whether an upload is ready; after the last one the delivery is tried again later.
_POLLS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)

#: Statuses per page of the look-up (the API's largest), and pages until it gives up.
_PAGE, _PAGES = 40, 10

#: Clocks of two machines may differ by this much.
_SKEW = dt.timedelta(seconds=60)

#: Characters of a media description (``description_limit`` where a server says nothing else).
_ALT_LIMIT = 1500


class Connector(Base):
    label = "Mastodon"
    capabilities = Capabilities(
        kinds=frozenset({"social_card"}),
        text_limit=500,
        text_unit="graphemes",
        url_length=23,
        media_limit=4,
        media_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"}),
        media_bytes=16 * 1024 * 1024,
        edit=True,
        withdraw=True,
        # Every post carries an Idempotency-Key, but Mastodon remembers it for one hour only and several compatible
        # servers not at all. Relying on it could post twice unseen; the look-up cannot.
        idempotency=False,
        lookup=True,
        recheck=True,
        rate=(300, 300),
        threads=True,
        utm_source="mastodon",
        utm_medium="social",
    )
    settings = (
        Field("base_url", "Server", kind="url", help="The server's address, such as https://mastodon.social."),
        Field(
            "access_token",
            "Access token",
            kind="secret",
            help="From Preferences, Development, New application; scopes read and write.",
        ),
        Field(
            "visibility",
            "Visibility",
            kind="choice",
            default="public",
            choices=(("public", "Public"), ("unlisted", "Quiet public"), ("private", "Followers only")),
        ),
    )

    def limits(self) -> Capabilities:
        with self._client() as client:
            return limited(self.capabilities, describe(client))

    def check(self) -> str:
        with self._client() as client:
            return f"Connected to {client.service} as @{self._me(client).get('acct', '')}."

    def problems(self, post: Post) -> Sequence[str]:
        found = [
            f"The description of {medium.name} is longer than {_ALT_LIMIT} characters; shorten it."
            for medium in post.media
            if len(medium.alt) > _ALT_LIMIT
        ]
        if post.parts:
            found.append("Mastodon takes the posts of a thread one by one, not together.")
        return found

    def prepare(self, post: Post, state: State) -> State:
        """Compose the text within the server's limit and upload the media; what was uploaded earlier is kept."""
        with self._client() as client:
            text = state.get("status") or self._text(client, post)
            earlier = list(state.get("media", ()))
            media = [
                self._uploaded(client, medium, earlier[place] if place < len(earlier) else {})
                for place, medium in enumerate(post.media)
            ]
            for entry in media:
                entry["ready"] = entry["ready"] or self._awaited(client, entry["id"])
        return {**state, "status": text, "media": media}

    def publish(self, post: Post, state: State) -> Receipt:
        for problem in self.problems(post):
            raise Refused(problem)
        media = list(state.get("media", ()))
        if len(media) != len(post.media) or not all(entry["ready"] for entry in media):
            raise NotSent("The server is still working on the media.", retry_after=30)
        body = {
            **_body(post, state.get("status") or _composed(post, self.capabilities)),
            "media_ids": [entry["id"] for entry in media],
            "visibility": self.values.get("visibility") or "public",
            **({"in_reply_to_id": post.reply_to} if post.reply_to else {}),
        }
        with self._client() as client:
            headers = {"Idempotency-Key": post.key}
            answer = client.mutate("POST", "/api/v1/statuses", json=body, headers=headers, accept=(422,))
            if answer.status == 422:
                raise _unprocessable(answer)
            return _receipt(answer, client)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        text = _composed(post, self.capabilities)
        try:
            with self._client() as client:
                return self._found(client, post, text, since - _SKEW)
        except (CannotKnow, AuthFailed, RateLimited, QuotaSpent):
            raise
        except ChannelError as error:
            text = f"Our posts could not be looked through. {error}"
            raise CannotKnow(text, retry_after=error.retry_after, code=error.code, raw=error.raw) from None
        except (ValueError, KeyError):
            raise CannotKnow("Our posts could not be looked through: the server lists them in another form.") from None

    def identify(self, url: str) -> str:
        server, _, path = url.partition("://")[2].partition("/")
        last = path.rstrip("/").rpartition("/")[2]
        ours = server == urlsplit(self.values["base_url"]).netloc
        return last if ours and path.startswith("@") and last.isascii() and last.isalnum() else ""

    def update(self, post: Post, receipt: Receipt) -> Receipt:
        for problem in self.problems(post):
            raise Refused(problem)
        address = f"/api/v1/statuses/{_id(receipt)}"
        # An upload belongs to one post, so the pictures are uploaded anew: those of another try cannot be used again.
        state = self.prepare(post, {})
        if not all(entry["ready"] for entry in state["media"]):
            raise NotSent("The server is still working on the media.", retry_after=30)
        body = {**_body(post, state["status"]), "media_ids": [entry["id"] for entry in state["media"]]}
        with self._client() as client:
            answer = client.mutate("PUT", address, json=body, accept=(404, 410, 422))
            if answer.status in (404, 410):
                text = f"{client.service} does not have the post any more ({answer.status}); it cannot be changed."
                raise Refused(text, code=str(answer.status), raw=answer.kept())
            if answer.status == 422:
                raise _unprocessable(answer)
            return _receipt(answer, client)

    def withdraw(self, receipt: Receipt) -> None:
        with self._client() as client:
            # 404: it is gone already, which is what was asked for.
            client.mutate("DELETE", f"/api/v1/statuses/{_id(receipt)}", accept=(404, 410))

    def still_live(self, receipt: Receipt) -> bool:
        with self._client() as client:
            answer = client.read(f"/api/v1/statuses/{_id(receipt)}", accept=(404, 410))
            if not answer.ok:
                # Any server says 404 about anything; only one that still knows our account is believed.
                self._me(client)
                return False
            return bool(_receipt(answer, client).id)

    def _client(self) -> Client:
        return Client(
            self.values["base_url"],
            headers={"Authorization": f"Bearer {self.values['access_token']}"},
            timeout=_TIMEOUT,
            secrets=self.secrets(),
        )

    @staticmethod
    def _me(client: Client) -> dict[str, Any]:
        return client.read("/api/v1/accounts/verify_credentials").object()

    def _text(self, client: Client, post: Post) -> str:
        """The text with its hashtags, as many as this server's limit lets in."""
        return _composed(post, limited(self.capabilities, describe(client))) if any(post.hashtags) else post.text

    def _uploaded(self, client: Client, medium: Media, earlier: Mapping[str, Any]) -> dict[str, Any]:
        """Return the record of one upload: the earlier one while the server still has it, else a new one."""
        if earlier.get("sha256") == medium.sha256:
            ready = self._ready(client, earlier["id"])
            if ready is not None:
                return {**earlier, "ready": ready}
        try:
            content = {"file": (medium.name, medium.read(), medium.mime_type)}
        except OSError as error:
            raise Refused(f"The file {medium.name} cannot be read; attach it again.") from error
        described = {"description": medium.alt} if medium.alt else {}
        answer = client.upload("POST", "/api/v2/media", files=content, data=described, accept=(404,))
        if answer.status == 404:
            answer = client.upload("POST", "/api/v1/media", files=content, data=described)
        identity = answer.object().get("id")
        if not identity:
            raise answer.unreadable()
        return {"sha256": medium.sha256, "id": str(identity), "ready": answer.status != 202}

    @staticmethod
    def _ready(client: Client, identity: str) -> bool | None:
        """Whether an upload can be used; None: the server does not have it (expired, or in a post already)."""
        answer = client.read(f"/api/v1/media/{identity}", accept=(404,))
        return None if answer.status == 404 else answer.status != 206

    def _awaited(self, client: Client, identity: str) -> bool:
        for pause in _POLLS:
            time.sleep(pause)
            if self._ready(client, identity):
                return True
        return False

    def _found(self, client: Client, post: Post, text: str, since: dt.datetime) -> Receipt | None:
        address = f"/api/v1/accounts/{self._me(client)['id']}/statuses"
        oldest = ""
        for _ in range(_PAGES):
            params: dict[str, str | int] = {"limit": _PAGE, "exclude_reblogs": "true"}
            if oldest:
                params["max_id"] = oldest
            answer = client.read(address, params=params)
            statuses = [status for status in answer.array() if isinstance(status, dict)]
            for status in statuses:
                if created(status) >= since and shows(status, post, text):
                    return _shown(status, client)
            if all(created(status) < since for status in statuses):
                return None
            oldest = str(statuses[-1]["id"])
        raise CannotKnow(f"More than {_PAGE * _PAGES} posts went out since; look for this one by hand.")


def _composed(post: Post, limits: Capabilities) -> str:
    def fits(text: str) -> bool:
        return limits.text_limit is None or measure(text, limits.text_unit, limits.url_length) <= limits.text_limit

    return with_hashtags(post.text, post.hashtags, fits)


def _body(post: Post, text: str) -> dict[str, Any]:
    return {"status": text, "language": post.language.partition("-")[0], "sensitive": False}


def _unprocessable(answer: Answer) -> ChannelError:
    said = answer.explanation().lower()
    if "processing" in said or "processed" in said:
        return NotSent("The server is still working on the media.", retry_after=30, code="422", raw=answer.kept())
    if "media" in said and "not" in said and ("found" in said or "exist" in said):
        # An upload cannot be found when it has expired, and just so when an earlier call of ours has used it.
        text = f"{answer.service} does not have the media any more; an earlier attempt may have published the post."
        return Ambiguous(text, code="422", raw=answer.kept())
    return answer.failure()


def _receipt(answer: Answer, client: Client) -> Receipt:
    status = answer.object()
    if not status.get("id"):
        raise answer.unreadable()
    return _shown(status, client)


def _shown(status: dict[str, Any], client: Client) -> Receipt:
    kept = {
        name: status[name] for name in ("id", "uri", "url", "created_at", "visibility", "content") if name in status
    }
    return Receipt(
        id=str(status["id"]),
        url=str(status.get("url") or status.get("uri") or ""),
        raw=client.redactor.data(kept),
    )


def _id(receipt: Receipt) -> str:
    if not (receipt.id.isascii() and receipt.id.isalnum()):
        raise Refused("The receipt does not hold a Mastodon post's id.")
    return receipt.id
