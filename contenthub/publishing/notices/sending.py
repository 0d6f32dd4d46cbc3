"""The outbox of notices: gathers them into messages and sends each at least once, under one id however often.

A message is taken by a guarded UPDATE that moves its next try into the future, so two senders do not send it at once;
one that dies in the middle leaves it to be sent again, and the receiver knows it by its id.
"""

from __future__ import annotations

import datetime as dt
import uuid

import django_rq
from django.db.models import F, Q

from channels.base import ChannelError
from contenthub.lib import clock
from contenthub.publishing import errands
from contenthub.publishing.log import LOGGER, event
from contenthub.publishing.models import Notice
from contenthub.publishing.notices import transports, wording
from contenthub.publishing.transitions import fitted

#: Tries of one message; the last comes about a day after the first.
TRIES = 20

#: Seconds: before the second try, and the most between two.
FIRST, LONGEST = 60.0, 7200.0

#: How long a sender may take before another one tries.
LEASE = dt.timedelta(minutes=5)

#: In the queue server: a job that sends is queued and has not begun.
MARKER = "hub:queued:notices"

#: Messages sent in one go.
BATCH = 50


def under_way() -> Q:
    """Notices that are being sent, or tried again, at this moment."""
    return Q(batch__isnull=False, sent_at__isnull=True, tries__lt=TRIES)


def gather(now: dt.datetime) -> None:
    """Make messages: everything of one event and account for one target, once the first of it is due."""
    fresh = Notice.objects.filter(batch=None, sent_at=None)
    groups = fresh.filter(due_at__lte=now).order_by().values_list("target", "event", "account").distinct()
    for target, kind, account in list(groups):
        same = fresh.filter(target=target, event=kind, account=account)
        same.update(batch=uuid.uuid4(), due_at=now)


def waiting(now: dt.datetime) -> list[uuid.UUID]:
    """The messages to be sent now."""
    rows = Notice.objects.filter(under_way(), due_at__lte=now)
    return [batch for batch in rows.order_by().values_list("batch", flat=True).distinct()[:BATCH] if batch]


def send_due() -> int:
    """Send what is due; return how many messages left."""
    return sum(send(batch) for batch in waiting(clock.now()))


def send(batch: uuid.UUID) -> bool:
    """Send one message; False when it was not due, or could not be sent and is tried again later."""
    now = clock.now()
    rows = Notice.objects.filter(under_way(), batch=batch)
    if not rows.filter(due_at__lte=now).update(due_at=now + LEASE, tries=F("tries") + 1):
        return False
    notices = list(rows.select_related("target", "account", "delivery__variant", "delivery__account").order_by("pk"))
    target = notices[0].target
    try:
        transports.send(target, wording.message(notices), f"notice-{batch}")
    except ChannelError as error:
        wait = dt.timedelta(seconds=max(min(FIRST * 2 ** (notices[0].tries - 1), LONGEST), error.retry_after or 0.0))
        rows.update(error=fitted(error.message, 500), due_at=clock.now() + wait)
        LOGGER.warning("notice=%s to=%s not sent: %s", batch, target.pk, error.message)
        return False
    rows.update(sent_at=clock.now(), error="")
    LOGGER.info("notice=%s to=%s of=%s sent", batch, target.pk, notices[0].event)
    for notice in notices:
        if notice.delivery_id:
            event("told", notice.delivery_id, of=notice.event, notice=batch, to=target.pk)
    return True


def run() -> None:
    """The job on a worker; what comes due while it works needs another."""
    django_rq.get_queue("default").connection.delete(MARKER)
    errands.run(send_due)
