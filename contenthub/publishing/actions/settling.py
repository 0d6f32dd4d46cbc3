"""A person's word on what the hub cannot know: it is live, or it is not."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.lib import clock
from contenthub.lib.urls import is_http
from contenthub.publishing.actions.changing import free, refusal
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.transitions import RELEASED, move

State = Delivery.State

#: The states in which each verb makes sense.
SETTLEABLE = (State.UNCONFIRMED, State.HANDED_OVER, State.FAILED)
SENDABLE_AGAIN = (State.UNCONFIRMED,)


def settle_live(delivery: Delivery, url: str = "", user: AbstractBaseUser | None = None) -> Delivery:
    """It is live at ``url``. Only an unconfirmed one may be without an address: not every channel gives one.

    :raises CannotChange: no usable address, or the state does not allow it.
    """
    if delivery.is_change:
        raise CannotChange(_("This changes what is live. Mark it as done once it is."))
    url = url.strip()
    if (url or delivery.state != State.UNCONFIRMED) and not (is_http(url) and len(url) <= 2000):
        raise CannotChange(_("Enter the full address of the post, starting with https:// or http://."))
    guard = free() & Q(state__in=SETTLEABLE)
    live_at = delivery.armed_at or clock.now()
    with transaction.atomic():
        changes: dict[str, Any] = {"state": State.LIVE, "hold": "", "url": url, "live_at": live_at, **RELEASED}
        if not move(delivery.pk, guard, reason=_("Settled by hand."), **changes):
            delivery.refresh_from_db()
            raise CannotChange(refusal(delivery, SETTLEABLE))
        log(instance=delivery, action="publishing.settle", user=user, data={"url": url})
    delivery.refresh_from_db()
    return delivery


def send_again(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """An unconfirmed delivery is not out, a person says: it is sent once more, now. If it was, readers see it twice.

    :raises CannotChange: the state does not allow it, or a look-up is under way.
    """
    now = clock.now()
    with transaction.atomic():
        plan: dict[str, Any] = {"due_at": now, "planned_at": now, "tries": 0, "armed_at": None}
        guard = free() & Q(state__in=SENDABLE_AGAIN)
        if not move(delivery.pk, guard, state=State.SCHEDULED, hold="", reason="", **plan, **RELEASED):
            delivery.refresh_from_db()
            raise CannotChange(refusal(delivery, SENDABLE_AGAIN))
        doubtful = (Attempt.Outcome.AMBIGUOUS, Attempt.Outcome.INTERRUPTED)
        delivery.attempts.filter(outcome__in=doubtful).update(finding=_("A person decided to send it again."))
        log(instance=delivery, action="publishing.send_again", user=user)
    delivery.refresh_from_db()
    return delivery
