"""Queueing: an account's slots, and the next free one."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.publishing import slots
from contenthub.publishing.actions.scheduling import schedule
from contenthub.publishing.errors import CannotChange, CannotSchedule, SlotTaken
from contenthub.publishing.models import Account, Delivery, Slot
from contenthub.variants.models import Variant


def schedule_next(
    variant: Variant, account: Account, user: AbstractBaseUser | None = None, key: uuid.UUID | None = None
) -> Delivery:
    """Make a delivery in the account's next free slot; whoever else does so at the same moment gets the one after.

    :raises CannotSchedule: as ``schedule``, or there is no free slot.
    """
    for moment in slots.free(account, variant):
        try:
            return schedule(variant, account, moment, user, key, in_slot=True)
        except SlotTaken:
            continue
    raise CannotSchedule(no_slot(account))


def no_slot(account: Account) -> str:
    """The sentence for an account without a free slot."""
    if account.slots.exists():
        return _("None of the slots of “%s” is free. Choose a time, or give the account more slots.") % account.name
    return _("“%s” has no slots. Add some on the account's page, or choose a time.") % account.name


def add_slots(account: Account, weekdays: Collection[int], at: dt.time, user: AbstractBaseUser | None = None) -> int:
    """Give the account a slot at this time on each of the weekdays (0 is Monday); return how many are new."""
    with transaction.atomic():
        first = account.slots.first()
        zone = first.time_zone if first else ""
        found = [
            Slot.objects.get_or_create(account=account, weekday=weekday, at=at, defaults={"time_zone": zone})[1]
            for weekday in sorted(weekdays)
        ]
        log(instance=account, action="publishing.slots", user=user, data={"added": f"{at:%H:%M}"})
    return sum(found)


def remove_slot(slot: Slot, user: AbstractBaseUser | None = None) -> None:
    """Nothing more is queued there; what is already planned there goes out all the same."""
    with transaction.atomic():
        log(instance=slot.account, action="publishing.slots", user=user, data={"removed": f"{slot.at:%H:%M}"})
        slot.delete()


def set_slot_zone(account: Account, zone: str, user: AbstractBaseUser | None = None) -> None:
    """Read all its slots on this zone's clock; empty: on that of each campaign.

    :raises CannotChange: there is no such zone.
    """
    if zone and zone not in zoneinfo.available_timezones():
        raise CannotChange(_("There is no time zone of this name. Give one such as Europe/Berlin or Asia/Shanghai."))
    with transaction.atomic():
        account.slots.update(time_zone=zone)
        log(instance=account, action="publishing.slots", user=user, data={"zone": zone})
