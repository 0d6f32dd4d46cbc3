"""Jobs that wait for other machines and are no deliveries: in threads of their own, where this process has such.

In a worker's own thread one that hangs would keep every delivery waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from django.db import close_old_connections

from contenthub.publishing.log import LOGGER

#: Where this process runs errands; None: in the job itself.
threads: Executor | None = None


def run(errand: Callable[[], object]) -> None:
    """Do it, or have it done: whoever gives it must bear that it is lost with this process."""
    if threads is None:
        _done(errand)
    else:
        threads.submit(_logged, errand)


def _logged(errand: Callable[[], object]) -> None:
    try:
        _done(errand)
    except Exception:
        LOGGER.exception("an errand broke off")


def _done(errand: Callable[[], object]) -> None:
    close_old_connections()
    try:
        errand()
    finally:
        close_old_connections()
