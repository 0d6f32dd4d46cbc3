"""Which characters a font file can draw, read from its character map; Pillow itself does not say."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

# OpenType 1.9, "cmap": platform 3 encoding 10 is full Unicode; format 12 holds (first, last, glyph) groups.
_FULL_UNICODE = (3, 10)
_GROUPED = 12


_Read = Callable[[str, int], tuple[int, ...]]


class Coverage:
    """The characters of one face; `"A" in coverage` asks for one."""

    def __init__(self, firsts: array[int], lasts: array[int]) -> None:
        self._firsts = firsts
        self._lasts = lasts

    def __contains__(self, char: str) -> bool:
        code = ord(char)
        place = bisect_right(self._firsts, code) - 1
        return place >= 0 and code <= self._lasts[place]


@lru_cache(maxsize=16)
def coverage(path: Path, index: int = 0) -> Coverage:
    """What face `index` of the font file at `path` covers; nothing when it has no full Unicode map. Raises OSError."""
    firsts, lasts = array("L"), array("L")
    with path.open("rb") as file:

        def read(layout: str, offset: int) -> tuple[int, ...]:
            file.seek(offset)
            return struct.unpack(layout, file.read(struct.calcsize(layout)))

        start = read(">I", 12 + 4 * index)[0] if file.read(4) == b"ttcf" else 0
        cmap = next(
            (read(">I", record + 8)[0] for record in _records(read, start) if read(">I", record)[0] == 0x636D6170), 0
        )
        for number in range(read(">H", cmap + 2)[0] if cmap else 0):
            platform, encoding, offset = read(">HHI", cmap + 4 + 8 * number)
            if (platform, encoding) != _FULL_UNICODE or read(">H", cmap + offset)[0] != _GROUPED:
                continue
            groups = read(">I", cmap + offset + 12)[0]
            file.seek(cmap + offset + 16)
            for first, last, _glyph in struct.iter_unpack(">III", file.read(12 * groups)):
                firsts.append(first)
                lasts.append(last)
    return Coverage(firsts, lasts)


def _records(read: _Read, start: int) -> range:
    """The places of the table records of the face that starts at `start`."""
    return range(start + 12, start + 12 + 16 * read(">H", start + 4)[0], 16)
