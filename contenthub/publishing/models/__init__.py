"""Accounts and their slots, deliveries (the outbox), attempts, groups, blackouts, heartbeats and calls made lately."""

from __future__ import annotations

from contenthub.publishing.models.accounts import Account
from contenthub.publishing.models.attempts import Attempt
from contenthub.publishing.models.blackouts import Blackout
from contenthub.publishing.models.deliveries import (
    COVERED,
    FOR_PERSON,
    GONE,
    PERSONS_STATES,
    Delivery,
    DeliveryQuerySet,
)
from contenthub.publishing.models.groups import Release
from contenthub.publishing.models.heartbeats import Heartbeat
from contenthub.publishing.models.notices import Notice, NoticeEvent, NoticeTarget
from contenthub.publishing.models.rates import CallWindow
from contenthub.publishing.models.series import Series
from contenthub.publishing.models.slots import Slot

__all__ = [
    "COVERED",
    "FOR_PERSON",
    "GONE",
    "PERSONS_STATES",
    "Account",
    "Attempt",
    "CallWindow",
    "Blackout",
    "Delivery",
    "DeliveryQuerySet",
    "Heartbeat",
    "Notice",
    "NoticeEvent",
    "NoticeTarget",
    "Release",
    "Series",
    "Slot",
]
