"""One logger for a delivery's way: every line begins with what it is about."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

LOGGER = logging.getLogger("contenthub.publishing")


class _About(logging.LoggerAdapter[logging.Logger]):
    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[Any, MutableMapping[str, Any]]:
        about = dict(self.extra or {})
        return " ".join([*(f"{name}={value}" for name, value in about.items()), str(msg)]), {**kwargs, "extra": about}


def about(delivery_id: int, **more: object) -> logging.LoggerAdapter[logging.Logger]:
    """Return a logger whose lines start with ``delivery=<id>`` and carry the same as fields."""
    return _About(LOGGER, {"delivery": delivery_id, **more})
