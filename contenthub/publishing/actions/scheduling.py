"""Scheduling: one variant to one account at one time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.links.actions import CannotLink, make_link
from contenthub.links.models import Link
from contenthub.publishing import accounts, behind, blackouts, checks, freeze, golive, times
from contenthub.publishing.errors import CannotSchedule, InBlackout, SlotTaken
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.transitions import fitted
from contenthub.variants.models import Variant

#: A time that passed this recently is taken to mean now: forms take their time to be filled in.
TOLERANCE = dt.timedelta(minutes=1)

#: Years ahead; beyond this it is a slip of the hand.
HORIZON = dt.timedelta(days=3660)


def schedule(
    variant: Variant,
    account: Account,
    at: dt.datetime | None = None,
    user: AbstractBaseUser | None = None,
    key: uuid.UUID | None = None,
    *,
    despite_blackout: bool = False,
    in_slot: bool = False,
) -> Delivery:
    """Make a delivery of the approved variant, with a tracked link of its own; of a thread, one for each part.

    Of a thread the first part's delivery is returned; the others follow it (``order.thread_of``).

    :param at: aware; now if not given.
    :param key: makes the call repeatable: a second one with the same key returns the first one's delivery.
    :param despite_blackout: a person said that it goes out in a blackout too.
    :param in_slot: ``at`` is a slot of the account, and nobody else gets it.
    :raises CannotSchedule: not approved (at that time), behind its source, account paused, a time in the past or in a
        blackout, or a check failed.
    :raises SlotTaken: somebody else was given the slot first.
    """
    if key and (found := _of_key(key)):
        return found
    due_at = due(at)
    approved = ready(variant, account, at=due_at, despite_blackout=despite_blackout)
    key = key or uuid.uuid4()
    marks = {"despite_blackout": despite_blackout, "slot_at": due_at if in_slot else None}
    try:
        with transaction.atomic():
            return make(approved, account, due_at, user, key=key, **marks)
    except IntegrityError:
        # Two requests with one key: the other was first.
        if other := _of_key(key):
            return other
        if in_slot and Delivery.objects.filter(account=account, slot_at=due_at).exclude(state="cancelled").exists():
            raise SlotTaken(_("Somebody else was given this slot a moment ago. Choose the next one.")) from None
        raise


def make(
    variant: Variant, account: Account, due_at: dt.datetime, user: AbstractBaseUser | None = None, **fields: Any
) -> Delivery:
    """The delivery's row and its link, or those of a thread's parts, each after the one before; returns the first.

    Nothing is checked: for what was, or is when it is due. Call it in a transaction.

    :raises CannotSchedule: its link cannot be made.
    """
    parts = freeze.parts_of(variant, accounts.capabilities(account))
    plan = {"due_at": due_at, "planned_at": due_at, "campaign": campaign_of(variant), "created_by": user, **fields}
    plan |= {"variant_id": variant.pk, "account": account, "parts": parts}
    first = before = Delivery.objects.create(link=new_link(variant, account), part=min(parts, 1), **plan)
    for part in range(2, parts + 1):
        # The thread has one slot and is one occurrence: its first part's.
        own = {"part": part, "after": before, "slot_at": None, "occurrence_at": None}
        own["key"] = uuid.uuid5(first.key, f"part {part}")
        before = Delivery.objects.create(link=new_link(variant, account), **{**plan, **own})
    log(instance=first, action="publishing.schedule", user=user, data={"due_at": due_at.isoformat()})
    return first


def ready(
    variant: Variant,
    account: Account,
    opens: Collection[int] = (),
    *,
    at: dt.datetime | None = None,
    despite_blackout: bool = False,
) -> Variant:
    """The variant as it stands approved at that time, if it could go out through the account then.

    :param opens: ids of the variants whose own pages are made public together with it.
    :param at: when it is to go out; now if not given.
    :raises CannotSchedule: not approved, behind its source, account paused, in a blackout, or a check failed.
    """
    moment = at or clock.now()
    approved = golive.as_of(Variant.objects.get(pk=variant.pk).specific, moment)
    if why := behind.reason(approved):
        raise CannotSchedule(why)
    account.refresh_from_db(fields=["state", "reason"])
    if account.state != Account.State.ACTIVE:
        text = _("The account “%(name)s” is paused. %(reason)s Resume it first.")
        raise CannotSchedule(fitted(text % {"name": account.name, "reason": account.reason}))
    if not despite_blackout:
        not_dark(moment, account, campaign_of(approved))
    found = checks.errors(checks.problems(approved, account, opens))
    if found:
        raise CannotSchedule(checks.sentence(found), found)
    return approved


def not_dark(moment: dt.datetime, account: Account, campaign: Campaign | None) -> None:
    """:raises InBlackout: the moment lies in a blackout of the account or the campaign."""
    if blackout := blackouts.at(moment, account.pk, campaign.pk if campaign else None):
        raise InBlackout(blackouts.refusal(blackout))


def due(at: dt.datetime | None) -> dt.datetime:
    """The time a delivery is to go out, checked.

    :raises CannotSchedule: it is past, has no time zone, or is years away.
    """
    now = clock.now()
    if at is None:
        return now
    if at.tzinfo is None:
        raise CannotSchedule(_("Give the time with its time zone, such as 2026-05-01T09:30+08:00."))
    if at < now - TOLERANCE:
        text = _("%s is past. Choose a time from now on, or none for at once.")
        raise CannotSchedule(text % times.said(at, at.tzinfo))
    if at > now + HORIZON:
        raise CannotSchedule(_("That is more than ten years ahead. Check the date."))
    return max(at, now).astimezone(dt.UTC)


def _of_key(key: uuid.UUID) -> Delivery | None:
    return Delivery.objects.filter(key=key).first()


def campaign_of(variant: Variant) -> Campaign | None:
    """The campaign its deliveries belong to."""
    asset = variant.source_asset
    return asset.campaign if asset else None


def new_link(variant: Variant, account: Account) -> Link:
    """The tracked link of one more delivery.

    :raises CannotSchedule: the variant leads nowhere that can be linked to.
    """
    asset = variant.source_asset
    try:
        return make_link(
            target=variant.kind.target(variant),
            utm=freeze.utm_of(variant, account, accounts.capabilities(account)),
            campaign=campaign_of(variant),
            asset=asset,
        )
    except CannotLink as error:
        raise CannotSchedule(str(error)) from error
