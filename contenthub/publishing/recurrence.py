"""A series' rule as moments: every so many days, weeks or months at one time of a wall clock."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import Any

from dateutil import rrule
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.publishing import times
from contenthub.publishing.models import Series

#: What is later than a moment less this is that moment or later.
INSTANT = dt.timedelta(microseconds=1)

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


def unmade(series: Series, limit: int) -> list[dt.datetime]:
    """The next times that have no delivery yet; blackouts that are passed over are not left out."""
    if series.state != Series.State.ACTIVE or series.next_at is None:
        return []
    left = limit if series.count is None else min(limit, series.count - series.made)
    found = occurrences(series, series.next_at - INSTANT)
    return [moment for moment, _number in zip(found, range(left), strict=False)]


def said(series: Series) -> str:
    """The rule in words: ``Every 2 weeks on Mon, Thu at 09:00 (Europe/Berlin), 5 times``."""
    every = {
        Series.Unit.DAYS: ngettext("Every day", "Every %(count)s days", series.every),
        Series.Unit.WEEKS: ngettext("Every week", "Every %(count)s weeks", series.every),
        Series.Unit.MONTHS: ngettext("Every month", "Every %(count)s months", series.every),
    }[Series.Unit(series.unit)] % {"count": series.every}
    if series.unit == Series.Unit.WEEKS:
        days = sorted(series.weekdays) or [series.starts_on.weekday()]
        every = _("%(every)s on %(days)s") % {
            "every": every,
            "days": ", ".join(str(WEEKDAYS_ABBR[day]) for day in days),
        }
    elif series.unit == Series.Unit.MONTHS:
        every = _("%(every)s on day %(day)s") % {"every": every, "day": series.month_day or series.starts_on.day}
    clock = _("%(every)s at %(time)s (%(zone)s)")
    parts = [clock % {"every": every, "time": f"{series.at:%H:%M}", "zone": series.time_zone}]
    if series.count is not None:
        parts.append(ngettext("%s time", "%s times", series.count) % series.count)
    if series.ends_on is not None:
        parts.append(_("until %s") % series.ends_on)
    return ", ".join(parts)


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
