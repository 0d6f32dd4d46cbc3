"""Leases are renewed in the background for as long as they are worked on: one thread for all of a process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable

from django.conf import settings
from django.db import DatabaseError, connection

from contenthub.publishing.log import LOGGER

#: The most seconds between two renewals.
LONGEST_PAUSE = 5.0


class Keeper:
    """Calls the renewal of everything it watches, again and again, until that is let go."""

    def __init__(self) -> None:
        self._watched: dict[Hashable, Callable[[], None]] = {}
        self._change = threading.Condition()
        self._idle = False
        self._thread: threading.Thread | None = None

    def watch(self, key: Hashable, renew: Callable[[], None]) -> None:
        """Call ``renew`` from now on."""
        with self._change:
            self._watched[key] = renew
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
                self._thread.start()
            elif self._idle:
                self._change.notify()

    def let_go(self, key: Hashable) -> None:
        """Stop renewing it."""
        with self._change:
            self._watched.pop(key, None)

    def _run(self) -> None:
        while True:
            with self._change:
                self._idle = not self._watched
                if self._idle:
                    self._change.wait()
                    self._idle = False
                self._change.wait(self._pause())
                due = list(self._watched.values())
            try:
                for renew in due:
                    renew()
            except DatabaseError as error:
                # Tried again in a moment; a worker that lost its lease notices at its next guarded change.
                LOGGER.warning("leases could not be renewed: %s", str(error).strip())
            except Exception:
                # Whatever it is: without this thread every lease of the process runs out.
                LOGGER.exception("leases could not be renewed")
            finally:
                connection.close()

    def _pause(self) -> float:
        return min(settings.HUB_LEASE_SECONDS / 3, LONGEST_PAUSE)


def _afresh() -> None:
    """A forked process has no threads but the one that forked."""
    global keeper
    keeper = Keeper()


keeper = Keeper()
os.register_at_fork(after_in_child=_afresh)
