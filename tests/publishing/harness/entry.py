"""The process that starts the hub's children, keeps them running, and is told over its standard input what to do.

Each child runs the command line of ``contenthub.studio.processes.children``, in a fork of this process instead of a
Python of its own: what a command line does is the same, and starting a worker again takes a tenth of a second instead
of four. Before that it gets the harness's channels, its clock, and the handler that kills it where it was ordered to.

One JSON document per line: in ``{"keep": name, "argv": [...], "slot": n}`` and ``{"end": name, "signal": n}``, out
``{"name", "pid", "status"}``; a status of null says that it was started.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import faulthandler
import importlib
import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

from contenthub.lib import clock
from tests.publishing.harness import killing
from tests.publishing.harness.channels import CHANNELS
from tests.publishing.harness.ticking import REAL, Ticking

#: Seconds before what died is started again.
PAUSE = 0.2
#: Seconds that a statement waits for SQLite's one writer; the product's 30 would make a locked database a long test.
BUSY = 2

#: What the children would import one by one.
EARLY = (
    "django_rq.management.commands.rqworker",
    "contenthub.publishing.jobs",
    "contenthub.publishing.management.commands.dispatcher",
    "contenthub.urls",
)


@dataclasses.dataclass
class Kept:
    argv: list[str]
    slot: int
    pid: int = 0
    again_at: float = 0.0


class Nursery:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: dict[str, Kept] = {}
        self.leaving: dict[int, str] = {}

    def run(self) -> None:
        """Until standard input ends."""
        pending = b""
        while True:
            ready, _, _ = select.select([0], [], [], 0.02)
            if ready:
                piece = os.read(0, 65536)
                if not piece:
                    break
                *lines, pending = (pending + piece).split(b"\n")
                for line in lines:
                    self._told(json.loads(line))
            self._reap()
            for name, kept in self.kept.items():
                if not kept.pid and time.monotonic() >= kept.again_at:
                    self._start(name, kept)
        for kept in self.kept.values():
            _signal(kept.pid, signal.SIGKILL)

    def _told(self, word: dict[str, Any]) -> None:
        if "keep" in word:
            self.kept.setdefault(word["keep"], Kept(word["argv"], word["slot"]))
        elif kept := self.kept.pop(word["end"], None):
            if kept.pid:
                self.leaving[kept.pid] = word["end"]
                _signal(kept.pid, word["signal"])
            else:
                self._say(word["end"], 0, 0)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                code = os.waitstatus_to_exitcode(status)
                if pid in self.leaving:
                    self._say(self.leaving.pop(pid), pid, code)
                for name, kept in self.kept.items():
                    if kept.pid == pid:
                        kept.pid, kept.again_at = 0, time.monotonic() + PAUSE
                        self._say(name, pid, code)

    def _start(self, name: str, kept: Kept) -> None:
        kept.pid = os.fork()
        if kept.pid:
            self._say(name, kept.pid, None)
            return
        try:
            _become(name, kept, self.folder)
        except SystemExit as end:
            os._exit(end.code if isinstance(end.code, int) else 1)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)

    @staticmethod
    def _say(name: str, pid: int, status: int | None) -> None:
        os.write(1, json.dumps({"name": name, "pid": pid, "status": status}).encode() + b"\n")


_slot = 0


def _become(name: str, kept: Kept, folder: Path) -> None:
    """Be this child: its command line, its log, its clock."""
    global _slot
    _slot = kept.slot
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    os.setsid()
    log = os.open(folder / "log" / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, source in ((0, nothing), (1, log), (2, log)):
        os.dup2(source, number)
    # SIGUSR2 writes where every thread stands into the log.
    faulthandler.register(signal.SIGUSR2, all_threads=True)
    from contenthub.publishing.log import LOGGER

    LOGGER.setLevel("INFO")
    LOGGER.addHandler(killing.Killer(folder / "kills"))
    sys.argv = kept.argv
    from django.core.management import execute_from_command_line

    execute_from_command_line(kept.argv)


def _signal(pid: int, number: int) -> None:
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _ready(folder: Path) -> None:
    """Import everything once, before anything is forked."""
    clock.now = Ticking(folder / "clock").shifted(REAL, lambda: _slot)
    from django.conf import settings

    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"]["OPTIONS"]["timeout"] = BUSY
    django.setup()
    from channels import registry

    for name, connector in CHANNELS.items():
        registry.register(name, connector)
    for module in EARLY:
        importlib.import_module(module)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    _ready(place)
    Nursery._say("nursery", os.getpid(), None)
    Nursery(place).run()
