"""Whether what was live still is: asked now and then, by workers, and only by reading.

Not found twice in a row it is *gone*: a person is told and decides. An answer that cannot tell is not *gone*, and is
asked for again. Two dispatchers do no harm: whoever moves ``recheck_at`` on has the delivery for ``TURN``; should the
job vanish, it is looked at again after that.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_rq
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from channels.base import AuthFailed, ChannelError, NotSent, QuotaSpent, RateLimited, Receipt
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import accounts, errands, signals
from contenthub.publishing.actions.pausing import hold_back
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.log import about, event
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.transitions import move

State = Delivery.State

#: How long after it went live, and how often after that, by its age: (up to this age, every so often).
FIRST = dt.timedelta(hours=1)
RHYTHM = ((dt.timedelta(weeks=1), dt.timedelta(days=1)), (dt.timedelta(weeks=13), dt.timedelta(weeks=1)))

#: Between the first time that it is not found and the second.
SECOND_LOOK = dt.timedelta(minutes=5)

#: After an answer that cannot tell, unless the platform names a time.
CANNOT_TELL = dt.timedelta(hours=1)

#: How long a look may take before somebody else may begin one.
TURN = dt.timedelta(minutes=10)

#: Looks begun per step, and seconds between two steps.
BATCH, EVERY = 50, 20.0


def first_look(account: Account, receipt: Receipt) -> dt.datetime | None:
    """When to look for the first time at what goes live now; None: its channel cannot be asked."""
    return clock.now() + FIRST if receipt.id and _can(account) else None


def next_look(live_at: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When to look again at what was there just now; None: not any more."""
    age = now - live_at
    return next((now + wait for until, wait in RHYTHM if age < until), None)


def step(now: dt.datetime) -> int:
    """Hand the looks that are due to the workers; how many.

    :raises RedisError: the queue does not answer; they are due again after ``TURN``.
    """
    queue: Any = None
    count = 0
    for pk, at in list(due(now).values_list("pk", "recheck_at")[:BATCH]):
        if move(pk, Q(state=State.LIVE, recheck_at=at), recheck_at=now + TURN):
            queue = queue or django_rq.get_queue("default")
            queue.enqueue(run, pk, job_id=f"recheck-{pk}-{int(now.timestamp())}", result_ttl=0, failure_ttl=3600)
            count += 1
    return count


def upkeep(now: dt.datetime) -> None:
    """``step`` for the dispatcher; a queue that does not answer is told of elsewhere."""
    try:
        step(now)
    except RedisError:
        return


def due(now: dt.datetime) -> Any:
    """Live deliveries to be looked at, longest due first; those of an account in trouble wait."""
    free = Q(account__not_before=None) | Q(account__not_before__lte=now)
    rows = Delivery.objects.out().filter(free, recheck_at__lte=now, account__state=Account.State.ACTIVE)
    return rows.order_by("recheck_at", "pk")


def run(delivery_id: int) -> None:
    """Look at one, on an RQ worker; not if meanwhile its account was found not to answer, or somebody looked."""
    errands.run(lambda: _moved_on(delivery_id) or look(delivery_id))


def look(delivery_id: int) -> bool | None:
    """Ask the platform whether the delivery is still there, and keep the answer; None: it cannot be told."""
    delivery = Delivery.objects.out().select_related("account").filter(pk=delivery_id).first()
    if delivery is None or not delivery.receipt_id or delivery.account.state != Account.State.ACTIVE:
        return None
    redactor = Redactor()
    try:
        speaker = accounts.connector(delivery.account)
        redactor = Redactor(speaker.secrets())
        there = speaker.still_live(Receipt(delivery.receipt_id, delivery.url, key=delivery.key.hex))
    except (AccountTrouble, ChannelError) as error:
        _cannot_tell(delivery, error, redactor)
        return None
    except Exception as error:
        about(delivery.pk).error("unexpected error while it was looked for: %s", redactor.text(repr(error)))
        _cannot_tell(delivery, error, redactor)
        return None
    if there:
        _seen(delivery)
    else:
        _missing(delivery)
    return there


def _moved_on(delivery_id: int) -> bool:
    later = clock.now() + TURN + dt.timedelta(seconds=EVERY)
    return Delivery.objects.filter(pk=delivery_id, recheck_at__gt=later).exists()


def _seen(delivery: Delivery) -> None:
    now = clock.now()
    again = next_look(delivery.live_at or now, now)
    plan: dict[str, Any] = {"recheck_at": again, "gone_at": None, "missing_since": None}
    move(delivery.pk, _same(delivery), seen_at=now, **plan)


def _missing(delivery: Delivery) -> None:
    """Once: look again soon. Twice, some minutes apart: it is gone."""
    now = clock.now()
    if delivery.missing_since is None:
        move(delivery.pk, _same(delivery), missing_since=now, recheck_at=now + SECOND_LOOK)
    elif delivery.missing_since <= now - SECOND_LOOK / 2:
        guard = _same(delivery) & Q(gone_at=None, missing_since=delivery.missing_since)
        text = _("It is not on its platform any more.")
        with transaction.atomic():
            if move(delivery.pk, guard, gone_at=delivery.missing_since, recheck_at=None, reason=text):
                event("gone", delivery.pk, text)
                transaction.on_commit(lambda: _tell(delivery.pk), robust=True)


def _tell(delivery_id: int) -> None:
    signals.delivery_gone.send_robust(sender=Delivery, delivery_id=delivery_id)


def _cannot_tell(delivery: Delivery, error: Exception, redactor: Redactor) -> None:
    asked = error.retry_after if isinstance(error, ChannelError) else None
    now, wait = clock.now(), max(CANNOT_TELL, dt.timedelta(seconds=asked or 0.0))
    about(delivery.pk).info("whether it is still live cannot be told: %s", redactor.text(str(error)))
    move(delivery.pk, _same(delivery), recheck_at=now + wait)
    if isinstance(error, RateLimited | QuotaSpent) and asked:
        hold_back(delivery.account, now + dt.timedelta(seconds=asked))
    if isinstance(error, NotSent | AuthFailed | AccountTrouble):
        # The others of its account would fare no better, each after as long a wait for an answer.
        rows = Delivery.objects.out().filter(account=delivery.account_id, recheck_at__lte=now + TURN)
        rows.update(recheck_at=now + wait)


def _same(delivery: Delivery) -> Q:
    """The row is still about the very post that was asked for."""
    return Q(state=State.LIVE, receipt_id=delivery.receipt_id)


def _can(account: Account) -> bool:
    try:
        return accounts.capabilities(account).recheck
    except AccountTrouble:
        return False
