"""A person's word on what has disappeared from its platform."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.lib import clock
from contenthub.lib.urls import is_http
from contenthub.publishing import accounts, effects, freeze, order
from contenthub.publishing.actions.changing import RESCHEDULABLE, refusal
from contenthub.publishing.actions.scheduling import new_link, ready, schedule
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Delivery
from contenthub.publishing.transitions import move

State = Delivery.State

GONE = Q(state=State.LIVE, gone_at__isnull=False)


def meant_to_be_gone(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """It was taken down on the platform, and that is right.

    :raises CannotChange: it is not gone.
    """
    with transaction.atomic():
        _taken_out(delivery, _("Taken down on its platform, not by the hub."))
        log(instance=delivery, action="publishing.meant_gone", user=user)
    delivery.refresh_from_db()
    return delivery


def publish_again(delivery: Delivery, user: AbstractBaseUser | None = None) -> Delivery:
    """Publish the variant to the same account once more, now, as a new delivery with a link of its own.

    Of a thread only the part that is gone, in its place: the others are out, or follow it.

    :returns: the new one; the old one is withdrawn.
    :raises CannotChange: it is not gone, or the variant may not go out as it stands.
    """
    try:
        with transaction.atomic():
            # First, so that of two who do this at once only one makes a delivery.
            _taken_out(delivery, _("Gone from its platform; published again."))
            made = (
                _part_again(delivery, user)
                if delivery.part
                else schedule(delivery.variant, delivery.account, user=user)
            )
            log(instance=delivery, action="publishing.again", user=user, data={"delivery": made.pk})
    except CannotSchedule as error:
        raise CannotChange(str(error)) from error
    delivery.refresh_from_db()
    return made


def still_there(delivery: Delivery, url: str = "", user: AbstractBaseUser | None = None) -> Delivery:
    """It is there all the same, perhaps at another address; the hub does not look for it any more.

    :raises CannotChange: it is not gone, or the address is none.
    """
    url = url.strip()
    if url != delivery.url and url and not (is_http(url) and len(url) <= 2000):
        raise CannotChange(_("Enter the full address of the post, starting with https:// or http://."))
    changes: dict[str, Any] = {**effects.NOT_LOOKED_FOR, "reason": _("It is there, a person says.")}
    if url:
        changes["url"] = url
    with transaction.atomic():
        if not move(delivery.pk, GONE, **changes):
            raise _not_gone(delivery)
        log(instance=delivery, action="publishing.still_there", user=user, data={"url": url})
    delivery.refresh_from_db()
    return delivery


def _part_again(delivery: Delivery, user: AbstractBaseUser | None) -> Delivery:
    account, now = delivery.account, clock.now()
    approved = ready(delivery.variant, account, at=now)
    if (count := freeze.parts_of(approved, accounts.capabilities(account))) != delivery.parts:
        raise CannotSchedule(order.parts_changed(delivery, count, out=True))
    place = {"part": delivery.part, "parts": delivery.parts, **order.reattached(delivery)}
    plan = {"due_at": now, "planned_at": now, "campaign_id": delivery.campaign_id, "created_by": user}
    made = Delivery.objects.create(
        variant_id=delivery.variant_id, account=account, link=new_link(approved, account), **place, **plan
    )
    delivery.followers.filter(state__in=RESCHEDULABLE).update(after=made)
    log(instance=made, action="publishing.schedule", user=user, data={"due_at": now.isoformat()})
    return made


def _taken_out(delivery: Delivery, reason: str) -> None:
    if not Delivery.objects.select_for_update().filter(GONE, pk=delivery.pk).exists():
        raise _not_gone(delivery)
    if not effects.take_out(delivery, reason):
        raise _not_gone(delivery)


def _not_gone(delivery: Delivery) -> CannotChange:
    delivery.refresh_from_db()
    if delivery.state != State.LIVE:
        return CannotChange(refusal(delivery, ()))
    return CannotChange(_("It is not known to be gone. Look again in a moment."))
