"""What ``deliveries --watch`` draws: how it stands, a table of what is open, and what changed last."""

from __future__ import annotations

import unicodedata

from contenthub.lib.wrapping import columns as width
from contenthub.publishing.models import Delivery
from contenthub.publishing.watching import Change, Look

#: The table's columns, and how wide each is at most; the last has what is left.
COLUMNS = {"id": 8, "state": 12, "due (UTC)": 14, "account": 22, "delivery": 34, "why": 1000}


def screen(look: Look, last: list[Change], columns: int, lines: int) -> str:
    """The whole screen. What changed last has what the table leaves, and a third of the room at least."""
    head = [f"Deliveries at {look.at:%H:%M:%S} UTC. Ctrl-C ends this.", look.summary(), ""]
    room = max(lines - len(head) - 3, 1)
    changes = [change.line() for change in reversed(last)] or ["Nothing since this was started."]
    rows = table(look.open, columns, max(room - min(len(changes), room // 3), 0))
    shown = [*rows, "", "What changed last:", *changes[: max(room - len(rows), 1)]]
    return "\n".join(cut(line, columns) for line in [*head, *shown])


def table(deliveries: list[Delivery], columns: int, lines: int) -> list[str]:
    """The deliveries below each other, in so many lines with the table's own head."""
    if lines < 2:
        return []
    if not deliveries:
        return ["Nothing is open: no delivery is at work, waits or comes."]
    rows = [list(COLUMNS), *(_cells(delivery) for delivery in deliveries[: lines - 1])]
    spread = [min(max(width(row[i]) for row in rows), most) for i, most in enumerate(COLUMNS.values())]
    # On a narrow terminal titles and accounts give way before the reason does.
    if columns < 100:
        spread[3], spread[4] = min(spread[3], 12), min(spread[4], 20)
    return ["  ".join(_fitted(cell, room) for cell, room in zip(row, spread, strict=True)).rstrip() for row in rows]


def _cells(delivery: Delivery) -> list[str]:
    why = delivery.reason or (str(delivery.get_hold_display()) if delivery.hold else "")
    due = f"{delivery.due_at:%m-%d %H:%M:%S}"
    return [f"#{delivery.pk}", delivery.state, due, delivery.account.name, delivery.variant.title, why]


def _fitted(text: str, room: int) -> str:
    """In so many columns: filled up with blanks, or cut with an ellipsis."""
    short = text if width(text) <= room else cut(text, room - 1) + "…"
    return short + " " * (room - width(short))


def cut(line: str, columns: int) -> str:
    """The beginning of the line that fits; a Chinese character takes two columns."""
    taken = 0
    for index, sign in enumerate(line):
        taken += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if taken > columns:
            return line[:index]
    return line
