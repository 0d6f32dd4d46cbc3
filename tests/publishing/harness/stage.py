"""A platform inside the test's own process, for the model of the state machine: no socket, no real time.

``Stage`` is its world: a clock that only moves when told to, what the audience sees, and what happens to the next
calls. Its faults are those of ``faults``, with a few that only a connector can show.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import ClassVar

from channels.base import (
    Ambiguous,
    AuthFailed,
    CannotKnow,
    Capabilities,
    Connector,
    Duplicate,
    NotSent,
    Post,
    QuotaSpent,
    RateLimited,
    Receipt,
    Refused,
)  # fmt: skip
from channels.settings import Field

#: What becomes of a publishing call.
CALLS = (
    "accept", "refuse", "not_sent", "wait", "auth", "drop_before", "drop_after", "late", "die_before", "die_after",
    "break_before", "break_after", "pending", "rate", "quota", "duplicate",
)  # fmt: skip
#: What becomes of a look-up.
LOOKS = ("answer", "answer", "answer", "cannot", "auth", "die")

#: Seconds: a key is remembered, what was accepted late is shown, a look-up may need to see it.
WINDOW, LAG, GRACE = 3600, 40, 60


class Died(BaseException):
    """The process ends here."""


class Stage:
    """The one world of a run."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
        #: What becomes of the next calls and look-ups; then everything is accepted and answered.
        self.calls: list[str] = []
        self.looks: list[str] = []
        self.shown: Counter[str] = Counter()
        self.links: dict[str, str] = {}
        self.keys: dict[str, dt.datetime] = {}
        #: Accepted and to be seen from then on: as a bare link, or (pending) with a receipt that says so.
        self.coming: list[tuple[dt.datetime, Post, bool]] = []

    def now(self) -> dt.datetime:
        # Not twice the same moment: no two claims of real workers share one.
        self.at += dt.timedelta(microseconds=1)
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)
        due = [(post, pending) for at, post, pending in self.coming if at <= self.at]
        self.coming = [item for item in self.coming if item[0] > self.at]
        for post, _pending in due:
            self._appear(post)

    def out(self, key: str) -> int:
        """How often it is or will be seen."""
        return self.shown[key] + sum(post.key == key for _at, post, _pending in self.coming)

    def publish(self, post: Post, keyed: bool, polled: bool) -> Receipt:
        fault = self.calls.pop(0) if self.calls else "accept"
        match fault:
            case "refuse":
                raise Refused("Not of interest here.")
            case "not_sent":
                raise NotSent("Could not be reached.")
            case "wait":
                raise NotSent("Not so fast.", retry_after=90)
            case "rate":
                raise RateLimited("Not so fast, all of you.", retry_after=90)
            case "quota":
                raise QuotaSpent("That was all for now.", retry_after=600)
            case "duplicate" if self.shown[post.key]:
                raise Duplicate("You said that before.", original=self._receipt(post))
            case "auth":
                raise AuthFailed("Who are you?")
            case "drop_before":
                raise Ambiguous("Broke off.")
            case "die_before":
                raise Died
            case "break_before":
                raise RuntimeError("a bug in a connector")
        known = keyed and post.key in self.keys and self.at < self.keys[post.key] + dt.timedelta(seconds=WINDOW)
        receipt = Receipt(post.key, f"https://stage.example/{post.key}", pending=fault == "pending" and polled)
        if not known:
            if keyed:
                self.keys[post.key] = self.at
            if fault == "late" or receipt.pending:
                self.coming.append((self.at + dt.timedelta(seconds=LAG), post, receipt.pending))
            else:
                self._appear(post)
        match fault:
            case "drop_after" | "late":
                raise Ambiguous("Broke off.")
            case "die_after":
                raise Died
            case "break_after":
                raise RuntimeError("a bug in a connector")
        return receipt

    def find(self, post: Post) -> Receipt | None:
        fault = self.looks.pop(0) if self.looks else "answer"
        match fault:
            case "cannot":
                raise CannotKnow("Out of order.")
            case "auth":
                raise AuthFailed("Who are you?")
            case "die":
                raise Died
        if post.link in self.links:
            return self._receipt(post)
        waiting = any(other.key == post.key and pending for _at, other, pending in self.coming)
        return Receipt(post.key, pending=True) if waiting else None

    @staticmethod
    def _receipt(post: Post) -> Receipt:
        return Receipt(post.key, f"https://stage.example/{post.key}")

    def _appear(self, post: Post) -> None:
        self.shown[post.key] += 1
        self.links[post.link] = post.key


class Actor(Connector):
    """On the stage that is set; can be looked up."""

    label = "Stage"
    capabilities: ClassVar[Capabilities] = Capabilities(text_limit=300, lookup=True, lookup_grace=GRACE)
    settings = (Field("base_url", "Address", kind="url"),)
    stage: ClassVar[Stage]

    def publish(self, post: Post, state: dict[str, object]) -> Receipt:
        able = self.capabilities
        return Actor.stage.publish(post, able.idempotency, able.lookup)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        return Actor.stage.find(post)


class KeyedActor(Actor):
    capabilities = Capabilities(text_limit=300, idempotency=True, key_window=WINDOW)
    find = Connector.find


class BlindActor(Actor):
    capabilities = Capabilities(text_limit=300)
    find = Connector.find


CAST: dict[str, type[Connector]] = {"stage": Actor, "stage_keyed": KeyedActor, "stage_blind": BlindActor}
