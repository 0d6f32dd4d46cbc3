"""The one way a delivery's row changes: a guarded UPDATE that names the state it expects.

Whoever comes second updates no row and is told so; nothing is read, changed and written back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from contenthub.publishing import signals
from contenthub.publishing.log import event
from contenthub.publishing.models import Delivery

#: Values that take a delivery out of its worker's hands.
RELEASED: dict[str, Any] = {"leased_until": None, "wake_at": None}


def move(delivery_id: int, guard: Q, note: str = "", **changes: Any) -> bool:
    """Apply ``changes`` if the row still matches ``guard``; whether it did.

    A change of ``state`` is logged and, after commit, sent as ``signals.delivery_moved``.
    """
    if not Delivery.objects.filter(guard, pk=delivery_id).update(**changes):
        return False
    if state := changes.get("state"):
        said = (str(changes.get("hold") or ""), note or str(changes.get("reason") or ""))
        noted(delivery_id, str(state), ": ".join(filter(None, said)))
    return True


def noted(delivery_id: int, state: str, text: str = "") -> None:
    """Say that a delivery's row was moved to ``state``; for those that move several rows with one UPDATE."""
    event(str(state), delivery_id, text)
    transaction.on_commit(lambda: _tell(delivery_id, str(state)), robust=True)


def _tell(delivery_id: int, state: str) -> None:
    signals.delivery_moved.send_robust(sender=Delivery, delivery_id=delivery_id, state=state)


def fitted(text: str, limit: int = 1000) -> str:
    """The text on one line, cut to what its column holds."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
