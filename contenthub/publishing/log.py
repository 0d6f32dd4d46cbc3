"""One logger for a delivery's way: every line begins with what it is about."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any

from contenthub.lib import logs

LOGGER = logging.getLogger("contenthub.publishing")


class _About(logging.LoggerAdapter[logging.Logger]):
    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[Any, MutableMapping[str, Any]]:
        about = dict(self.extra or {})
        return " ".join([*(f"{name}={value}" for name, value in about.items()), str(msg)]), {**kwargs, "extra": about}


def about(delivery_id: int, **more: object) -> logging.LoggerAdapter[logging.Logger]:
    """Return a logger whose lines start with ``delivery=<id>`` and carry the same as fields."""
    return _About(LOGGER, {"delivery": delivery_id, **more})


def event(name: str, delivery_id: int, text: str = "", **more: object) -> None:
    """Log a step of a delivery: ``event=<name> delivery=<id> ...``; the same as fields of the record.

    The steps of a try, in order: ``claimed``, ``frozen``, ``prepared``, ``armed``, ``answered`` (the call is over, its
    outcome not stored yet), then the state it is left in (``live``, ``scheduled``, ``failed``, ``unconfirmed``,
    ``held`` ...). ``began`` precedes them: a worker has the id and has not claimed it yet.
    """
    fields = {"event": name, "delivery": delivery_id, **more}
    line = " ".join([*(f"{key}={value}" for key, value in fields.items()), text]).rstrip()
    LOGGER.info("%s", line, extra=fields)


def within(delivery_id: int) -> AbstractContextManager[None]:
    """Every line logged inside carries the delivery's id, whoever logs it: connectors and their HTTP client, too."""
    return logs.within(delivery=delivery_id)
