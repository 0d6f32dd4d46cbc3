"""How punctual deliveries were: from the time they were wanted to the time they were live.

Best effort, and said so: what is measured is this hub's clock when it learned that a post was live.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

from contenthub.publishing.models import COVERED, Delivery

#: A delivery that is live this soon after its time counts as on time.
ON_TIME = dt.timedelta(seconds=60)

#: Of more deliveries than this, the latest are measured.
MEASURED = 10_000


@dataclasses.dataclass(frozen=True)
class Punctuality:
    """Seconds of lateness, None where nothing was measured; ``on_time`` is a share of ``measured``."""

    measured: int = 0
    p50: float | None = None
    p99: float | None = None
    worst: float | None = None
    on_time: float | None = None
    #: Wanted since then and held because their window passed; not part of the figures above.
    missed: int = 0


def punctuality(since: dt.datetime) -> Punctuality:
    """The figures of what the hub itself brought out since then.

    Of a mailing its beginning counts, as its end depends on the length of its list. What a person published by hand is
    left out, and so are changes of what is live already.
    """
    rows = Delivery.objects.filter(intent=Delivery.Intent.PUBLISH)
    out = rows.filter(live_at__gte=since, armed_at__isnull=False).order_by("-live_at")
    fields = out.values_list("planned_at", "armed_at", "live_at", "mailing_id")[:MEASURED]
    late = sorted(
        max(0.0, (began - planned).total_seconds())
        for planned, armed, live, mailing in fields
        if (began := armed if mailing else live)
    )
    # COVERED: so that the index of what waits is used, not the whole table.
    missed = rows.filter(COVERED, state=Delivery.State.HELD, hold=Delivery.Hold.MISSED, planned_at__gte=since).count()
    if not late:
        return Punctuality(missed=missed)
    punctual = sum(seconds <= ON_TIME.total_seconds() for seconds in late)
    return Punctuality(
        len(late), percentile(late, 50), percentile(late, 99), late[-1], punctual / len(late), missed=missed
    )


def percentile(ordered: list[float], share: float) -> float:
    """The smallest of the (ordered, not empty) values that at least ``share`` per cent do not exceed."""
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]
