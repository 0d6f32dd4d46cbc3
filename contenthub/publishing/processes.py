"""Who works deliveries, on which host, and what each is doing: from heartbeats and leases, so right on every host."""

from __future__ import annotations

import dataclasses
import datetime as dt

from contenthub.lib import clock
from contenthub.publishing import heartbeat
from contenthub.publishing.models import Delivery, Heartbeat

#: How long a process that stopped without saying so is shown as dead.
SHOWN_DEAD = dt.timedelta(hours=1)

#: Leases read at most: a page shows what a process is doing, not everything it will do.
LEASES = 200


@dataclasses.dataclass(frozen=True)
class Process:
    """A dispatcher or worker: alive, or dead since ``at``."""

    name: str
    host: str
    pid: int
    started_at: dt.datetime
    at: dt.datetime
    alive: bool
    #: The deliveries in its hands at this moment.
    deliveries: tuple[int, ...] = ()


def seen(now: dt.datetime | None = None) -> list[Process]:
    """Every process that is alive, and those that died within the hour; one that stopped in order is not listed."""
    moment = now or clock.now()
    beats = list(Heartbeat.objects.filter(at__gte=moment - SHOWN_DEAD))
    hands = _hands(moment) if beats else {}
    return [
        Process(
            name=beat.name,
            host=beat.host,
            pid=beat.pid,
            started_at=beat.started_at,
            at=beat.at,
            alive=beat.at >= moment - heartbeat.DEAD_AFTER,
            deliveries=tuple(hands.get(f"{beat.host}:{beat.pid}"[:100], ())),
        )
        for beat in beats
    ]


def _hands(now: dt.datetime) -> dict[str, list[int]]:
    """Deliveries under a lease, by the worker that holds it (``lease.worker_name``)."""
    leased = Delivery.objects.filter(state=Delivery.State.SENDING, leased_until__gt=now)
    found: dict[str, list[int]] = {}
    for pk, token in leased.order_by("leased_until").values_list("pk", "leased_by")[:LEASES]:
        found.setdefault(token.rpartition("/")[0], []).append(pk)
    return found
