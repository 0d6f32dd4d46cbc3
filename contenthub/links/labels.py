"""Human, suspect or bot: how a visit through a link is labelled. The rules are data, in ``bots``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from contenthub.links import bots

#: So many visits to one link by one visitor within ``BURST_SPAN`` are no person's clicking.
BURST = 3
BURST_SPAN = dt.timedelta(seconds=5)

HUMAN, SUSPECT, BOT = "human", bots.SUSPECT, bots.BOT


@dataclasses.dataclass(frozen=True)
class Label:
    """The label and the rule that gave it."""

    name: str
    reason: str = ""


def label(headers: Mapping[str, str], recent: int = 0) -> Label:
    """Label one visit.

    Every rule is asked, whatever the user agent says: a scanner that calls itself a browser is still known by where it
    comes from or how fast it is.

    :param recent: visits to the same link by the same visitor in the ``BURST_SPAN`` before this one.
    """
    if bots.is_crawler(headers.get("User-Agent", "")):
        return Label(BOT, "crawler")
    for reason, name, header, pattern in bots.RULES:
        if pattern.search(headers.get(header, "")):
            return Label(name, reason)
    return Label(SUSPECT, "burst") if recent + 1 >= BURST else Label(HUMAN)


def is_prefetch(headers: Mapping[str, str]) -> bool:
    """Whether the browser fetches ahead of a click that may never come."""
    return any(pattern.search(headers.get(header, "")) for header, pattern in bots.PREFETCH)
