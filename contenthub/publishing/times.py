"""A delivery's time as its people read it: in the campaign's time zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from contenthub.lib import clock

if TYPE_CHECKING:
    from contenthub.variants.models import Variant


def zone_of(variant: Variant) -> zoneinfo.ZoneInfo:
    """The time zone of the variant's campaign; without a campaign the installation's."""
    asset = variant.source_asset
    name = asset.campaign.time_zone if asset and asset.campaign else settings.TIME_ZONE
    return zoneinfo.ZoneInfo(name)


def from_local(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """A wall clock's time in ``zone`` as an aware moment; of an hour that happens twice, the first.

    :raises ValueError: the clocks are put forward over that time; the message says so.
    """
    local = moment.replace(tzinfo=zone)
    if local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise ValueError(
            _("There is no %(time)s in %(zone)s on that day: the clocks are put forward. Choose another time.")
            % {"time": moment.strftime("%H:%M"), "zone": zone.key}
        )
    return local


def parse(text: str, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """ISO 8601 as an aware moment; without an offset it is ``zone``'s wall clock.

    :raises ValueError: not a date and time, or one that does not exist in the zone.
    """
    moment = clock.parse_iso(text, zone)
    return from_local(moment.replace(tzinfo=None), zone) if moment.tzinfo is zone else moment


def said(moment: dt.datetime, zone: dt.tzinfo = dt.UTC) -> str:
    """The moment for a sentence: ``2026-11-21 09:30 UTC``."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def window() -> dt.timedelta:
    """How long after its time a delivery may still go out by itself."""
    return dt.timedelta(seconds=settings.HUB_DELIVERY_WINDOW)
