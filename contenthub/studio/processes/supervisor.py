"""Runs the hub's processes together: prefixed logs, restart of what dies, a clean stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import IO

from contenthub.studio.processes.child import Child, spawn

#: Seconds before a process that died is started again; doubled each time it dies young, up to the last.
FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0
#: A process that lived this many seconds starts with the first pause again.
GROWN_UP = 30.0
_COLOURS = ("36", "32", "33", "35", "34", "31", "96", "92")


class Supervisor:
    """Starts the children in the order given; stops them together, and last those that the others need."""

    def __init__(self, children: Sequence[Child], directory: str, out: IO[str] | None = None) -> None:
        self.children = list(children)
        self.directory = directory
        self.out = out or sys.stdout
        self.width = max(len(child.name) for child in self.children)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.born: dict[str, float] = {}
        self.pauses: dict[str, float] = {}
        self.again_at: dict[str, float] = {}
        self.stopping, self.hurry = threading.Event(), threading.Event()
        self._write = threading.Lock()

    def say(self, name: str, line: str) -> None:
        """Write one prefixed line of the log."""
        label = name.ljust(self.width)
        if self.out.isatty():
            names = [child.name for child in self.children]
            colour = _COLOURS[names.index(name) % len(_COLOURS)] if name in names else "1"
            label = f"\x1b[{colour}m{label}\x1b[0m"
        with self._write:
            self.out.write(f"{label} | {line}\n")
            self.out.flush()

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        process = spawn(child, self.directory)
        self.running[child.name] = process
        self.born[child.name] = time.monotonic()
        threading.Thread(target=self._copy, args=(child.name, process), daemon=True).start()

    def _copy(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for raw in process.stdout:
            if line := raw.decode("utf-8", "replace").rstrip():
                self.say(name, line)

    def tend(self) -> None:
        """Look once: note who died, start again those whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            name = child.name
            process = self.running.get(name)
            if process is not None and process.poll() is not None:
                young = now - self.born[name] < GROWN_UP
                pause = min(self.pauses.get(name, FIRST_PAUSE / 2) * 2, LAST_PAUSE) if young else FIRST_PAUSE
                self.pauses[name], self.again_at[name] = pause, now + pause
                self.say(name, f"ended with {process.returncode}; starting it again in {pause:.0f} s")
                end_group(process)
                del self.running[name]
            elif process is None and now >= self.again_at.get(name, 0):
                self._start(child)

    def run(self, at_stop: Callable[[], None] = lambda: None) -> None:
        """Start all, tend them until SIGINT or SIGTERM, then stop all; at once if told a second time.

        Call from the main thread.

        :param at_stop: called when it begins to stop.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told)
        self.start()
        while not self.stopping.wait(0.25):
            self.tend()
        at_stop()
        self.say("hub", "stopping; what is being sent is finished first (once more, and it is cut off)")
        self.stop()
        self.say("hub", "stopped")

    def stop(self) -> None:
        """End the children, all at the same time, then those that last; each gets its patience, then SIGKILL."""
        for lasts in (False, True):
            self._end([child for child in self.children if child.lasts is lasts])

    def _end(self, children: Sequence[Child]) -> None:
        began = time.monotonic()
        ending = [(child, process) for child in children if (process := self.running.pop(child.name, None))]
        for _child, process in ending:
            process.terminate()
        while ending:
            for child, process in list(ending):
                late = time.monotonic() - began > child.patience
                if process.poll() is None and not late and not self.hurry.is_set():
                    continue
                if process.poll() is None:
                    self.say(child.name, f"did not stop within {time.monotonic() - began:.0f} s; killed")
                    process.kill()
                    process.wait()
                end_group(process)
                ending.remove((child, process))
            time.sleep(0.02)

    def _told(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            self.hurry.set()
        self.stopping.set()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what a child that is gone has left behind: its own children, which would keep its port or its lease."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
