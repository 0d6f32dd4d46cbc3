"""What was told of and has changed since: well again (which is told, too), given up, or tried anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet

from contenthub.publishing.models import PERSONS_STATES, Account, Delivery, Notice, NoticeEvent
from contenthub.publishing.notices import sending
from contenthub.publishing.notices.writing import about_account, about_delivery, put

State = Delivery.State

_OF_DELIVERIES = (NoticeEvent.FAILURE, NoticeEvent.PERSON)

#: ``FOR_PERSON``, seen from a notice.
_WAITS = Q(delivery__state__in=PERSONS_STATES) | Q(delivery__state=State.UNCONFIRMED, delivery__wake_at=None)


def settle(now: dt.datetime) -> None:
    """Bring every open notice up to date."""
    deliveries = Notice.objects.filter(event__in=_OF_DELIVERIES, over_at=None)
    _over(deliveries.filter(delivery__state__in=(State.CANCELLED, State.WITHDRAWN)), now)
    recovered(settled(deliveries.filter(delivery__state=State.LIVE)), now)
    anew = Q(moved=False) & (~_WAITS | ~Q(delivery__leased_by=F("token")))
    Notice.objects.filter(pk__in=list(deliveries.filter(anew).values_list("pk", flat=True))).update(moved=True)
    gone = Notice.objects.filter(event=NoticeEvent.GONE, over_at=None)
    _over(gone.exclude(delivery__state=State.LIVE), now)
    recovered(settled(gone.filter(delivery__gone_at=None)), now)
    _over(Notice.objects.filter(event=NoticeEvent.EXPIRY, over_at=None, account__expiry_told=None), now)
    accounts = Notice.objects.filter(event=NoticeEvent.ACCOUNT, over_at=None)
    recovered(settled(accounts.filter(account__state=Account.State.ACTIVE)), now)


def recovered(notices: Iterable[Notice], now: dt.datetime) -> None:
    """The matter of these notices is over, well; who was told of it is told that, too."""
    seen = list(notices)
    if not seen:
        return
    with transaction.atomic():
        # Each by itself: another process may be at the same, and only one of the two may tell.
        done = [notice for notice in seen if Notice.objects.filter(pk=notice.pk, over_at=None).update(over_at=now)]
        # What was not sent yet need not be sent any more.
        Notice.objects.filter(pk__in=[notice.pk for notice in done], sent_at=None).update(sent_at=now, tries=0)
        told = {(notice.target_id, notice.about): notice for notice in done if notice.tries and notice.sent_at}
        put(_recovery(notice, now) for notice in told.values() if NoticeEvent.RECOVERY in notice.target.events)


def settled(notices: QuerySet[Notice]) -> list[Notice]:
    """Those not on their way at this moment: whether they arrive decides whether their end is told."""
    rows = notices.select_related("target", "delivery__account", "account")
    return list(rows.exclude(sending.under_way())[:500])


def _recovery(notice: Notice, now: dt.datetime) -> Notice:
    more = {"token": f"{notice.event} {notice.pk}", "over_at": now, "text": ""}
    if notice.delivery:
        return about_delivery(notice.target, NoticeEvent.RECOVERY, notice.delivery, now, **more)
    if notice.account:
        return about_account(notice.target, NoticeEvent.RECOVERY, notice.account, now, **more)
    fields = {"created_at": now, "due_at": now, "about": notice.about}
    return Notice(target=notice.target, event=NoticeEvent.RECOVERY, **fields, **{**more, "text": notice.text})


def _over(notices: QuerySet[Notice], now: dt.datetime) -> None:
    """Ended without a word. In two steps: an UPDATE does not reach over to the delivery."""
    Notice.objects.filter(pk__in=list(notices.values_list("pk", flat=True))).update(over_at=now)
