"""Accounts, deliveries (the outbox), their attempts, their groups, and the heartbeats of the processes that work them."""

from __future__ import annotations

from contenthub.publishing.models.accounts import Account
from contenthub.publishing.models.attempts import Attempt
from contenthub.publishing.models.deliveries import FOR_PERSON, PERSONS_STATES, Delivery, DeliveryQuerySet
from contenthub.publishing.models.groups import Release, Series
from contenthub.publishing.models.heartbeats import Heartbeat
from contenthub.publishing.models.notices import Notice, NoticeEvent, NoticeTarget

__all__ = [
    "FOR_PERSON",
    "PERSONS_STATES",
    "Account",
    "Attempt",
    "Delivery",
    "DeliveryQuerySet",
    "Heartbeat",
    "Notice",
    "NoticeEvent",
    "NoticeTarget",
    "Release",
    "Series",
]
