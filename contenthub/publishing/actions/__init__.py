"""What is done with deliveries and accounts: one verb, one function, called from admin, commands and worker alike."""

from __future__ import annotations

from contenthub.publishing.actions.accounts import (
    add_account,
    change_account,
    check_account,
    pause_account,
    resume_account,
)
from contenthub.publishing.actions.changing import cancel, queue, reschedule, retry
from contenthub.publishing.actions.queueing import schedule_next
from contenthub.publishing.actions.repeating import start_series, stop_series, stoppable
from contenthub.publishing.actions.scheduling import due, ready, schedule
from contenthub.publishing.actions.settling import send_again, settle_live

__all__ = [
    "add_account",
    "cancel",
    "change_account",
    "check_account",
    "due",
    "pause_account",
    "queue",
    "ready",
    "reschedule",
    "resume_account",
    "retry",
    "schedule",
    "schedule_next",
    "send_again",
    "settle_live",
    "start_series",
    "stop_series",
    "stoppable",
]
