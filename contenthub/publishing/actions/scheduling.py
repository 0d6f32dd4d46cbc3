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
from contenthub.publishing import accounts, behind, checks, freeze, times
from contenthub.publishing.errors import CannotSchedule
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
) -> Delivery:
    """Make a delivery of the approved variant, with a tracked link of its own; of a thread, one for each part.

    Of a thread the first part's delivery is returned; the others follow it (``order.thread_of``).

    :param at: aware; now if not given.
    :param key: makes the call repeatable: a second one with the same key returns the first one's delivery.
    :raises CannotSchedule: not approved, behind its source, account paused, a time in the past, or a check failed.
    """
    if key and (found := _of_key(key)):
        return found
    due_at = due(at)
    approved = ready(variant, account)
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return make(approved, account, due_at, user, key=key)
    except IntegrityError:
        # Two requests with one key: the other was first.
        if other := _of_key(key):
            return other
        raise


def make(
    variant: Variant, account: Account, due_at: dt.datetime, user: AbstractBaseUser | None = None, **fields: Any
) -> Delivery:
    """The delivery's row and its link, or those of a thread's parts, each after the one before; returns the first.

    Nothing is checked. Call it in a transaction.

    :raises CannotSchedule: its link cannot be made.
    """
    parts = freeze.parts_of(variant, accounts.capabilities(account))
    plan = {"due_at": due_at, "planned_at": due_at, "campaign": _campaign(variant), "created_by": user, **fields}
    plan |= {"variant_id": variant.pk, "account": account, "parts": parts}
    first = before = Delivery.objects.create(link=_link(variant, account), part=min(parts, 1), **plan)
    for part in range(2, parts + 1):
        own = {"key": uuid.uuid5(first.key, f"part {part}"), "part": part, "after": before}
        before = Delivery.objects.create(link=_link(variant, account), **{**plan, **own})
    log(instance=first, action="publishing.schedule", user=user, data={"due_at": due_at.isoformat()})
    return first


def ready(variant: Variant, account: Account, opens: Collection[int] = ()) -> Variant:
    """The approved variant as it stands, if it could go out through the account now.

    :param opens: ids of the variants whose own pages are made public together with it.
    :raises CannotSchedule: not approved, behind its source, account paused, or a check failed.
    """
    approved: Variant = Variant.objects.get(pk=variant.pk).specific
    if not approved.live:
        raise CannotSchedule(_("“%s” is not approved yet. Approve it first.") % approved.title)
    if why := behind.reason(approved):
        raise CannotSchedule(why)
    account.refresh_from_db(fields=["state", "reason"])
    if account.state != Account.State.ACTIVE:
        text = _("The account “%(name)s” is paused. %(reason)s Resume it first.")
        raise CannotSchedule(fitted(text % {"name": account.name, "reason": account.reason}))
    found = checks.errors(checks.problems(approved, account, opens))
    if found:
        raise CannotSchedule(checks.sentence(found), found)
    return approved


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


def _campaign(variant: Variant) -> Campaign | None:
    asset = variant.source_asset
    return asset.campaign if asset else None


def _link(variant: Variant, account: Account) -> Link:
    asset = variant.source_asset
    try:
        return make_link(
            target=variant.kind.target(variant),
            utm=freeze.utm_of(variant, account, accounts.capabilities(account)),
            campaign=_campaign(variant),
            asset=asset,
        )
    except CannotLink as error:
        raise CannotSchedule(str(error)) from error
