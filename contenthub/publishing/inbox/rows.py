"""A waiting delivery as the inbox shows it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from channels import registry
from contenthub.lib import clock
from contenthub.lib.urls import is_http
from contenthub.publishing import duplicates, times, verbs
from contenthub.publishing.columns import channel_label
from contenthub.publishing.inbox.topics import TOPICS, Topic
from contenthub.publishing.models import Account, Attempt, Delivery


@dataclasses.dataclass(frozen=True)
class Row:
    """One line: what it is, why it waits, and what can be done."""

    delivery: Delivery
    topic: Topic
    channel: str
    zone: zoneinfo.ZoneInfo
    #: The latest try; None: nothing was tried.
    attempt: Attempt | None
    verbs: list[verbs.Verb]

    @property
    def seen(self) -> str:
        return verbs.seen(self.delivery)

    @property
    def planned(self) -> str:
        return times.said(self.delivery.planned_at, self.zone)

    @property
    def closes_at(self) -> dt.datetime | None:
        """When its window closes; None when that is past, or when it was in time."""
        if self.topic.name == "gone":
            return None
        end = self.delivery.planned_at + times.window()
        return end if end > clock.now() else None

    @property
    def since(self) -> dt.datetime:
        return self.delivery.gone_at or self.delivery.state_since

    @property
    def why(self) -> str:
        """One sentence."""
        if self.topic.name == "gone":
            return str(self.topic.help)
        return self.delivery.reason or str(self.delivery.get_hold_display() or self.topic.help)

    @property
    def look_at(self) -> str:
        """Where in a browser to look whether it is out."""
        return look_at(self.delivery)

    @property
    def offered(self) -> str:
        """An address that the platform named as the original of what it took for a duplicate."""
        return duplicates.offered_in(self.delivery, self.attempt)

    @property
    def time_input(self) -> str:
        """A time to begin with in the field for another one: its own if that is still to come, else the next hour."""
        soon = (clock.now() + dt.timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        return max(self.delivery.planned_at, soon).astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")


def rows(deliveries: Sequence[Delivery], may_change: bool) -> list[Row]:
    """The (numbered) deliveries as rows, each with its latest try."""
    tries = Attempt.objects.filter(delivery__in=[each.pk for each in deliveries]).order_by("number")
    latest = {attempt.delivery_id: attempt for attempt in tries}
    # What the verbs ask of each one's account.
    prefetch_related_objects(deliveries, "account__slots")
    return [
        Row(
            delivery,
            TOPICS[getattr(delivery, "_number", -1)],
            channel_label(delivery.account),
            times.zone_of(delivery.variant),
            latest.get(delivery.pk),
            verbs.possible(delivery) if may_change else [],
        )
        for delivery in deliveries
    ]


def look_at(delivery: Delivery) -> str:
    """The post's own address if it has one that a browser can follow, else its account's."""
    return delivery.url if delivery.address_is_web else place(delivery.account)


def place(account: Account) -> str:
    """Where in a browser a person sees what the account published; empty: nowhere that we know of."""
    known = account.channel in registry.names()
    found = registry.get(account.channel).place(account.values) if known else ""
    return found if is_http(found) else ""
