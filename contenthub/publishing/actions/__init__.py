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
from contenthub.publishing.actions.releasing import cancel_release, make_release, reschedule_release, send_held
from contenthub.publishing.actions.scheduling import due, ready, schedule
from contenthub.publishing.actions.settling import send_again, settle_live

__all__ = [
    "add_account",
    "cancel",
    "cancel_release",
    "cancel_rest",
    "change_account",
    "check_account",
    "due",
    "make_release",
    "pause_account",
    "ready",
    "reschedule",
    "reschedule_release",
    "resume_account",
    "retry",
    "schedule",
    "send_again",
    "send_held",
    "settle_live",
]
