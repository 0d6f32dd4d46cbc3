"""Taking a delivery into one's hands, and noticing that one has lost it.

A claim is one guarded UPDATE that sets a lease and a token. Every later change by the worker names that token, so a
worker that was thought dead changes nothing any more; and the call that the audience sees is made only after such a
change succeeded (``attempting.arm``).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import os
import secrets
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from channels.base import Capabilities
from contenthub.lib import clock
from contenthub.publishing import accounts, baton, order
from contenthub.publishing import keeper as keepers
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.log import event
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.transitions import move

State = Delivery.State

#: Seconds between arming and calling, which follow one another at once, after which the lease is asked for again.
FROZEN_SECONDS = 2.0

#: Beyond this they are not counted any more.
MOST_TRIES = 30_000


class Task(enum.Enum):
    """What a delivery needs next."""

    PUBLISH = "publish"
    #: Its worker died after the mutating call was armed: the outcome is unknown.
    DOUBT = "doubt"
    #: Unconfirmed: ask the platform whether it is out.
    LOOK = "look"
    #: Unconfirmed, and the platform drops a second post with the same key: make the same call again.
    RESEND = "resend"
    #: Accepted: ask the platform whether it is live.
    POLL = "poll"
    #: A mailing under way.
    MAIL = "mail"


class LostLease(Exception):
    """Another worker, or a person, has this delivery now; leave it alone."""


@dataclasses.dataclass
class Claim:
    """A delivery in this worker's hands until ``lease_end`` and as long as its row carries ``token``."""

    delivery: Delivery
    attempt: Attempt
    task: Task
    token: str
    #: When the call was armed (or the claim made), by a clock that goes on while the machine sleeps and never jumps.
    armed_boot: float = dataclasses.field(default_factory=lambda: since_boot())

    @property
    def mine(self) -> Q:
        """The guard of every change this claim makes."""
        return Q(leased_by=self.token, state__in=(State.SENDING, State.UNCONFIRMED), leased_until__isnull=False)


def since_boot() -> float:
    """Seconds since the machine started, sleep included where the system counts it."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def still_awake(claim: Claim) -> None:
    """To be asked right before the call: a process that was frozen since it armed it may have been given up meanwhile.

    :raises LostLease: it was; whoever has the delivery now looks the call up.
    """
    if since_boot() - claim.armed_boot > FROZEN_SECONDS:
        renew(claim)


def worker_name() -> str:
    """This process, for people: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def new_token(worker: str = "") -> str:
    """What marks a row as in these hands and no others: the worker's name, for people, and something random."""
    return f"{worker or worker_name()}/{secrets.token_hex(6)}"


def free(now: dt.datetime) -> Q:
    """Nobody is at it; a lease that ran out is nobody's."""
    return Q(leased_until=None) | Q(leased_until__lte=now)


def lease_end() -> dt.datetime:
    """When a lease that begins now runs out."""
    return clock.now() + dt.timedelta(seconds=settings.HUB_LEASE_SECONDS)


def claim(delivery_id: int, worker: str = "") -> Claim | None:
    """Take the delivery if there is something to do and nobody is at it; None otherwise."""
    delivery = Delivery.objects.select_related("account", "link", "mailing").filter(pk=delivery_id).first()
    task = task_of(delivery, clock.now()) if delivery else None
    if delivery is None or task is None:
        return None
    token = new_token(worker)
    with transaction.atomic():
        if not _take(delivery, task, token):
            return None
        attempt = _attempt(delivery, task, token)
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_related("account", "link", "mailing"))
    event("claimed", delivery_id, attempt=attempt.number, task=task.value, worker=token)
    return Claim(delivery, attempt, task, token)


def task_of(delivery: Delivery, now: dt.datetime) -> Task | None:
    """What is to be done with this delivery at this moment; None: nothing, or somebody is at it."""
    if delivery.state == State.SCHEDULED:
        ready = delivery.due_at <= now and not order.waits_for(delivery) and not accounts.waits(delivery.account, now)
        return Task.PUBLISH if ready else None
    if delivery.state not in (State.SENDING, State.UNCONFIRMED) or (
        delivery.leased_until is not None and delivery.leased_until > now
    ):
        return None
    if delivery.is_change:
        # Repeatable, whatever became of the last try.
        return Task.PUBLISH
    able = _capabilities(delivery)
    if delivery.wake_at is not None:
        ready = delivery.wake_at <= now and not accounts.waits(delivery.account, now)
        return _wake_task(delivery, able) if ready else None
    if delivery.state == State.UNCONFIRMED or delivery.leased_until is None:
        return None
    if delivery.armed_at is None:
        return Task.PUBLISH
    return Task.MAIL if able.recipients else Task.DOUBT


