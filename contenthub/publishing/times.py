"""A delivery's time as its people read it: in the campaign's time zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from contenthub.lib import clock

if TYPE_CHECKING:
    from contenthub.variants.models import Variant


def zone_of(variant: Variant) -> zoneinfo.ZoneInfo:
    """The time zone of the variant's campaign; without a campaign the installation's."""
    asset = variant.source_asset
    name = asset.campaign.time_zone if asset and asset.campaign else settings.TIME_ZONE
    return zoneinfo.ZoneInfo(name)


def moments(local: dt.datetime, zone: zoneinfo.ZoneInfo) -> list[dt.datetime]:
    """The moments at which a clock in ``zone`` shows this time: none where it is put forward, two where it is put back."""
    found = [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [each for each in found if each.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local]
    return real[:1] if len({each.utcoffset() for each in real}) == 1 else real


def from_local(local: dt.datetime, zone: zoneinfo.ZoneInfo, *, second: bool = False) -> dt.datetime:
    """A wall clock's time in ``zone`` as an aware moment.

    :param second: of an hour that happens twice, the second; otherwise the first.
    :raises ValueError: the clocks are put forward over that time, or no calendar goes as far; the message says so.
    """
    try:
        found = moments(local, zone)
    except OverflowError:
        raise ValueError(_("No calendar goes as far as that. Check the year.")) from None
    if not found:
        raise ValueError(
            _("There is no %(time)s in %(zone)s on that day: the clocks are put forward. Choose another time.")
            % {"time": local.strftime("%H:%M"), "zone": zone.key}
        )
    return found[-1 if second else 0]


def kept(local: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """As ``from_local`` for what must happen on that day: in an hour that is skipped, as late as the clocks jump."""
    return (moments(local, zone) or [local.replace(tzinfo=zone)])[0].astimezone(dt.UTC)


def parse(text: str, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """ISO 8601 as an aware moment; without an offset it is ``zone``'s wall clock.

    :raises ValueError: not a date and time, or one that does not exist in the zone.
    """
    moment = clock.parse_iso(text, zone)
    return from_local(moment.replace(tzinfo=None), zone) if moment.tzinfo is zone else moment


def doubled(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Of a moment whose hour happens twice in ``zone``, which of the two it is, in a sentence; else empty."""
    local = moment.astimezone(zone)
    both = moments(local.replace(tzinfo=None, fold=0), zone)
    if len(both) < 2:
        return ""
    text = _(
        "The clocks are put back then, so %(time)s comes twice: this is the first, %(this)s (the second is %(that)s)."
    )
    other = _(
        "The clocks are put back then, so %(time)s comes twice: this is the second, %(this)s (the first was %(that)s)."
    )
    this, that = local, both[0 if local.fold else 1]
    names = {"time": f"{local:%H:%M}", "this": f"{this:%H:%M %Z}", "that": f"{that:%H:%M %Z}"}
    return (other if local.fold else text) % names


def said(moment: dt.datetime, zone: dt.tzinfo = dt.UTC) -> str:
    """The moment for a sentence: ``2026-11-21 09:30 UTC``."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def long(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The moment for a decision, in the reader's language, with its weekday and zone."""
    local = moment.astimezone(zone)
    return f"{date_format(local, 'D')} {local:%Y-%m-%d %H:%M %Z}"


def window() -> dt.timedelta:
    """How long after its time a delivery may still go out by itself."""
    return dt.timedelta(seconds=settings.HUB_DELIVERY_WINDOW)
