"""Something happens to a worker at a named step of what it does, inside the test's own process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contenthub.publishing.log import LOGGER


class _At(logging.Handler):
    def __init__(self, event: str, delivery: int, act: Callable[[], None]) -> None:
        super().__init__(logging.INFO)
        self.event, self.delivery, self.act = event, delivery, act
        self.done = False

    def emit(self, record: logging.LogRecord) -> None:
        if self.done or (getattr(record, "event", ""), getattr(record, "delivery", 0)) != (self.event, self.delivery):
            return
        self.done = True
        self.act()


@contextmanager
def at(event: str, delivery: int, act: Callable[[], None]) -> Iterator[None]:
    """Call ``act`` the first time this delivery comes to this step; what it raises ends the worker."""
    handler = _At(event, delivery, act)
    LOGGER.addHandler(handler)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
