"""What a person may do with a delivery, and in which of its states: one table for screens and their forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from contenthub.publishing import actions, times
from contenthub.publishing.actions import changing, settling
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Delivery

State = Delivery.State


class Verb(NamedTuple):
    """One button. ``field`` names what the person types along: ``url``, ``at`` or nothing."""

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
        raise CannotChange(str(error) if typed else _now("Choose a date and time.")) from error
    return actions.reschedule(delivery, at, user)


VERBS = (
    Verb(
        "live",
        _("It is live"),
        _("You have seen it, or published it by hand: enter its address."),
        settling.SETTLEABLE,
        lambda delivery, typed, user: actions.settle_live(delivery, typed, user),
        _("The delivery is live."),
        "check",
        field="url",
    ),
    Verb(
        "send_again",
        _("Send again"),
        _("You have looked, and it is not out: it is sent once more."),
        settling.SENDABLE_AGAIN,
        lambda delivery, typed, user: actions.send_again(delivery, user),
        _("It is sent again now."),
        "repeat",
        warning=_("If it is out after all, readers get it twice."),
        serious=True,
    ),
    Verb(
        "retry",
        _("Send now"),
        _("Try again at once."),
        changing.RETRIABLE,
        lambda delivery, typed, user: actions.retry(delivery, user),
        _("It is sent now."),
        "rotate",
    ),
    Verb(
        "reschedule",
        _("Reschedule"),
        _("Give it another time."),
        changing.RESCHEDULABLE,
        _reschedule,
        _("The delivery has a new time."),
        "calendar-alt",
        field="at",
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
