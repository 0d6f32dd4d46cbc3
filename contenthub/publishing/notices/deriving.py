"""What there is to tell, read from deliveries and accounts as they are.

Nothing is told because a signal came: whatever process changed a row, and whatever became of it afterwards, the row
says it. What is told already is known by its notice; run as often as you like, by as many as you like.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from contenthub.publishing.models import Account, Delivery, Notice, NoticeEvent, NoticeTarget
from contenthub.publishing.notices.writing import about_account, about_delivery, put

State, Hold = Delivery.State, Delivery.Hold

#: Notices written per target, event and run; the rest follows at the next.
LIMIT = 500

#: A pause that ends by itself sooner than this is nobody's business.
SHORT = dt.timedelta(minutes=10)

#: What waits for a person's decision. What waits for its account is told with the account.
_WAITS = (
    Q(state=State.UNCONFIRMED, wake_at=None)
    | Q(state=State.HANDED_OVER)
    | Q(state=State.HELD) & ~Q(hold=Hold.ACCOUNT_PAUSED)
)


def derive(now: dt.datetime) -> None:
    """Write a notice for everything that no target was told of yet."""
    for target in NoticeTarget.objects.filter(active=True):
        put(news(target, now))


def mute(target: NoticeTarget, now: dt.datetime) -> None:
    """Take what is wrong at this moment as known: a new target is told of what happens from now on."""
    put(news(target, now), muted=True)


def news(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    """What this target was not told of yet, unsaved; in its language."""
    with translation.override(target.language):
        for event, source in SOURCES.items():
            if event in target.events:
                yield from source(target, now)


def _failures(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    for delivery in _untold(target, NoticeEvent.FAILURE, Q(state=State.FAILED), (State.FAILED,)):
        yield about_delivery(target, NoticeEvent.FAILURE, delivery, now)


def _persons(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    states = (State.UNCONFIRMED, State.HANDED_OVER, State.HELD)
    for delivery in _untold(target, NoticeEvent.PERSON, _WAITS, states):
        text = delivery.reason or str(delivery.get_hold_display() if delivery.hold else delivery.get_state_display())
        yield about_delivery(target, NoticeEvent.PERSON, delivery, now, text=text)


def _gone(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    told = Notice.objects.filter(target=target, event=NoticeEvent.GONE, delivery=OuterRef("pk"), over_at=None)
    rows = Delivery.objects.filter(~Exists(told), gone_at__isnull=False, state=State.LIVE)
    for delivery in _of_campaign(rows, target).order_by("gone_at")[:LIMIT]:
        text = delivery.reason or _("It was live, and is not there any more.")
        yield about_delivery(target, NoticeEvent.GONE, delivery, now, text=text, token="")


def _accounts(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    told = Notice.objects.filter(target=target, event=NoticeEvent.ACCOUNT, account=OuterRef("pk"), over_at=None)
    told = told.filter(token=OuterRef("trouble"))
    lasting = Q(resumes_at=None) | Q(resumes_at__gt=now + SHORT)
    troubles = (Account.Trouble.AUTH, Account.Trouble.QUOTA, Account.Trouble.RATE)
    rows = Account.objects.filter(~Exists(told), lasting, state=Account.State.PAUSED, trouble__in=troubles)
    for account in rows:
        yield about_account(target, NoticeEvent.ACCOUNT, account, now, token=account.trouble)


def _expiries(target: NoticeTarget, now: dt.datetime) -> Iterator[Notice]:
    for account in Account.objects.filter(expiry_told__isnull=False, expires_at__isnull=False):
        token = f"{account.expires_at:%Y-%m-%d} {account.expiry_told}"
        if Notice.objects.filter(target=target, event=NoticeEvent.EXPIRY, account=account, token=token).exists():
            continue
        text = _("They end on %s.") % f"{account.expires_at:%Y-%m-%d %H:%M} UTC"
        yield about_account(target, NoticeEvent.EXPIRY, account, now, token=token, text=text)


#: By event, what there is to tell. The hub's own state is ``watching``'s, recovery ``settling``'s.
SOURCES: dict[str, Callable[[NoticeTarget, dt.datetime], Iterator[Notice]]] = {
    NoticeEvent.FAILURE: _failures,
    NoticeEvent.PERSON: _persons,
    NoticeEvent.GONE: _gone,
    NoticeEvent.ACCOUNT: _accounts,
    NoticeEvent.EXPIRY: _expiries,
}


def _untold(
    target: NoticeTarget, event: NoticeEvent, which: Q, states: tuple[Delivery.State, ...]
) -> QuerySet[Delivery]:
    """Deliveries in these states that stand as they stand since a try (or a hold) the target was not told of."""
    told = Notice.objects.filter(
        target=target, event=event, delivery=OuterRef("pk"), token=OuterRef("leased_by"), over_at=None, moved=False
    )
    # Along the index of account and state: what is done with for good may be millions.
    accounts = list(Account.objects.values_list("pk", flat=True))
    rows = Delivery.objects.filter(which, ~Exists(told), account_id__in=accounts, state__in=states)
    return _of_campaign(rows, target).order_by("pk")[:LIMIT]


def _of_campaign(rows: QuerySet[Delivery], target: NoticeTarget) -> QuerySet[Delivery]:
    found = rows.select_related("account")
    return found.filter(variant__source_asset__campaign=target.campaign_id) if target.campaign_id else found
