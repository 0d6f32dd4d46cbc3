"""A figure as one finder read it, and the little that all finders share."""

from __future__ import annotations

import re
from decimal import Decimal

from contenthub.lib.numerals import FIGURES

#: kind, value, unit, start, end
Reading = tuple[str, Decimal | str | None, str, int, int]

#: The unit of a first figure that only counts when a range follows: "three" of "three to five people".
WAITING = "?"

NUM = rf"(?<![\d.,])(?P<num>{FIGURES})"
MINUS = re.compile(r"(?:(?:^|[\s(（])[-−]|负|零下\s?)$")


def signed(text: str, start: int, value: Decimal | None) -> tuple[Decimal | None, int]:
    """The value, and where it starts, with a minus that stands before it: -12 °C, 零下12摄氏度, 负3%."""
    found = MINUS.search(text, max(0, start - 4), start)
    if value is None or not found or re.search(r"\d\s*$", text[max(0, found.start() - 4) : found.start() + 1]):
        return value, start
    return -value, found.end() - len(found.group().lstrip(" \t\n(（"))
