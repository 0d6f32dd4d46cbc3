"""The form of log lines, and what every line says about what is at hand.

``within`` names what a stretch of code is about; every line logged there, by whatever library, carries it. Lines are
for people (``Line``) or one JSON object each (``Json``).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

#: What is at hand, by name; of this thread and task only.
_AT_HAND: ContextVar[dict[str, object] | None] = ContextVar("at_hand", default=None)

#: What every record has anyway.
_OWN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

#: Types of what is plain; made into a union for each field of each line, they would cost more than the rest of it.
_PLAIN = (str, int, float, type(None))

#: What a record says first, in this order.
_FIRST = ("event", "delivery", "attempt")


@contextmanager
def within(**about: object) -> Iterator[None]:
    """Every line logged inside carries these fields, unless it has its own of that name."""
    token = _AT_HAND.set({**(_AT_HAND.get() or {}), **about})
    try:
        yield
    finally:
        _AT_HAND.reset(token)


class AtHand(logging.Filter):
    """Puts the fields of ``within`` on every record. For handlers: a logger's filter sees only its own records."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in (_AT_HAND.get() or {}).items():
            if name not in vars(record):
                setattr(record, name, value)
        return True


class Line(logging.Formatter):
    """``INFO contenthub.publishing: event=armed delivery=42 attempt=1``; what is at hand stands in every line."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        said, fields = record.message.split(), _fields(record)
        missing = [
            f"{name}={fields[name]}" for name in _FIRST if name in fields and f"{name}={fields[name]}" not in said
        ]
        if missing:
            # On a copy: other handlers format the same record.
            record = logging.makeLogRecord({**vars(record), "message": " ".join([*missing, record.message])})
        return super().formatMessage(record)


class Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, event, delivery, attempt, message, process, and what else."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **_fields(record),
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """What the record was given besides its message, where it is plain."""
    given = {name: value for name, value in vars(record).items() if name not in _OWN and isinstance(value, _PLAIN)}
    return {name: given[name] for name in (*_FIRST, *given) if name in given}


def config(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to the console, in this form (line or json)."""
    quiet = ("axes", "mail.log", "rq.worker", "django_tasks", "wagtail", "PIL", "fontTools")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"at_hand": {"()": AtHand}},
        "formatters": {"line": {"()": Line}, "json": {"()": Json}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["at_hand"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in quiet},
    }
