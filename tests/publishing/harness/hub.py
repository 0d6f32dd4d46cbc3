"""A hub under the harness: its processes, its platform, its queue, its clock; and waiting until it comes to rest."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from contenthub.lib import clock
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.studio.processes import children
from contenthub.studio.processes.child import manage
from tests.publishing.harness import ledger
from tests.publishing.harness.nursery import Nursery
from tests.publishing.harness.platform_process import Platform
from tests.publishing.harness.ticking import Ticking
from tests.publishing.harness.valkey_server import QueueServer

#: Seconds without any change after which the harness lets time pass.
QUIET = 1.6
#: Seconds it lets pass at least, and when what is due does not move: a marker in the queue must run out, say.
STEP = 100.0
UNDER_WAY = Q(state__in=("scheduled", "sending")) | Q(state="unconfirmed", wake_at__isnull=False)


class Hub:
    """Everything that runs. Open one for many tests; ``reset`` between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ticking = Ticking(folder / "clock")
        self.platform = Platform(folder / "clock")
        self.queue = QueueServer(folder)
        self.queue.start()
        self.nursery = Nursery(folder, self._env())

    def _env(self) -> dict[str, str]:
        name = connection.settings_dict["NAME"]
        given = connection.settings_dict
        if connection.vendor == "sqlite":
            url = f"sqlite:///{name}"
        else:
            url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}/{name}"
        return {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "contenthub.settings",
            "HUB_ALLOW_PRIVATE_ADDRESSES": "1",
            "HUB_DATA": str(self.folder / "data"),
            "HUB_DELIVERY_WINDOW": str(30 * 24 * 3600),
            "HUB_LEASE_SECONDS": "5",
            "PYTHONUNBUFFERED": "1",
            "REDIS_URL": self.queue.url,
            "SECRET_KEY": _secret_key(),
        }

    def start(self, workers: int = 2, dispatchers: int = 1) -> None:
        """So many of each, by the hub's own command lines."""
        for number in range(1, dispatchers + 1):
            self.nursery.keep(f"dispatcher.{number}", manage("dispatcher")[2:])
        argv = children.workers()[0].argv
        for number in range(1, workers + 1):
            self.nursery.keep(f"worker.{number}", argv[2:])

    def reset(self) -> None:
        """No children, an empty queue, the real time, a platform without a past."""
        self.nursery.end_all()
        self.nursery.deaths.clear()
        shutil.rmtree(self.folder / "kills")
        (self.folder / "kills").mkdir()
        self.queue.flush()
        self.ticking.reset()
        self.platform.reset()

    def close(self) -> None:
        for part in (self.nursery, self.platform, self.queue):
            part.close()

    def forward(self, seconds: float) -> None:
        """Let so much time pass, for every process and the queue."""
        self.ticking.forward(seconds)
        self.queue.age(seconds)

    def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait for it, in real time."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, f"it did not come to that\n{self.describe()}"
            time.sleep(0.05)
        return found

    def settle(self, seconds: float = 60.0, meanwhile: Callable[[], None] | None = None) -> None:
        """Wait until nothing is under way any more."""
        self.come_to(lambda: not Delivery.objects.filter(UNDER_WAY).exists(), seconds, meanwhile)

    def come_to(
        self, condition: Callable[[], Any], seconds: float = 60.0, meanwhile: Callable[[], None] | None = None
    ) -> None:
        """Wait for it; where nothing moves, let time pass to when something would."""
        end = time.monotonic() + seconds
        before, since = None, time.monotonic()
        while not condition():
            assert time.monotonic() < end, f"it does not come to that\n{self.describe()}"
            if meanwhile:
                meanwhile()
            asked = time.monotonic()
            now = _fingerprint()
            # A tenth of the time at most, however many there are.
            time.sleep(max(0.1, 9 * (time.monotonic() - asked)))
            if now != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since >= QUIET:
                self.forward(_until_next())
                before, since = None, time.monotonic()

    def complaints(self, settled: bool = True) -> list[str]:
        """What does not balance."""
        books = self.platform.books()
        return ledger.complaints(books["shown"], books["refused"], settled)

    def shown(self, delivery: Delivery) -> int:
        """How often the audience sees it."""
        return int(self.platform.books()["shown"].get(delivery.key.hex, 0))

    def describe(self) -> str:
        """For a failing test: what is not at rest, and the ends of the logs."""
        rows = Delivery.objects.filter(UNDER_WAY)[:20]
        seen = [
            f"{row.pk} {row.state} due {row.due_at} wake {row.wake_at} lease {row.leased_until} {row.reason}"
            for row in rows
        ]
        return "\n".join([f"it is {clock.now()}", *seen, self.nursery.tail()])


def _secret_key() -> str:
    from django.conf import settings

    return settings.SECRET_KEY


def _fingerprint() -> tuple[Any, ...]:
    rows = Delivery.objects.order_by("state").values_list("state")
    moved = rows.annotate(Count("pk"), Sum("tries"), Max("wake_at"), Max("leased_until"), Max("due_at"))
    return (*moved, *Attempt.objects.aggregate(Count("pk"), Sum("looks")).values())


def _until_next() -> float:
    """Seconds until the next thing is to happen that has a time."""
    now = clock.now()
    times: list[dt.datetime] = []
    for field in ("due_at", "wake_at", "leased_until"):
        later = Delivery.objects.filter(UNDER_WAY, **{f"{field}__gt": now}).order_by(field)
        times += later.values_list(field, flat=True)[:1]
    times += Account.objects.filter(not_before__gt=now).values_list("not_before", flat=True)
    overdue = Delivery.objects.filter(state="scheduled", due_at__lte=now).exists()
    if overdue or not times:
        return STEP
    return max(STEP, (min(times) - now).total_seconds() + 0.5)
