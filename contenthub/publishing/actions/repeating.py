"""Series: started, its deliveries made some time ahead, stopped."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.lib import clock
from contenthub.publishing import blackouts, recurrence, times
from contenthub.publishing.actions import scheduling
from contenthub.publishing.actions.changing import free
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Delivery, Series
from contenthub.publishing.transitions import RELEASED, fitted, move
from contenthub.variants.models import Variant

#: How long before its time a delivery of a series is made.
AHEAD = dt.timedelta(days=7)

#: Deliveries that one series may be given at most.
LONGEST = 1000


def start_series(series: Series, user: User | None = None) -> Series:
    """Keep a series that is not stored yet, and make its first deliveries. A second call with its key changes nothing.

    :raises CannotSchedule: it has no end or no time to come, or its first delivery could not be scheduled.
    """
    if found := Series.objects.filter(key=series.key).first():
        return found
    now = clock.now()
    if series.ends_on is None and series.count is None:
        raise CannotSchedule(_("Say when the series ends: on a day, or after so many deliveries."))
    if series.every < 1 or not 1 <= (1 if series.count is None else series.count) <= LONGEST:
        raise CannotSchedule(_("A series has from 1 to %s deliveries, each at least one day apart.") % LONGEST)
    first = next_time(series, now)
    if first is None:
        raise CannotSchedule(_("No time of this series is still to come. Check its days and its end."))
    scheduling.due(first)
    scheduling.ready(series.variant, series.account, at=first, despite_blackout=not series.skip_blackouts)
    series.next_at, series.created_by = first, user
    try:
        with transaction.atomic():
            series.save()
            log(instance=series, action="publishing.start_series", user=user)
            advance(series, now)
    except IntegrityError:
        # Two requests with one key: the other was first.
        if other := Series.objects.filter(key=series.key).first():
            return other
        raise
    return series


def stop_series(series: Series, user: AbstractBaseUser | None = None) -> int:
    """No more deliveries; those still to come are cancelled. Return how many were.

    What is being sent at this moment, and what waits for a person after its time, stays as it is.

    :raises CannotChange: it does not run any more.
    """
    now, cancelled = clock.now(), 0
    with transaction.atomic():
        coming = _to_come(series, now)
        states = (Series.State.ACTIVE, Series.State.ENDED) if coming else (Series.State.ACTIVE,)
        rows = Series.objects.filter(pk=series.pk, state__in=states)
        if not rows.update(state=Series.State.STOPPED, next_at=None):
            raise CannotChange(_("This series does not run any more."))
        for delivery in coming:
            guard = free() & Q(state__in=(Delivery.State.SCHEDULED, Delivery.State.HELD))
            reason = _("Its series was stopped.")
            if move(delivery.pk, guard, state=Delivery.State.CANCELLED, hold="", reason=reason, **RELEASED):
                log(instance=delivery, action="publishing.cancel", user=user)
                cancelled += 1
        log(instance=series, action="publishing.stop_series", user=user, data={"cancelled": cancelled})
    series.refresh_from_db()
    return cancelled


def stoppable(series: Series, now: dt.datetime) -> bool:
    """Whether there is anything left to stop."""
    if series.state == Series.State.ACTIVE:
        return True
    return series.state == Series.State.ENDED and bool(_to_come(series, now))


def make_occurrences(now: dt.datetime) -> int:
    """Make the deliveries of every series that are near; return how many. An error concerns one series only."""
    made = 0
    near = Series.objects.filter(state=Series.State.ACTIVE, next_at__lte=now + AHEAD).order_by("next_at")
    for series in near.select_related("account"):
        try:
            made += advance(series, now)
        except OperationalError:
            raise
        except CannotSchedule as error:
            Series.objects.filter(pk=series.pk).update(reason=fitted(str(error), 500))
        except Exception:
            LOGGER.exception("series %s: its next delivery could not be made; the others go on", series.pk)
            text = _("Its next delivery could not be made; the log says why. It is tried again.")
            Series.objects.filter(pk=series.pk).update(reason=text)
    return made


def advance(series: Series, now: dt.datetime) -> int:
    """Make this series' deliveries that are near; return how many this call made.

    :raises CannotSchedule: the next one cannot be made.
    """
    made = 0
    series.refresh_from_db()
    while series.state == Series.State.ACTIVE and series.next_at and series.next_at <= now + AHEAD:
        made += _one(series)
        series.refresh_from_db()
    return made


def next_time(series: Series, after: dt.datetime) -> dt.datetime | None:
    """Its first time later than that; blackouts are passed over where it says so."""
    campaign = scheduling.campaign_of(series.variant)
    while moment := recurrence.following(series, after):
        dark = blackouts.at(moment, series.account_id, campaign.pk if campaign else None)
        if not (dark and series.skip_blackouts):
            return moment
        # Over all of it at once: it may last for years. Its end does not belong to it.
        after = dark.ends_at - recurrence.INSTANT
    return None


def _one(series: Series) -> int:
    """Make the delivery of ``next_at`` and move on to the one after; 0 when another process was first."""
    at = series.next_at
    assert at is not None
    # A blackout may have been declared since.
    moment = next_time(series, at - recurrence.INSTANT)
    last = moment is None or (series.count is not None and series.made + 1 >= series.count)
    after = None if last or moment is None else next_time(series, moment)
    ended = {"state": Series.State.ENDED} if after is None else {}
    with transaction.atomic():
        # This is the lock: of several dispatchers one changes the row, and the others find another time in it.
        mine = Series.objects.filter(pk=series.pk, state=Series.State.ACTIVE, next_at=at, made=series.made)
        if not mine.update(next_at=after, made=F("made") + (1 if moment else 0), reason="", **ended):
            return 0
        if moment is None:
            return 0
        _made(series, moment)
    return 1


def _made(series: Series, moment: dt.datetime) -> Delivery:
    """Whether it may go out is asked when it is due, as of any delivery; what keeps it then is its reason."""
    variant: Variant = Variant.objects.get(pk=series.variant_id).specific
    key = uuid.uuid5(series.key, times.said(moment))
    marks = {"series": series, "occurrence_at": moment}
    return scheduling.make(variant, series.account, moment, series.created_by, key=key, **marks)


def _to_come(series: Series, now: dt.datetime) -> list[Delivery]:
    open_states = (Delivery.State.SCHEDULED, Delivery.State.HELD)
    return list(series.deliveries.filter(state__in=open_states, planned_at__gt=now))