def renew(claim: Claim) -> None:
    """Begin the lease anew.

    :raises LostLease: it is not ours any more.
    """
    if not move(claim.delivery.pk, claim.mine, leased_until=lease_end()):
        raise LostLease(f"delivery {claim.delivery.pk} was taken over")


@contextmanager
def kept(claim: Claim) -> Iterator[None]:
    """Renew the lease in the background while a connector works, however long it takes; others work meanwhile."""
    with held([claim]), baton.laid_down():
        yield


@contextmanager
def held(claims: Sequence[Claim]) -> Iterator[None]:
    """Renew the leases of these claims in the background, of each as long as it is ours."""
    key = object()
    keepers.keeper.watch(key, lambda: _renew(claims))
    try:
        yield
    finally:
        keepers.keeper.let_go(key)


def _renew(claims: Sequence[Claim]) -> None:
    rows = Delivery.objects.filter(pk__in=[claim.delivery.pk for claim in claims], leased_by=claims[0].token)
    rows.filter(state__in=(State.SENDING, State.UNCONFIRMED), leased_until__isnull=False).update(
        leased_until=lease_end()
    )


def shorten() -> int:
    """Bring leases that lie too far ahead down to one that begins now; how many.

    They are there after the clock was set back. Their owners, if alive, renew them long before they run out.
    """
    too_far = lease_end() + dt.timedelta(seconds=settings.HUB_LEASE_SECONDS)
    rows = Delivery.objects.filter(state__in=(State.SENDING, State.UNCONFIRMED), leased_until__gt=too_far)
    return rows.update(leased_until=lease_end())


def _capabilities(delivery: Delivery) -> Capabilities:
    try:
        return accounts.capabilities(delivery.account)
    except AccountTrouble:
        return Capabilities()


def _wake_task(delivery: Delivery, able: Capabilities) -> Task:
    if delivery.state == State.SENDING:
        return Task.MAIL if able.recipients else Task.POLL
    return Task.RESEND if able.idempotency and not able.lookup else Task.LOOK


def _take(delivery: Delivery, task: Task, token: str) -> bool:
    same = Q(state=delivery.state, leased_by=delivery.leased_by, wake_at=delivery.wake_at, due_at=delivery.due_at)
    changes: dict[str, Any] = {"leased_until": lease_end(), "leased_by": token}
    if task in (Task.PUBLISH, Task.RESEND):
        changes |= {"state": State.SENDING, "wake_at": None, "hold": "", "reason": ""}
    if task is Task.PUBLISH:
        changes["tries"] = min(delivery.tries + 1, MOST_TRIES)
    return move(delivery.pk, same & free(clock.now()), **changes)


def _attempt(delivery: Delivery, task: Task, token: str) -> Attempt:
    """The attempt this claim works on: a new one for what begins or begins again, else the latest."""
    latest = delivery.attempts.order_by("-number").first()
    interrupted = delivery.state == State.SENDING and delivery.wake_at is None
    if interrupted and latest and latest.outcome == Attempt.Outcome.RUNNING and task is not Task.DOUBT:
        Attempt.objects.filter(pk=latest.pk, outcome=Attempt.Outcome.RUNNING).update(
            outcome=Attempt.Outcome.INTERRUPTED, ended_at=clock.now(), message="The worker stopped in the middle."
        )
    if latest and (task in (Task.LOOK, Task.POLL, Task.DOUBT) or (task is Task.MAIL and not interrupted)):
        return latest
    number = (delivery.attempts.aggregate(last=Max("number"))["last"] or 0) + 1
    return Attempt.objects.create(
        delivery=delivery,
        number=number,
        started_at=clock.now(),
        worker=token,
        step="mail" if task is Task.MAIL else "check",
    )
