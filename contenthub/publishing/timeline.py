"""What happened to a delivery, in order: the hub's attempts and people's decisions."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from contenthub.publishing.models import Attempt, Delivery

_OUTCOME_STATES = {
    Attempt.Outcome.LIVE: "live",
    Attempt.Outcome.RUNNING: "sending",
    Attempt.Outcome.PENDING: "sending",
    Attempt.Outcome.NOT_SENT: "scheduled",
    Attempt.Outcome.HELD: "held",
    Attempt.Outcome.HANDED_OVER: "handed_over",
    Attempt.Outcome.AMBIGUOUS: "unconfirmed",
    Attempt.Outcome.DUPLICATE: "unconfirmed",
    Attempt.Outcome.INTERRUPTED: "unconfirmed",
    Attempt.Outcome.REFUSED: "failed",
    Attempt.Outcome.AUTH_FAILED: "failed",
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of the history; ``attempt`` or, for a person's decision, ``text``."""

    at: dt.datetime
    when: str
    text: str = ""
    who: str = ""
    attempt: Attempt | None = None
    #: The state whose colour the attempt's outcome is shown in.
    look: str = ""
    seconds: str = ""


def entries(delivery: Delivery, zone: dt.tzinfo) -> list[Entry]:
    """The whole history, the latest first."""
    tries = [_tried(attempt, zone) for attempt in delivery.attempts.all()]
    log = ModelLogEntry.objects.for_instance(delivery).select_related("user")
    decided = [
        Entry(entry.timestamp, _moment(entry.timestamp, zone), text=entry.message, who=_who(entry)) for entry in log
    ]
    return sorted([*tries, *decided], key=lambda entry: entry.at, reverse=True)


def _tried(attempt: Attempt, zone: dt.tzinfo) -> Entry:
    took = (attempt.ended_at - attempt.started_at).total_seconds() if attempt.ended_at else None
    return Entry(
        attempt.started_at,
        _moment(attempt.started_at, zone),
        attempt=attempt,
        look=_OUTCOME_STATES[Attempt.Outcome(attempt.outcome)],
        seconds=f"{took:.1f}" if took is not None else "",
    )


def _who(entry: ModelLogEntry) -> str:
    return str(entry.user_display_name) if entry.user_id else _("Command line")


def _moment(at: dt.datetime, zone: dt.tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %Z")
