"""What stands in the way of a moment: the blackouts that were declared for it."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contenthub.publishing import times
from contenthub.publishing.models import Blackout, Delivery

State = Delivery.State


def concerning(account_id: int, campaign_id: int | None) -> QuerySet[Blackout]:
    """Those for everything, for the account, for the campaign, or for that campaign on that account."""
    campaign = Q(campaign=None) | Q(campaign_id=campaign_id) if campaign_id else Q(campaign=None)
    return Blackout.objects.filter(Q(account=None) | Q(account_id=account_id), campaign)


def at(moment: dt.datetime, account_id: int, campaign_id: int | None) -> Blackout | None:
    """The blackout in which this moment lies; of several the one that lasts longest."""
    found = concerning(account_id, campaign_id).filter(starts_at__lte=moment, ends_at__gt=moment)
    return found.order_by("-ends_at").first()


def ends(blackout: Blackout) -> str:
    """When it ends, in its own zone."""
    return times.said(blackout.ends_at, zoneinfo.ZoneInfo(blackout.time_zone))


def named(blackout: Blackout) -> str:
    """Its name, and from when to when it lasts."""
    zone = zoneinfo.ZoneInfo(blackout.time_zone)
    text = _("Blackout “%(name)s”, %(start)s to %(end)s")
    return text % {"name": blackout.name, "start": times.said(blackout.starts_at, zone), "end": ends(blackout)}


def refusal(blackout: Blackout) -> str:
    """The sentence for somebody who plans something in it."""
    text = _(
        "That is in the blackout “%(name)s”, which ends %(end)s. Choose another time, or say that it goes out anyway."
    )
    return text % {"name": blackout.name, "end": ends(blackout)}


def holding(blackout: Blackout) -> str:
    """The reason of a delivery that became due in it."""
    text = _(
        "It became due in the blackout “%(name)s”, which ends %(end)s. Send it now all the same, choose another time, "
        "or cancel it."
    )
    return text % {"name": blackout.name, "end": ends(blackout)}


def affected(blackout: Blackout) -> QuerySet[Delivery]:
    """What is planned in it and will be held then."""
    rows = Delivery.objects.filter(
        state=State.SCHEDULED,
        intent=Delivery.Intent.PUBLISH,
        despite_blackout=False,
        due_at__gte=blackout.starts_at,
        due_at__lt=blackout.ends_at,
    )
    if blackout.account_id:
        rows = rows.filter(account_id=blackout.account_id)
    if blackout.campaign_id:
        rows = rows.filter(campaign_id=blackout.campaign_id)
    return rows.order_by("due_at", "pk")
