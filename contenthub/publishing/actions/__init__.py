"""What is done with deliveries and accounts: one verb, one function, called from admin, commands and worker alike."""

from __future__ import annotations

from contenthub.publishing.actions.accounts import (
    add_account,
    change_account,
    check_account,
    pause_account,
    resume_account,
)
from contenthub.publishing.actions.changing import cancel, cancel_rest, reschedule, retry
from contenthub.publishing.actions.scheduling import due, ready, schedule
from contenthub.publishing.actions.settling import send_again, settle_live

__all__ = [
    "add_account",
    "cancel",
    "cancel_rest",
    "change_account",
    "check_account",
    "due",
    "pause_account",
    "ready",
    "reschedule",
    "resume_account",
    "retry",
    "schedule",
    "send_again",
    "settle_live",
]
