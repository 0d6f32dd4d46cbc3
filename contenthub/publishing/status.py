"""How the hub is: processes, queues, lag; and what is wrong, one sentence each.

From the database, and from the queue server where it answers. Cheap enough to be asked every two seconds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from contenthub.lib import clock
from contenthub.publishing import counting, processes, queues
from contenthub.publishing.counting import State
from contenthub.publishing.processes import Process
from contenthub.publishing.queues import Queues

#: Seconds that what is due may wait before something is wrong.
LATE = 60.0


@dataclasses.dataclass(frozen=True)
class Status:
    """The hub at one moment."""

    at: dt.datetime
    processes: list[Process]
    queues: Queues
    #: Open deliveries: (account, state, hold, how many).
    open: list[tuple[int, str, str, int]]
    due: int
    oldest_due_seconds: float
    #: Scheduled within the next hour.
    next_hour: int
    database: str

    @functools.cached_property
    def states(self) -> Counter[str]:
        """Open deliveries by state."""
        return _summed((state, count) for _account, state, _hold, count in self.open)

    @functools.cached_property
    def holds(self) -> Counter[str]:
        """Held deliveries by reason."""
        return _summed((hold, count) for _account, _state, hold, count in self.open if hold)

    def alive(self, name: str) -> int:
        """How many processes of this name are alive."""
        return sum(process.alive for process in self.processes if process.name == name)

    @property
    def problems(self) -> list[str]:
        """What is wrong, the worst first; empty: all is well."""
        found = []
        if not self.alive("dispatcher"):
            found.append(_("No dispatcher is running: nothing goes out. Start one: manage.py hub, or dispatcher."))
        if not self.alive("worker"):
            found.append(_("No worker is running: nothing goes out. Start one: manage.py hub, or rqworker."))
        if self.queues.error:
            found.append(_("The queue server does not answer: deliveries wait in the database. Start it again."))
        if self.oldest_due_seconds > LATE:
            text = _("What is due goes out late: the oldest has waited for %s. Add workers, or see what keeps them.")
            found.append(text % span(self.oldest_due_seconds))
        return found

    @property
    def healthy(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """For programs; the keys are promised."""
        return {
            "dispatchers": self.alive("dispatcher"),
            "workers": self.alive("worker"),
            "queues": self.queues.lengths,
            "due": self.due,
            "held": self.states[State.HELD],
            "unconfirmed": self.states[State.UNCONFIRMED],
            "oldest_due_seconds": round(self.oldest_due_seconds, 1),
            "scheduled": self.states[State.SCHEDULED],
            "sending": self.states[State.SENDING],
            "failed": self.states[State.FAILED],
            "handed_over": self.states[State.HANDED_OVER],
            "next_hour": self.next_hour,
            "redis": "error" if self.queues.error else "ok",
            "database": self.database,
            "healthy": self.healthy,
            "problems": self.problems,
        }


def status(now: dt.datetime | None = None) -> Status:
    """Look at everything once."""
    moment = now or clock.now()
    due = counting.due(moment)
    return Status(
        at=moment,
        processes=processes.seen(moment),
        queues=queues.look(),
        open=counting.open_by_account(),
        due=due.count,
        oldest_due_seconds=max((moment - due.oldest).total_seconds(), 0.0) if due.oldest else 0.0,
        next_hour=counting.coming(moment, dt.timedelta(hours=1)),
        database=connection.vendor,
    )


def _summed(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, count in pairs:
        found[name] += count
    return found


def span(seconds: float) -> str:
    """A time span in short: ``45 s``, ``12 min``, ``3 h 5 min``."""
    whole = round(seconds)
    if whole < 120:
        return _("%s s") % whole
    minutes = whole // 60
    if minutes < 120:
        return _("%s min") % minutes
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
