"""An account's queue of slots: which moment comes next and is free."""

from __future__ import annotations

import datetime as dt
import heapq
import zoneinfo
from collections.abc import Iterator, Sequence

from contenthub.lib import clock
from contenthub.publishing import blackouts, golive, times
from contenthub.publishing.models import Account, Delivery, Slot
from contenthub.variants.models import Variant

State = Delivery.State

#: Weeks ahead in which a free slot is looked for.
WEEKS = 104

#: What is in one of these does not take the place it was planned for.
_GONE = (State.CANCELLED, State.FAILED, State.WITHDRAWN)


def free(account: Account, variant: Variant, after: dt.datetime | None = None) -> Iterator[dt.datetime]:
    """The moments (UTC) of the account's slots that nothing is planned at, earliest first.

    Those in a blackout, those in an hour that the clocks jump over, and those before its approval takes effect are
    passed over.
    """
    after = after or _from_when(variant)
    planned = taken(account, after)
    campaign_id = variant.source_asset.campaign_id if variant.source_asset else None
    dark = list(blackouts.concerning(account.pk, campaign_id).filter(ends_at__gt=after))
    for moment in coming(list(account.slots.all()), times.zone_of(variant), after):
        if moment in planned or any(each.starts_at <= moment < each.ends_at for each in dark):
            continue
        yield moment


def next_free(account: Account, variant: Variant, after: dt.datetime | None = None) -> dt.datetime | None:
    """The first of them; None when the account has no slots, or none is free for two years."""
    return next(free(account, variant, after), None)


def coming(slots: Sequence[Slot], zone: zoneinfo.ZoneInfo, after: dt.datetime) -> Iterator[dt.datetime]:
    """Every moment (UTC) of these slots later than ``after``, free or not; each once.

    :param zone: for slots without a zone of their own.
    """
    before = None
    for moment in heapq.merge(*(_weekly(slot, zone, after) for slot in slots)):
        if moment != before:
            yield moment
        before = moment


def taken(account: Account, after: dt.datetime) -> set[dt.datetime]:
    """When something of the account is planned, in a slot or not."""
    rows = Delivery.objects.filter(account=account, intent=Delivery.Intent.PUBLISH)
    planned = rows.filter(planned_at__gt=after).exclude(state__in=_GONE).values_list("planned_at", flat=True)
    reserved = rows.filter(slot_at__gt=after).exclude(state=State.CANCELLED).values_list("slot_at", flat=True)
    return {moment for moment in [*planned, *reserved] if moment}


def is_free(account: Account, variant: Variant, moment: dt.datetime) -> bool:
    """Whether this moment, still to come, is a slot of the account that nothing is planned at."""
    before = moment - dt.timedelta(seconds=1)
    return moment > clock.now() and next_free(account, variant, before) == moment


def _from_when(variant: Variant) -> dt.datetime:
    """A slot at the very moment at which an approval takes effect is good."""
    starts = golive.starts_at(variant)
    return max(clock.now(), starts - dt.timedelta(microseconds=1)) if starts else clock.now()


def _weekly(slot: Slot, zone: zoneinfo.ZoneInfo, after: dt.datetime) -> Iterator[dt.datetime]:
    zone = zoneinfo.ZoneInfo(slot.time_zone) if slot.time_zone else zone
    today = after.astimezone(zone).date()
    day = today + dt.timedelta(days=(slot.weekday - today.weekday()) % 7)
    for _week in range(WEEKS):
        # Of an hour that happens twice the first; none of one that is skipped.
        for moment in times.moments(dt.datetime.combine(day, slot.at), zone)[:1]:
            if moment.astimezone(dt.UTC) > after:
                yield moment.astimezone(dt.UTC)
        day += dt.timedelta(days=7)
