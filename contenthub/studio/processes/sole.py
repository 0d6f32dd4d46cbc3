"""One hub for one data folder: a second would take the first one's queue server and database for its own."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "hub.lock"

#: Seconds that a hub which is stopping is waited for: longer than it takes, whatever its workers are at.
PATIENCE = 100.0

_STOPPING = "stopping"


class Hold:
    """What says that this process is the hub of the folder, for as long as it lives."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._write(str(os.getpid()))

    def stopping(self) -> None:
        """Let whoever starts the next hub wait for the end of this one instead of giving up."""
        self._write(f"{os.getpid()} {_STOPPING}")

    def _write(self, text: str) -> None:
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text.encode(), 0)


@contextmanager
def hub_of(folder: Path, say: Callable[[str], None], patience: float = PATIENCE) -> Iterator[Hold]:
    """Be the folder's hub while the block lasts; the lock ends with the process, however that ends.

    :param say: told, once, that another hub is waited for.
    :raises ImproperlyConfigured: another one runs on this folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file, folder, say, time.monotonic() + patience)
        yield Hold(file)
    finally:
        os.close(file)


def _lock(file: int, folder: Path, say: Callable[[str], None], end: float) -> None:
    told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            pid, _, rest = os.pread(file, 100, 0).decode("ascii", "replace").partition(" ")
        if rest != _STOPPING or time.monotonic() > end:
            raise ImproperlyConfigured(
                f"HUB_DATA: a hub (process {pid or 'unknown'}) runs on {folder} already. Stop it, or give another folder:"
                " make run PORT=9000 HUB_DATA=/srv/second"
            )
        if not told:
            say(f"waiting for the hub that is stopping (process {pid})")
            told = True
        time.sleep(0.2)
