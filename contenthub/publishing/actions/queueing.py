"""Queueing: the next free slot of an account."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from contenthub.publishing import slots
from contenthub.publishing.actions.scheduling import schedule
from contenthub.publishing.errors import CannotSchedule, SlotTaken
from contenthub.publishing.models import Account, Delivery
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
