"""A series' rule as moments: every so many days, weeks or months at one time of a wall clock."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import Any

from dateutil import rrule  # type: ignore[import-untyped]

from contenthub.publishing import times
from contenthub.publishing.models import Series

#: Every month has this many days at least.
_SHORTEST = 28


def occurrences(series: Series, after: dt.datetime) -> Iterator[dt.datetime]:
    """Its times (UTC) later than ``after``, up to its last day; how many were made is not looked at.

    The wall clock's time stays when the clocks change; in an hour that is skipped it is as late as the clocks jump.
    """
    zone = zoneinfo.ZoneInfo(series.time_zone)
    # A day of room: a skipped hour moves a time past others.
    start = (after.astimezone(zone) - dt.timedelta(days=1)).replace(tzinfo=None)
    for local in rule(series).xafter(start, inc=True):
        moment = times.kept(local, zone)
        if moment > after:
            yield moment


def following(series: Series, after: dt.datetime) -> dt.datetime | None:
    """The first of them; None when there is none."""
    return next(occurrences(series, after), None)


def rule(series: Series) -> rrule.rrule:
    """The rule on a wall clock, without a zone."""
    first = dt.datetime.combine(series.starts_on, series.at)
    until = dt.datetime.combine(series.ends_on, dt.time.max) if series.ends_on else None
    shape: dict[str, Any] = {"dtstart": first, "interval": series.every, "until": until}
    if series.unit == Series.Unit.DAYS:
        return rrule.rrule(rrule.DAILY, **shape)
    if series.unit == Series.Unit.WEEKS:
        return rrule.rrule(rrule.WEEKLY, byweekday=sorted(series.weekdays) or None, **shape)
    day = series.month_day or series.starts_on.day
    # The 31st, or the last day there is: the last of those from the 28th on that the month has.
    days = [day] if day <= _SHORTEST else list(range(_SHORTEST, day + 1))
    return rrule.rrule(rrule.MONTHLY, bymonthday=days, bysetpos=-1, **shape)
