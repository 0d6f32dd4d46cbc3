"""One child process of the supervisor."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

_PR_SET_PDEATHSIG = 1


@dataclasses.dataclass(frozen=True)
class Child:
    """What to run: a short name for the log's prefix and the command line."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = dataclasses.field(default_factory=dict)
    #: Seconds it gets to finish what it is doing after SIGTERM.
    patience: float = 20.0
    #: Whether it is stopped only after the others have ended, because they need it to finish.
    lasts: bool = False


def manage(*words: str) -> list[str]:
    """The command line of a management command, run by this very Python."""
    return [sys.executable, "-u", "manage.py", *words]


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor dies, however it dies; elsewhere a no-op."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(child: Child, directory: str) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone and it can stop them in order."""
    return subprocess.Popen(
        list(child.argv),
        cwd=directory,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **child.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )
