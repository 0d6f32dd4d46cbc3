"""Dying at a chosen step: a file ``<event>-<delivery>`` in a folder is an order, carried out once.

The steps are the product's own events (``contenthub.publishing.log.event``), so that the harness needs to know nothing
of the engine's insides. SIGKILL leaves no chance to tidy up, as a power cut does.
"""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path

#: In the order in which a try comes by them.
STEPS = ("began", "claimed", "frozen", "prepared", "armed", "answered")


def order(folder: Path, event: str, delivery: int) -> None:
    """Whoever comes to this step of this delivery dies there."""
    (folder / f"{event}-{delivery}").touch()


class Killer(logging.Handler):
    """Ends its own process where it was ordered to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        self.folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        event, delivery = getattr(record, "event", ""), getattr(record, "delivery", None)
        if not event or delivery is None:
            return
        try:
            (self.folder / f"{event}-{delivery}").unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
