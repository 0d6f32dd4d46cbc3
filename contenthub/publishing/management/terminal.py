"""A table that lives in the terminal; where the output is no terminal, a line for each change."""

from __future__ import annotations

import collections
import json
import shutil
import time
import unicodedata
from typing import Any

from django.db import OperationalError, close_old_connections

from contenthub.publishing.models import DeliveryQuerySet
from contenthub.publishing.watching import Change, Look, Watch

_CLEAR, _HIDE, _SHOW = "\x1b[H\x1b[2J", "\x1b[?25l", "\x1b[?25h"


def follow(rows: DeliveryQuerySet, out: Any, every: float, seconds: float | None, *, as_json: bool = False) -> None:
    """Watch until Ctrl-C, or for so many seconds."""
    live = bool(out.isatty()) and not as_json
    end = None if seconds is None else time.monotonic() + seconds
    watch, last, told = Watch(rows), collections.deque[Change](maxlen=200), False
    try:
        if live:
            out.write(_HIDE, ending="")
        while True:
            if (look := _look(watch, out)) is not None:
                if not (live or as_json or told):
                    out.write(f"{look.at:%H:%M:%S}  {look.summary()}")
                told = True
                last.extend(look.changes)
                _show(look, list(last), out, live=live, as_json=as_json)
            if end is not None and time.monotonic() + every > end:
                break
            time.sleep(every)
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    finally:
        if live:
            out.write(_SHOW, ending="\n")


def _look(watch: Watch, out: Any) -> Look | None:
    try:
        return watch.look()
    except OperationalError as error:
        close_old_connections()
        out.write(f"The database does not answer ({str(error).strip().splitlines()[0]}); trying again.")
        return None


def _show(look: Look, last: list[Change], out: Any, *, live: bool, as_json: bool) -> None:
    if live:
        out.write(_CLEAR + screen(look, last, *shutil.get_terminal_size()), ending="")
    elif as_json:
        for change in look.changes:
            out.write(json.dumps(change.as_json(), ensure_ascii=False))
    else:
        for change in look.changes:
            out.write(change.line())
    out.flush()


def screen(look: Look, last: list[Change], columns: int, lines: int) -> str:
    """The whole screen: how it stands, and as much of what changed last as there is room for."""
    head = [f"Deliveries at {look.at:%H:%M:%S} UTC. Ctrl-C ends this.", look.summary(), "", "What changed last:"]
    room = max(lines - len(head) - 1, 1)
    shown = [change.line() for change in reversed(last)][:room] or ["Nothing since this was started."]
    return "\n".join(cut(line, columns) for line in [*head, *shown])


def cut(line: str, columns: int) -> str:
    """The beginning of the line that fits; a Chinese character takes two columns."""
    taken = 0
    for index, sign in enumerate(line):
        taken += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if taken > columns:
            return line[:index]
    return line
