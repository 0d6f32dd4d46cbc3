"""The harness's end of ``entry``: which children run, who died of what, and signals to them."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclasses.dataclass(frozen=True)
class Death:
    name: str
    pid: int
    #: As ``subprocess`` gives it: -9 after SIGKILL.
    status: int


class Nursery:
    """Keeps children running; see ``entry``."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        for name in ("log", "kills"):
            (folder / name).mkdir()
        self.folder = folder
        self.deaths: list[Death] = []
        self.pids: dict[str, int] = {}
        self.slots: dict[str, int] = {}
        self._news = threading.Condition()
        self._errors = (folder / "log" / "nursery").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.publishing.harness.entry", str(folder)],
            cwd=ROOT, env={**os.environ, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()
        self._wait(lambda: "nursery" in self.pids, 60, "the nursery did not start; see its log")

    def keep(self, name: str, argv: Sequence[str]) -> None:
        """Start a child, and again whenever it dies."""
        slot = self.slots.setdefault(name, len(self.slots) + 1)
        self._tell({"keep": name, "argv": list(argv), "slot": slot})
        self._wait(lambda: name in self.pids, 10, f"{name} was not started")

    def end(self, name: str, number: int = signal.SIGTERM, patience: float = 15.0) -> int:
        """Send it this signal, not to be started again; its exit status."""
        before = len(self.deaths)
        self._tell({"end": name, "signal": int(number)})
        self._wait(lambda: name not in self.pids, patience, f"{name} does not end")
        found = [death.status for death in self.deaths[before:] if death.name == name]
        return found[-1] if found else 0

    def kill(self, name: str) -> int:
        """SIGKILL; it is started again. The process id it had."""
        pid = self.pids[name]
        os.kill(pid, signal.SIGKILL)
        self._wait(lambda: any(death.pid == pid for death in self.deaths), 10, f"{name} does not die")
        return pid

    def signal(self, name: str, number: int) -> None:
        """Send it a signal, nothing more."""
        os.kill(self.pids[name], number)

    def end_all(self) -> None:
        for name in [name for name in self.pids if name != "nursery"]:
            self.end(name, signal.SIGKILL)

    def killed(self) -> int:
        """How many died of SIGKILL so far."""
        return sum(death.status == -signal.SIGKILL for death in self.deaths)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
        self._errors.close()

    def tail(self, lines: int = 15) -> str:
        """The end of every child's log."""
        files = sorted((self.folder / "log").iterdir())
        return "\n".join(f"--- {file.name}\n" + "\n".join(file.read_text().splitlines()[-lines:]) for file in files)

    def _tell(self, word: Mapping[str, object]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(word).encode() + b"\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            news = json.loads(line)
            with self._news:
                if news["status"] is None:
                    self.pids[news["name"]] = news["pid"]
                else:
                    self.pids.pop(news["name"], None)
                    self.deaths.append(Death(**news))
                self._news.notify_all()

    def _wait(self, condition, seconds: float, complaint: str) -> None:
        end = time.monotonic() + seconds
        with self._news:
            while not condition():
                left = end - time.monotonic()
                if left <= 0 or self._process.poll() is not None:
                    raise AssertionError(f"{complaint}\n{self.tail()}")
                self._news.wait(min(left, 0.2))
