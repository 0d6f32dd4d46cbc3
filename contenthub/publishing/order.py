"""What has to come before a delivery: the part of its thread before it, the page it leads to, its release's check."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from contenthub.publishing import signals
from contenthub.publishing.models import Delivery
from contenthub.publishing.transitions import RELEASED, fitted, move

State, Hold = Delivery.State, Delivery.Hold

#: Seconds until a delivery that was taken up too early is looked at again.
PAUSE = 15.0

#: States of what comes first in which the rest waits for a person's word on that one.
_STUCK = (State.FAILED, State.HELD, State.UNCONFIRMED, State.HANDED_OVER)
#: States from which it does not come out any more by itself or by a repeated try.
_OVER = (State.CANCELLED, State.WITHDRAWN)


def waits_for(delivery: Delivery) -> str:
    """Why it may not go yet though its time has come; empty when nothing has to come first any more."""
    if delivery.release and delivery.release.checked_at is None:
        return _("All deliveries of its release are checked first.")
    if delivery.after and delivery.after.state != State.LIVE:
        return _why(delivery.after)
    return ""


def cut_off(delivery: Delivery) -> str:
    """What to do about one that follows a delivery which was taken out; empty where that is not so."""
    return _why(delivery.after) if delivery.after and delivery.after.state in _OVER else ""


def could_go_at(delivery: Delivery) -> dt.datetime:
    """The first moment at which it was wanted and could go: what follows another one is late only after that."""
    before = delivery.after.live_at if delivery.after else None
    return max(delivery.planned_at, before) if before else delivery.planned_at


def parts_changed(delivery: Delivery, count: int, *, out: bool = False) -> str:
    """The sentence for a delivery of a thread that has more or fewer posts since it was scheduled.

    :param out: it is live, and was to be updated.
    """
    text = _("It was scheduled as %(before)s posts and has %(now)s now. Cancel what is not out, and schedule it anew.")
    if out:
        text = _("It went out as %(before)s posts and has %(now)s now. Withdraw it, and schedule it anew.")
    return text % {"before": max(delivery.parts, 1), "now": max(count, 1)}


def thread_of(delivery: Delivery) -> list[Delivery]:
    """All parts of its thread in order, itself among them; empty where it is none.

    A part that was published again after it had disappeared is there twice.
    """
    if not delivery.part:
        return []
    first = delivery
    while first.after and first.after.part:
        first = first.after
    found, level = [first], [first]
    while level:
        level = list(Delivery.objects.filter(after__in=level, part__gt=0).select_related("account"))
        found += level
    return sorted(found, key=lambda each: (each.part, each.pk))


def reattached(delivery: Delivery) -> dict[str, Any]:
    """The change that lets it follow the nearest one before it that was not cancelled or withdrawn."""
    before = delivery.after
    while before and before.state in _OVER:
        before = before.after
    return {"after_id": before.pk if before else None}


def follow(delivery: Delivery) -> None:
    """Let those that come after it say what they wait for, or hold them where it will not come by itself."""
    for follower in delivery.followers.filter(state=State.SCHEDULED):
        _tell(follower, _cause(delivery))


def catch_up(now: dt.datetime) -> None:
    """The same for every delivery that is due and waits: news that was lost with its process."""
    rows = Delivery.objects.filter(state=State.SCHEDULED, due_at__lte=now, after__isnull=False)
    for follower in rows.exclude(after__state=State.LIVE).select_related("after__variant").order_by("part"):
        if follower.after:
            _tell(follower, _cause(follower.after))


@receiver(signals.delivery_moved, dispatch_uid="publishing.order")
def on_move(sender: Any, delivery_id: int, state: str, **kwargs: Any) -> None:
    """What is taken up and what is live needs no word: its followers wait in silence, and then go."""
    if state not in (State.SENDING, State.LIVE):
        for delivery in Delivery.objects.filter(pk=delivery_id, followers__isnull=False).distinct():
            follow(delivery)


def _tell(follower: Delivery, cause: Delivery) -> None:
    guard = Q(state=State.SCHEDULED)
    in_order = cause.state in (State.SCHEDULED, State.SENDING) and not cause.reason
    why = "" if in_order else fitted(_why(cause))
    page = not cause.part and cause.state in (*_STUCK, *_OVER) and cause.state != State.UNCONFIRMED
    if page or cause.state in _OVER:
        move(follower.pk, guard, state=State.HELD, hold=Hold.FAILED_CHECK, reason=why, **RELEASED)
        return
    Delivery.objects.filter(guard, pk=follower.pk).exclude(reason=why).update(reason=why)
    for later in follower.followers.filter(state=State.SCHEDULED):
        _tell(later, cause)


def _cause(before: Delivery) -> Delivery:
    """The one that keeps a chain from going on: not one that itself only waits."""
    while before.state == State.SCHEDULED and before.after and before.after.state != State.LIVE:
        before = before.after
    return before


def _why(cause: Delivery) -> str:
    """What a delivery waits for, in one sentence, and why that is not out."""
    if not cause.part:
        return _page(cause)
    said = {"part": cause.part, "reason": cause.reason}
    if cause.state in _OVER:
        return _("Part %(part)s was taken out. Send this one without it, or cancel it too.") % said
    if cause.state == State.FAILED:
        return _("It waits for part %(part)s, which failed. %(reason)s") % said
    if cause.state == State.UNCONFIRMED:
        return _("It waits for part %(part)s: whether that is out is not known yet. %(reason)s") % said
    if cause.state == State.HELD:
        return _("It waits for part %(part)s, which is held. %(reason)s") % said
    return (_("It waits for part %(part)s. %(reason)s") % said).strip()


def _page(cause: Delivery) -> str:
    said = {"title": cause.variant.title, "reason": cause.reason}
    if cause.state in (*_STUCK, *_OVER) and cause.state != State.UNCONFIRMED:
        return _("The page it leads to, “%(title)s”, is not out. %(reason)s") % said
    return _("It waits for the page it leads to, “%(title)s”.") % said
