"""What is done with deliveries and accounts: one verb, one function, called from admin, commands and worker alike."""

from __future__ import annotations

from contenthub.publishing.actions.accounts import (
    add_account,
    change_account,
    check_account,
    pause_account,
    resume_account,
    set_expiry,
)
from contenthub.publishing.actions.after import mark_done, update, withdraw
from contenthub.publishing.actions.changing import cancel, cancel_rest, queue, reschedule, retry
from contenthub.publishing.actions.gone import meant_to_be_gone, publish_again, still_there
from contenthub.publishing.actions.queueing import schedule_next
from contenthub.publishing.actions.releasing import cancel_release, make_release, reschedule_release, send_held
from contenthub.publishing.actions.repeating import start_series, stop_series, stoppable
from contenthub.publishing.actions.scheduling import due, ready, schedule
from contenthub.publishing.actions.settling import send_again, settle_live

__all__ = [
    "add_account",
    "cancel",
    "cancel_release",
    "cancel_rest",
    "change_account",
    "check_account",
    "mark_done",
    "due",
    "meant_to_be_gone",
    "make_release",
    "pause_account",
    "publish_again",
    "queue",
    "ready",
    "reschedule",
    "reschedule_release",
    "resume_account",
    "retry",
    "schedule",
    "schedule_next",
    "send_again",
    "set_expiry",
    "send_held",
    "settle_live",
    "still_there",
    "update",
    "withdraw",
    "start_series",
    "stop_series",
    "stoppable",
]
