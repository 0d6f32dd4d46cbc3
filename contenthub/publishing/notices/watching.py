"""Looking after the hub's own processes, from whichever of them is still there to tell."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from contenthub.publishing import heartbeat, queues
from contenthub.publishing.models import Notice, NoticeEvent, NoticeTarget
from contenthub.publishing.notices import settling
from contenthub.publishing.notices.writing import about_hub, put

#: Seconds that something must be missing: a restart, which takes less, is nobody's business.
PATIENCE = 45.0

#: What is looked after: whether it is there, and what to say when it is not.
PARTS: dict[str, tuple[Callable[[], bool], Callable[[], str]]] = {
    "dispatcher": (
        lambda: heartbeat.alive("dispatcher") > 0,
        lambda: _("No dispatcher is running: nothing goes out. Start one: manage.py hub, or dispatcher."),
    ),
    "worker": (
        lambda: heartbeat.alive("worker") > 0,
        lambda: _("No worker is running: nothing goes out. Start one: manage.py hub, or rqworker."),
    ),
    "queue": (
        lambda: not queues.look().error,
        lambda: _("The queue server does not answer: deliveries wait in the database. Start it again."),
    ),
}


class Watch:
    """Remembers since when each part is missing, on this process's own clock."""

    def __init__(self) -> None:
        self._missing: dict[str, float] = {}

    def look(self, now: dt.datetime) -> None:
        """Tell of a part that has been missing for a while, and of its return."""
        targets = [target for target in NoticeTarget.objects.filter(active=True) if NoticeEvent.HUB in target.events]
        for name, (there, text) in PARTS.items():
            if there():
                self._missing.pop(name, None)
                _back(name, now)
            elif time.monotonic() - self._missing.setdefault(name, time.monotonic()) >= PATIENCE:
                put(_lost(target, name, text, now) for target in targets if not _open(name).filter(target=target))


def _lost(target: NoticeTarget, name: str, text: Callable[[], str], now: dt.datetime) -> Notice:
    with translation.override(target.language):
        return about_hub(target, NoticeEvent.HUB, name, text(), now)


def _back(name: str, now: dt.datetime) -> None:
    notices = _open(name).select_related("target")
    if notices:
        settling.recovered(settling.settled(notices), now)


def _open(name: str) -> QuerySet[Notice]:
    return Notice.objects.filter(event=NoticeEvent.HUB, about=f"hub:{name}", over_at=None)
