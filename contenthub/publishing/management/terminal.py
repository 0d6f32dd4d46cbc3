"""Watching in a terminal, as a table that is drawn anew; where the output is none, as a line for each change."""

from __future__ import annotations

import collections
import json
import shutil
import time
from typing import Any

from django.db import OperationalError, close_old_connections

from contenthub.publishing.management.screen import screen
from contenthub.publishing.models import DeliveryQuerySet
from contenthub.publishing.watching import Change, Look, Watch

_CLEAR, _HIDE, _SHOW = "\x1b[H\x1b[2J", "\x1b[?25l", "\x1b[?25h"

#: Deliveries asked for one by one; a terminal seldom has more lines.
MOST = 100


def follow(
    rows: DeliveryQuerySet, out: Any, err: Any, every: float, seconds: float | None, *, as_json: bool = False
) -> bool:
    """Watch until Ctrl-C, or for so many seconds; whether the database answered at all."""
    live = bool(out.isatty()) and not as_json
    end = None if seconds is None else time.monotonic() + seconds
    watch, last, away, seen = Watch(rows, MOST if live else 0), collections.deque[Change](maxlen=200), "", False
    try:
        if live:
            out.write(_HIDE, ending="")
        while True:
            try:
                look = watch.look()
            except OperationalError as error:
                close_old_connections()
                away = _away(error, away, out if live else err, live=live)
            else:
                if not (live or as_json or seen):
                    out.write(f"{look.at:%H:%M:%S}  {look.summary()}")
                away, seen = "", True
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
    return seen


def _away(error: OperationalError, before: str, out: Any, *, live: bool) -> str:
    """Say once that the database is away; in a terminal it stands alone, instead of figures that hold no longer."""
    said = f"The database does not answer ({str(error).strip().splitlines()[0]}); trying again."
    if said != before:
        out.write(_CLEAR + said if live else said)
        out.flush()
    return said


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
