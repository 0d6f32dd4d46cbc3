"""What a platform answered, and what a refusal means for the delivery."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from channels import refusals
from channels.base import Ambiguous, AuthFailed, ChannelError, Duplicate, NotSent, QuotaSpent, RateLimited, Refused
from channels.redaction import Redactor
from channels.waiting import asked_in_body, retry_after

#: Characters of an answer kept with an error.
KEPT = 2000

#: Where platforms put the sentence that says what was wrong, in this order.
_MESSAGE_KEYS = ("error_description", "message", "error", "detail", "errors", "title", "description", "reason")


@dataclasses.dataclass(frozen=True)
class Answer:
    """An HTTP answer read to its end, or to the size limit (then ``complete`` is False)."""

    #: Who answered, for sentences: "social.example".
    service: str
    status: int
    #: Names in lower case.
    headers: Mapping[str, str]
    content: bytes
    complete: bool
    #: The call changed something, so what cannot be read leaves the outcome open.
    mutating: bool
    redactor: Redactor

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the parsed body.

        :raises Ambiguous: a mutating call succeeded, but its answer cannot be read.
        :raises NotSent: the same of a call that may be repeated.
        """
        if self.complete:
            try:
                return json.loads(self.content)
            except (ValueError, RecursionError):
                pass
        raise self.unreadable()

    def object(self) -> dict[str, Any]:
        """Return the parsed body, which must be a JSON object; raises as ``json`` does."""
        value = self.json()
        if not isinstance(value, dict):
            raise self.unreadable()
        return value

    def array(self) -> list[Any]:
        """Return the parsed body, which must be a JSON array; raises as ``json`` does."""
        value = self.json()
        if not isinstance(value, list):
            raise self.unreadable()
        return value

    def unreadable(self) -> ChannelError:
        """The error of an answer that says success and cannot be understood."""
        if self.mutating:
            text = f"{self.service} accepted the call, but its answer cannot be read; the post may be out."
            return Ambiguous(text, code=str(self.status), raw=self.kept())
        text = f"{self.service} did not answer as expected; check that the address leads to the right server."
        return NotSent(text, code=str(self.status), raw=self.kept())

    def kept(self) -> str:
        """The body as it may be recorded: shortened, without secrets."""
        # Redacted before it is cut, so that no secret survives by lying across the cut.
        return self.redactor.text(self.text[: KEPT * 10])[:KEPT]

    def explanation(self) -> str:
        """The platform's own sentence about what was wrong; empty where it gave none."""
        try:
            found = _sentence(json.loads(self.content))
        except (ValueError, RecursionError):
            found = ""
        return self.redactor.text(" ".join(found.split()))[:300]

    def failure(self) -> ChannelError:
        """The error that this answer stands for; only for an answer that is not ``ok``.

        401 and 403 mean the credentials, 429 asks the account to wait, 402 and what names a quota say that it is used
        up, other 4xx and redirects are a definite no. A mutating call refused as a duplicate is ambiguous: what it
        repeats may be our own. 408 and 5xx leave open whether the call took effect, unless it may be repeated anyway.
        """
        kind, text = self._meaning()
        reason = self.explanation()
        message = f"{self.service} {text}" + (f" ({reason.rstrip('.')})." if reason else ".")
        if kind is Duplicate:
            return Duplicate(message, code=str(self.status), raw=self.kept())
        wait = self._wait(kind in (RateLimited, QuotaSpent)) if issubclass(kind, NotSent | Ambiguous) else None
        return kind(message, retry_after=wait, code=str(self.status), raw=self.kept())

    def _meaning(self) -> tuple[type[ChannelError], str]:
        if 300 <= self.status < 400:
            return Refused, f"sends us elsewhere{self._destination()}; enter the address that it answers at itself"
        if meant := refusals.limit(self.status, self.content):
            return meant
        if self.mutating and refusals.duplicate(self.status, self.content):
            return Duplicate, "refused it as a duplicate of what is out already"
        if self.status in (401, 403):
            return AuthFailed, f"does not accept the account's credentials ({self.status}); reconnect the account"
        if self.status == 425:
            return NotSent, "asks us to try again a little later"
        if self.status == 408 or self.status >= 500:
            if self.mutating:
                return Ambiguous, f"failed with error {self.status}; the post may be out all the same"
            return NotSent, f"failed with error {self.status}"
        if self.status < 300:
            return Refused, f"gave an answer that makes no sense here ({self.status})"
        return Refused, f"refused with error {self.status}"

    def _wait(self, limited: bool) -> float | None:
        asked = retry_after(self.headers, limited=limited)
        return asked if asked is not None or not limited else asked_in_body(self.content)

    def _destination(self) -> str:
        parts = urlsplit(self.headers.get("location", ""))
        if not parts.hostname:
            return ""
        return self.redactor.text(f" ({parts.scheme}://{parts.hostname}{parts.path})")


def _sentence(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return _sentence(value[0]) if value else ""
    if isinstance(value, dict):
        return next((text for key in _MESSAGE_KEYS if (text := _sentence(value.get(key)))), "")
    return ""
