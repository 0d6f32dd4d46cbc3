"""Changing a delivery's course: another time, another try, no more tries. Each is a guarded update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.lib import clock
from contenthub.publishing import golive, order, slots
from contenthub.publishing.actions.queueing import no_slot
from contenthub.publishing.actions.scheduling import due, not_dark, ready
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Delivery
from contenthub.publishing.transitions import RELEASED, move

State = Delivery.State

#: The states in which each verb makes sense.
RESCHEDULABLE = (State.SCHEDULED, State.HELD, State.FAILED)
CANCELLABLE = (State.SCHEDULED, State.HELD, State.FAILED, State.HANDED_OVER, State.UNCONFIRMED)
RETRIABLE = (State.HELD, State.FAILED)


def reschedule(
    delivery: Delivery, at: dt.datetime, user: AbstractBaseUser | None = None, *, despite_blackout: bool = False
) -> Delivery:
    """Move it to another time; what was held or had failed is scheduled again.

    :param despite_blackout: a person said that it goes out in a blackout too.
    :raises CannotChange: its state does not allow it, the time is past or in a blackout, or not approved yet by then.
    """
    due_at = possible(delivery, at, despite_blackout=despite_blackout)
    again = {**_afresh(due_at, despite_blackout), **order.reattached(delivery)}
    _decide(delivery, RESCHEDULABLE, "reschedule", user, **again)
    return delivery


def possible(delivery: Delivery, at: dt.datetime, *, despite_blackout: bool = False) -> dt.datetime:
    """The time, if the delivery may be moved there.

    Taking something down or mending it is never kept by a blackout, and what is taken down need not be approved.

    :raises CannotChange: it is past or in a blackout, or not approved then.
    """
    try:
        due_at = due(at)
        if delivery.intent != Delivery.Intent.WITHDRAW:
            golive.not_before(delivery.variant, due_at)
        if not despite_blackout and not delivery.is_change:
            not_dark(due_at, delivery.account, delivery.campaign)
    except CannotSchedule as error:
        raise CannotChange(str(error)) from error
    return due_at


def queue(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """Move it to the next free slot of its account; what was held or had failed is scheduled again.

    :raises CannotChange: its state does not allow it, its account has no free slot, or it is not approved by then.
    """
    if delivery.is_change:
        raise CannotChange(_("Slots are for what is published; a change of what is out has no slot. Choose a time."))
    for moment in slots.free(delivery.account, delivery.variant):
        again = {**_afresh(possible(delivery, moment)), "slot_at": moment, **order.reattached(delivery)}
        try:
            _decide(delivery, RESCHEDULABLE, "reschedule", user, **again)
        except IntegrityError:
            continue  # somebody else was given that one
        return delivery
    raise CannotChange(no_slot(delivery.account))


def retry(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """Send what was held or had failed now. What is wrong is said at once, instead of being held again.

    One that a blackout keeps goes out in spite of it: that is what this was asked for.

    :raises CannotChange: its state does not allow it, or the reason still stands.
    """
    delivery.refresh_from_db()
    anyway = delivery.hold == Delivery.Hold.BLACKOUT or delivery.despite_blackout
    # A mailing under way was approved when it began; the rest of its list gets the same mail.
    # An update or withdrawal is checked when it is tried: what is to be taken down need not be approved any more.
    if delivery.state in RETRIABLE and not delivery.mailing_id and not delivery.is_change:
        try:
            ready(delivery.variant, delivery.account, despite_blackout=anyway)
        except CannotSchedule as error:
            raise CannotChange(str(error)) from error
    again = {**_afresh(clock.now(), anyway), **order.reattached(delivery)}
    _decide(delivery, RETRIABLE, "retry", user, **again)
    return delivery


def cancel(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """It does not go out any more. Of an unconfirmed one: given up, and whether it is out stays unknown.

    What follows a cancelled part of a thread is held: it may go without that part, or be cancelled too.

    :raises CannotChange: its state does not allow it, or a worker is at it this moment.
    """
    unknown = delivery.state == State.UNCONFIRMED
    reason = _("Given up. Whether it went out is not known.") if unknown else _("Cancelled by hand.")
    _decide(delivery, CANCELLABLE, "cancel", user, state=State.CANCELLED, hold="", reason=reason, **RELEASED)
    return delivery


def cancel_rest(delivery: Delivery, user: AbstractBaseUser | None = None) -> list[Delivery]:
    """This part of a thread and those after it do not go out any more; returns those that were cancelled.

    :raises CannotChange: its state does not allow it; nothing is cancelled.
    """
    later = [each for each in order.thread_of(delivery) if each.part > delivery.part and each.state in CANCELLABLE]
    with transaction.atomic():
        # The last one first, so that none becomes free to go meanwhile.
        return [cancel(each, user) for each in [*reversed(later), delivery]]


def _afresh(due_at: dt.datetime, despite_blackout: bool = False) -> dict[str, Any]:
    plan = {"due_at": due_at, "planned_at": due_at, "slot_at": None, "despite_blackout": despite_blackout, "tries": 0}
    return {"state": State.SCHEDULED, "hold": "", "reason": "", **plan, **RELEASED}


def _decide(
    delivery: Delivery, states: Collection[str], verb: str, user: AbstractBaseUser | None, **changes: Any
) -> None:
    """Apply a person's decision unless the delivery is in another state, or in a worker's hands, by now."""
    before = delivery.state
    with transaction.atomic():
        if not move(delivery.pk, free() & Q(state__in=states, state=before), **changes):
            delivery.refresh_from_db()
            raise CannotChange(refusal(delivery, states))
        log(instance=delivery, action=f"publishing.{verb}", user=user, data={"before": before})
    delivery.refresh_from_db()


def free() -> Q:
    """No worker is at it; a lease that ran out is nobody's."""
    return Q(leased_until=None) | Q(leased_until__lte=clock.now())


def refusal(delivery: Delivery, states: Collection[str]) -> str:
    """Why a decision could not be carried out."""
    if delivery.state in states:
        return _("Somebody else was first: it is being worked on. Look again in a moment.")
    return _("This cannot be done any more: the delivery is now “%s”.") % delivery.get_state_display().lower()
