"""Of the threads of a process, one computes and asks the database at a time; the others wait for platforms.

SQLite has one writer and Python one interpreter lock: threads that fight for them get less done than threads that take
turns. Only the threads of lanes take the baton; elsewhere ``laid_down`` does nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_mine = threading.local()


@contextmanager
def carried() -> Iterator[None]:
    """Work with the baton in hand."""
    _lock.acquire()
    _mine.carried = True
    try:
        yield
    finally:
        _mine.carried = False
        _lock.release()


@contextmanager
def laid_down() -> Iterator[None]:
    """Wait for something outside, a platform or a pause, while others work; never inside a transaction."""
    if not getattr(_mine, "carried", False):
        yield
        return
    _mine.carried = False
    _lock.release()
    try:
        yield
    finally:
        _lock.acquire()
        _mine.carried = True
