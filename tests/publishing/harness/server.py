"""The platform: takes posts, misbehaves as scripted or drawn, and counts what its audience sees."""

from __future__ import annotations

import collections
import os
import signal
import threading
import time
from contextlib import suppress
from typing import Any

from tests.channels.servers import GARBAGE, HALF_AN_ANSWER, RESET, SILENCE, Behaviour, PlatformServer, Reply, Request
from tests.publishing.harness import faults
from tests.publishing.harness.channels import PID
from tests.publishing.harness.faults import Fault
from tests.publishing.harness.ticking import REAL, Ticking

#: Seconds: a slow answer, and what a caller is asked to wait.
SLOW, WAIT = 0.4, 2


class HarnessPlatform(PlatformServer):
    """``/posts`` and ``/uploads/…`` are the platform's; ``/control/…`` is the harness's."""

    def __init__(self, ticking: Ticking) -> None:
        super().__init__()
        self._now = ticking.shifted(REAL, lambda: 0)
        self._lock = threading.RLock()
        self._afresh({})

    def _afresh(self, given: dict[str, Any]) -> None:
        self.seed: str = given.get("seed", "")
        self.drawn: bool = given.get("drawn", False)
        self.scripts: dict[str, list[str]] = given.get("scripts", {})
        self.shown: collections.Counter[str] = collections.Counter()
        self.calls: collections.Counter[str] = collections.Counter()
        self.asked: collections.Counter[str] = collections.Counter()
        self.met: collections.Counter[str] = collections.Counter()
        self.by_link: dict[str, str] = {}
        self.known: set[str] = set()
        self.refused: set[str] = set()
        self.coming: list[tuple[Any, dict[str, Any]]] = []

    def answer(self, request: Request) -> Behaviour:
        self.requests.clear()
        if request.path.startswith("/control/"):
            with self._lock:
                return self._control(request)
        key = request.headers.get("x-key", "")
        if request.path == "/posts" and request.method == "POST":
            return self._called(request.json(), request.headers)
        subject = request.query.get("link") or key or request.path
        with self._lock:
            self.asked[subject] += 1
            if self.drawn and faults.asking_fails(self.seed, subject, self.asked[subject]):
                return Reply(503, {"error": "not now"})
            if request.path == "/posts":
                self._arrive()
                found = self.by_link.get(request.query["link"])
                return Reply(200, [_receipt(found)] if found else [])
        return Reply(200, {"upload": "u1"})

    def _control(self, request: Request) -> Reply:
        if request.path == "/control/reset":
            self._afresh(request.json())
        if request.path == "/control/script":
            self.scripts.update(request.json())
        self._arrive()
        books = {"shown": self.shown, "calls": self.calls, "met": self.met}
        return Reply(200, {**{name: dict(count) for name, count in books.items()}, "refused": sorted(self.refused)})

    def _called(self, post: dict[str, Any], headers: dict[str, str]) -> Behaviour:
        key, keyed = post["key"], "idempotency-key" in headers
        with self._lock:
            self.calls[key] += 1
            fault = self._fault(key, keyed)
            self.met[fault] += 1
        if fault is Fault.SLOW:
            time.sleep(SLOW)
        with self._lock:
            return self._done(fault, post, keyed, int(headers[PID.lower()]))

    def _fault(self, key: str, keyed: bool) -> Fault:
        script = self.scripts.get(key)
        if script:
            return Fault(script.pop(0))
        if not self.drawn:
            return Fault.ACCEPT
        if key in self.refused:
            return Fault.REFUSE
        found = faults.draw(self.seed, key, self.calls[key])
        # What a platform took once under a key it does not refuse the second time.
        return Fault.ACCEPT if found is Fault.REFUSE and keyed and key in self.known else found

    def _done(self, fault: Fault, post: dict[str, Any], keyed: bool, pid: int) -> Behaviour:
        key = post["key"]
        match fault:
            case Fault.REFUSE:
                self.refused.add(key)
                return Reply(422, {"error": "not of interest here"})
            case Fault.WAIT:
                return Reply(429, {"error": "not so fast"}, {"Retry-After": str(WAIT)})
            case Fault.DROP_BEFORE:
                return RESET
            case Fault.GARBAGE:
                return GARBAGE
            case Fault.ERROR_BEFORE:
                return Reply(503, {"error": "out of order"})
            case Fault.LATE:
                self._later(post, keyed)
                return SILENCE
            case Fault.KILL_BEFORE:
                _kill(pid)
                return RESET
        self._show(post, keyed)
        match fault:
            case Fault.DROP_AFTER:
                return RESET
            case Fault.GARBLED:
                return HALF_AN_ANSWER
            case Fault.ERROR_AFTER:
                return Reply(500, {"error": "something broke"})
            case Fault.SILENT:
                return SILENCE
            case Fault.KILL_AFTER:
                _kill(pid)
        return Reply(201, _receipt(key))

    def _show(self, post: dict[str, Any], keyed: bool) -> None:
        """The audience sees it; again, unless it came with a key that is known."""
        if not (keyed and post["key"] in self.known):
            self._appear(post)
        if keyed:
            self.known.add(post["key"])

    def _later(self, post: dict[str, Any], keyed: bool) -> None:
        if keyed and post["key"] in self.known:
            return
        if keyed:
            self.known.add(post["key"])
        at = self._now().timestamp() + faults.lag(self.seed, post["key"])
        self.coming.append((at, post))

    def _arrive(self) -> None:
        """What was accepted late and is due by now."""
        now = self._now().timestamp()
        for at, post in list(self.coming):
            if at <= now:
                self.coming.remove((at, post))
                self._appear(post)

    def _appear(self, post: dict[str, Any]) -> None:
        self.shown[post["key"]] += 1
        self.by_link[post["link"]] = post["key"]


def _receipt(key: str) -> dict[str, str]:
    return {"id": key, "url": f"https://plaza.example/{key}"}


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
