"""Of the lanes that one process works at once only so many are of one channel, however many of it wait.

A channel that hangs with all its accounts takes these berths and no others.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque


class Berths:
    """Counts the lanes under way by channel, and keeps in mind which wait for one of their channel to end.

    :param each: lanes of one channel at a time.
    """

    def __init__(self, each: int) -> None:
        self.each = each
        self._taken: defaultdict[str, int] = defaultdict(int)
        self._waiting: defaultdict[str, deque[int]] = defaultdict(deque)
        self._lock = threading.Lock()

    def take(self, channel: str, account_id: int) -> bool:
        """Whether the lane may be worked now; otherwise it waits until ``leave`` names it."""
        with self._lock:
            if self._taken[channel] < self.each:
                self._taken[channel] += 1
                return True
            if account_id not in self._waiting[channel]:
                self._waiting[channel].append(account_id)
            return False

    def leave(self, channel: str) -> int | None:
        """A lane of the channel has ended: the one that takes over its berth, if any waits."""
        with self._lock:
            if self._waiting[channel]:
                return self._waiting[channel].popleft()
            self._taken[channel] -= 1
            return None
