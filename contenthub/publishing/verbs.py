"""What a person may do with a delivery, and in which of its states: one table for screens and their forms.

The forms carry what their page showed (``seen``), so that a decision about what has changed since is not carried out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.publishing import actions, prospects, times
from contenthub.publishing.actions import after, changing, settling
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Delivery

State = Delivery.State


class Verb(NamedTuple):
    """One button. ``field`` names what the person types along: ``url``, ``at``, ``reason`` or nothing."""

    name: str
    label: Any
    help: Any
    states: Collection[str]
    act: Callable[[Delivery, str, Any], Delivery]
    done: Any
    icon: str
    field: str = ""
    #: Asked for by a second click where a slip of the hand would reach readers.
    warning: Any = ""
    serious: bool = False
    #: What the state alone does not say.
    when: Callable[[Delivery], bool] = lambda delivery: True

    def fits(self, delivery: Delivery) -> bool:
        """Whether it makes sense for this delivery as it stands."""
        return delivery.state in self.states and self.when(delivery)


def _reschedule(delivery: Delivery, typed: str, user: Any) -> Delivery:
    try:
        at: dt.datetime = times.parse(typed, times.zone_of(delivery.variant))
    except ValueError as error:
        raise CannotChange(str(error) if typed else gettext("Choose a date and time.")) from error
    return actions.reschedule(delivery, at, user)


VERBS = (
    Verb(
        "retry",
        _("Send now"),
        _("It goes out at once, after the same checks."),
        changing.RETRIABLE,
        lambda delivery, typed, user: actions.retry(delivery, user),
        _("It is sent now."),
        "rotate",
        # An account that is paused takes nothing; it goes on by itself when the account does.
        when=lambda delivery: delivery.hold != Delivery.Hold.ACCOUNT_PAUSED,
    ),
    Verb(
        "live",
        _("It is live"),
        _("You have seen it, or published it by hand: enter its address."),
        settling.SETTLEABLE,
        lambda delivery, typed, user: actions.settle_live(delivery, typed, user),
        _("The delivery is live."),
        "check",
        field="url",
        when=lambda delivery: not delivery.is_change,
    ),
    Verb(
        "mark_done",
        _("Mark as done"),
        _("You have done it by hand on the platform."),
        after.DOABLE,
        lambda delivery, typed, user: actions.mark_done(delivery, user),
        _("It is marked as done."),
        "check",
        when=lambda delivery: delivery.is_change,
    ),
    Verb(
        "send_again",
        _("Send again"),
        _("You have looked, and it is not there: it is sent once more, now."),
        settling.SENDABLE_AGAIN,
        lambda delivery, typed, user: actions.send_again(delivery, user),
        _("It is sent again now."),
        "resubmit",
        warning=_("If it is out after all, readers get it twice."),
        serious=True,
    ),
    Verb(
        "reschedule",
        _("Reschedule"),
        _("It goes out at another time, after the same checks."),
        changing.RESCHEDULABLE,
        _reschedule,
        _("The delivery has a new time."),
        "calendar-alt",
        field="at",
    ),
    Verb(
        "next_slot",
        _("Next free slot"),
        _("It goes out in the next free slot of its account."),
        changing.RESCHEDULABLE,
        lambda delivery, typed, user: actions.queue(delivery, user),
        _("The delivery has the next free slot."),
        "calendar-check",
        when=lambda delivery: not delivery.is_change and delivery.account.slots.exists(),
    ),
    Verb(
        "give_up",
        _("Give up"),
        _("Leave it as it is: whether it is out stays unknown."),
        (State.UNCONFIRMED,),
        lambda delivery, typed, user: actions.cancel(delivery, user),
        _("Given up."),
        "cross",
        serious=True,
    ),
    Verb(
        "cancel",
        _("Cancel delivery"),
        _("It does not go out any more."),
        tuple(state for state in changing.CANCELLABLE if state != State.UNCONFIRMED),
        lambda delivery, typed, user: actions.cancel(delivery, user),
        _("The delivery is cancelled."),
        "cross",
        serious=True,
    ),
    Verb(
        "publish_again",
        _("Publish it again"),
        _("It goes out once more to the same account, now, as a new delivery."),
        (State.LIVE,),
        lambda delivery, typed, user: actions.publish_again(delivery, user),
        _("It is published again."),
        "rotate",
        when=lambda delivery: delivery.is_gone,
    ),
    Verb(
        "still_there",
        _("It is there"),
        _("You have looked, and it is there: correct its address if it has another one. The hub looks no more."),
        (State.LIVE,),
        lambda delivery, typed, user: actions.still_there(delivery, typed, user),
        _("It counts as live."),
        "check",
        field="url",
        when=lambda delivery: delivery.is_gone,
    ),
    Verb(
        "meant_gone",
        _("It is meant to be gone"),
        _("Somebody took it down there on purpose."),
        (State.LIVE,),
        lambda delivery, typed, user: actions.meant_to_be_gone(delivery, user),
        _("The delivery is withdrawn."),
        "cross",
        serious=True,
        when=lambda delivery: delivery.is_gone,
    ),
    Verb(
        "update",
        _("Update what is out"),
        _("The newly approved version takes the place of what readers see; its link stays."),
        (State.LIVE,),
        lambda delivery, typed, user: actions.update(delivery, user),
        _("The update is made; see below how it goes."),
        "rotate",
        when=prospects.updatable,
    ),
    Verb(
        "withdraw",
        _("Withdraw"),
        _("Readers do not see it any more. Where the hub cannot take it down, it becomes a task for a person."),
        (State.LIVE,),
        lambda delivery, typed, user: actions.withdraw(delivery, user, typed),
        _("The withdrawal is made; see below how it goes."),
        "download",
        field="reason",
        serious=True,
        when=prospects.withdrawable,
    ),
    Verb(
        "cancel_rest",
        _("Cancel this and the later parts"),
        _("Neither this part of the thread goes out any more nor any after it."),
        tuple(state for state in changing.CANCELLABLE if state != State.UNCONFIRMED),
        lambda delivery, typed, user: actions.cancel_rest(delivery, user)[-1],
        _("This part and those after it are cancelled."),
        "cross",
        serious=True,
        when=lambda delivery: 0 < delivery.part < delivery.parts,
    ),
)


def possible(delivery: Delivery) -> list[Verb]:
    """The verbs that make sense in this delivery's state."""
    return [verb for verb in VERBS if verb.fits(delivery)]


def named(name: str) -> Verb | None:
    """The verb of this name; None when there is none."""
    return next((verb for verb in VERBS if verb.name == name), None)


def seen(delivery: Delivery) -> str:
    """What a page shows of a delivery's state, for its forms: another value later means that it has changed."""
    return f"{delivery.state} {delivery.state_since.isoformat()}"


def carry_out(verb: Verb, delivery: Delivery, typed: str, user: Any, shown: str = "") -> Delivery:
    """Do it, unless the delivery is not as the person was ``shown`` it (see ``seen``).

    :raises PublishingError: somebody else was first, what was typed does not do, or its state does not allow it.
    """
    if shown and shown != seen(delivery):
        text = gettext("Somebody else was first: the delivery is now “%s”. Look at it again, then decide.")
        raise CannotChange(text % delivery.get_state_display().lower())
    return verb.act(delivery, typed, user)
