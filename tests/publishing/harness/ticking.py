"""A clock that the harness sets, for all processes at once or for one of them: seconds beside the real time."""

from __future__ import annotations

import datetime as dt
import mmap
import struct
from collections.abc import Callable
from pathlib import Path

from contenthub.lib import clock

#: Seconds in all (slot 0) and per process, as doubles in one small file that every process maps.
SLOTS = 64
_SIZE = SLOTS * 8


class Ticking:
    """How far the clocks are from the real time. Slot 0 counts for every process, the others for one each."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _SIZE)

    def offset(self, slot: int = 0) -> float:
        found: float = struct.unpack_from("d", self._map, slot * 8)[0]
        return found

    def put(self, seconds: float, slot: int = 0) -> None:
        struct.pack_into("d", self._map, slot * 8, seconds)

    def forward(self, seconds: float) -> None:
        """Let so much time pass, for everybody."""
        self.put(self.offset() + seconds)

    def reset(self) -> None:
        self._map[:] = bytes(_SIZE)

    def shifted(self, real: Callable[[], dt.datetime], slot: Callable[[], int]) -> Callable[[], dt.datetime]:
        """``real`` as this clock shows it in the process whose slot ``slot`` gives."""

        def now() -> dt.datetime:
            own = slot()
            return real() + dt.timedelta(seconds=self.offset() + (self.offset(own) if own else 0.0))

        return now


#: The real clock, whatever is put in its place later.
REAL = clock.now
