"""Calls in a sliding window, counted so that the limit is never passed: arithmetic only, no database, no clock.

Calls are kept as entries ``[first, last, count]``, seconds since 1970, at most a twentieth of the window apart within one
entry. Where it is not known exactly, an entry counts for longer, never for shorter.
"""

from __future__ import annotations

import dataclasses

#: Parts a window is counted in: more are more exact, fewer are less to store.
PARTS = 20

#: Seconds within which a reserved call is to be made: a share of the window, but at least and at most so many.
LEAST_GOOD, MOST_GOOD = 0.25, 60.0

#: ``[first, last, count]``, oldest first.
Entries = list[list[float]]


@dataclasses.dataclass(frozen=True)
class Limit:
    """At most ``count`` calls in any ``seconds`` on end."""

    count: int
    seconds: float

    @property
    def good_for(self) -> float:
        """Seconds for which a reservation may be used."""
        return min(max(self.seconds / PARTS, LEAST_GOOD), MOST_GOOD)

    @property
    def kept(self) -> float:
        """Seconds for which a reservation counts: its call may have been made at the very end of ``good_for``."""
        return self.seconds + self.good_for

    def counting(self, entries: Entries, now: float) -> Entries:
        """The entries that still count.

        What seems to lie ahead was made before the clock was set back: it counts as made this moment.
        """
        found = [[min(first, now), min(last, now), count] for first, last, count in entries if last + self.kept > now]
        return [entry for entry in found if entry[2] > 0]

    def room(self, entries: Entries) -> int:
        """How many more calls may be made now; of entries as ``counting`` gives them."""
        return max(self.count - used(entries), 0)

    def free_at(self, entries: Entries, now: float) -> float:
        """When the next call may be made; of entries as ``counting`` gives them."""
        left = used(entries) - self.count
        for _first, last, count in sorted(entries, key=lambda entry: entry[1]):
            if left < 0:
                break
            left -= int(count)
            now = max(now, last + self.kept)
        return now

    def add(self, entries: Entries, now: float, count: int) -> Entries:
        """The entries and so many more calls."""
        if entries and now - entries[-1][0] < self.seconds / PARTS:
            first, last, before = entries[-1]
            return [*entries[:-1], [first, max(last, now), before + count]]
        return [*entries, [now, now, count]]


def used(entries: Entries) -> int:
    """How many calls the entries hold."""
    return int(sum(count for _first, _last, count in entries))


def ahead(entries: Entries, now: float) -> bool:
    """Whether a call seems to be made later than now: the clock was set back."""
    return any(last > now for _first, last, _count in entries)


def taken_back(entries: Entries, count: int) -> Entries:
    """The entries without so many calls that were not made.

    The oldest go: whichever they were, what stays counts at least as long as the calls that were made.
    """
    kept = []
    for first, last, had in entries:
        gone = min(int(had), count)
        count -= gone
        if had > gone:
            kept.append([first, last, had - gone])
    return kept
