"""Putting notices into the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from contenthub.publishing.models import Account, Delivery, Notice, NoticeEvent, NoticeTarget
from contenthub.publishing.transitions import fitted

#: How long a notice about a delivery waits for more of the same: many failures of one account make one message.
GATHER = dt.timedelta(seconds=60)


def about_delivery(
    target: NoticeTarget, event: NoticeEvent, delivery: Delivery, now: dt.datetime, **more: Any
) -> Notice:
    """A notice about a delivery, to be sent after ``GATHER``."""
    fields = {"text": delivery.reason, "token": delivery.leased_by, "due_at": now + GATHER, **more}
    return _made(target, event, f"delivery:{delivery.pk}", now, delivery=delivery, account=delivery.account, **fields)


def about_account(target: NoticeTarget, event: NoticeEvent, account: Account, now: dt.datetime, **more: Any) -> Notice:
    """A notice about an account, to be sent at once."""
    return _made(target, event, f"account:{account.pk}", now, account=account, **{"text": account.reason, **more})


def about_hub(target: NoticeTarget, event: NoticeEvent, what: str, text: str, now: dt.datetime, **more: Any) -> Notice:
    """A notice about the hub's own ``what``, to be sent at once."""
    return _made(target, event, f"hub:{what}", now, text=text, **more)


def put(notices: Iterable[Notice], *, muted: bool = False) -> None:
    """Write them; what another process wrote meanwhile is not written twice. ``muted``: known, and never sent."""
    rows = list(notices)
    for row in rows:
        row.sent_at = row.created_at if muted else row.sent_at
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _made(target: NoticeTarget, event: NoticeEvent, about: str, now: dt.datetime, **fields: Any) -> Notice:
    fields = {"due_at": now, **fields, "text": fitted(str(fields.get("text", "")))}
    return Notice(target=target, event=event, about=about, created_at=now, **fields)
