"""A platform's limits, kept by all workers on all hosts together: how many calls may be made now.

Strict: in no span of the declared length are more calls made than declared, if every call is reserved here and made
within ``good_for`` seconds, and whatever the hosts' clocks say: the database's clock is the only one that is asked.
Not guaranteed: calls of others through the same account or app, which nobody here knows of.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
import time

from django.db.models.functions import Now

from channels.base import Capabilities
from contenthub.lib import clock
from contenthub.publishing import accounts, sliding
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account, CallWindow
from contenthub.publishing.sliding import Limit

#: Times a change is tried when others were quicker; then there is no room for the moment.
TURNS = 60

#: Seconds until another try where others were quicker each time.
BUSY = 0.5


@dataclasses.dataclass(frozen=True)
class Scope:
    """Whose calls are counted, and against which limit."""

    name: str
    limit: Limit


@dataclasses.dataclass(frozen=True)
class Used:
    """How much of a limit is used at this moment."""

    #: ``account`` or ``app``.
    whose: str
    used: int
    count: int
    seconds: int


def room(account: Account, able: Capabilities, wanted: int) -> tuple[int, dt.datetime | None]:
    """Reserve up to ``wanted`` calls; return how many were, and when the next one may be made (None: at once).

    Each reserved call is to be made within ``good_for(able)`` seconds from when this was called; what is not made is
    given back. Call it outside a transaction. No statement is made where the channel declares no limit.
    """
    now = clock.now()
    if account.not_before is not None and account.not_before > now:
        return 0, account.not_before
    if wanted <= 0:
        return 0, None
    granted, pause = wanted, 0.0
    reserved: list[tuple[Scope, int]] = []
    for scope in _scopes(account, able):
        got, until_next = _reserve(scope, granted)
        for earlier, count in reserved:
            _give_back(earlier, count - got)
        reserved = [(earlier, got) for earlier, _count in reserved] + [(scope, got)]
        granted, pause = got, max(pause, until_next)
        if not granted:
            break
    return granted, clock.now() + dt.timedelta(seconds=pause) if pause > 0 else None


def give_back(account: Account, able: Capabilities, count: int, reserved_at: dt.datetime | None = None) -> None:
    """Reserved calls that are not made after all.

    :param reserved_at: when they were reserved; what does not count any more is nothing to give back.
    """
    if count <= 0:
        return
    for scope in _scopes(account, able):
        if reserved_at is None or (clock.now() - reserved_at).total_seconds() < scope.limit.seconds:
            _give_back(scope, count)


def good_for(able: Capabilities) -> float | None:
    """Seconds within which a reserved call is to be made; None: there is no limit, nor anything to reserve."""
    limits = [Limit(*rate) for rate in (able.rate, able.app_rate) if rate]
    return min((limit.good_for for limit in limits), default=None)


def usage(account: Account, able: Capabilities) -> list[Used]:
    """How much of each declared limit is used now."""
    found = []
    for scope in _scopes(account, able):
        _pk, _version, entries, now = _row(scope.name) or (0, 0, [], 0.0)
        whose, limit = scope.name.partition(":")[0], scope.limit
        used = sliding.used(limit.counting(entries, now))
        found.append(Used(whose, used, limit.count, int(limit.seconds)))
    return found


def _scopes(account: Account, able: Capabilities) -> list[Scope]:
    found = []
    if able.rate:
        found.append(Scope(f"account:{account.pk}", Limit(*able.rate)))
    if able.app_rate:
        found.append(Scope(_app(account), Limit(*able.app_rate)))
    return found


def _app(account: Account) -> str:
    try:
        name = accounts.connector(account).app()
    except AccountTrouble:
        # Then it counts with all others that cannot be told apart.
        name = ""
    short = name if len(name) <= 60 else hashlib.sha256(name.encode()).hexdigest()
    return f"app:{account.channel}:{short}"


def _row(name: str) -> tuple[int, int, sliding.Entries, float] | None:
    """(id, version, entries, the database's time) of a scope; None: nothing was ever called."""
    rows = CallWindow.objects.filter(scope=name).annotate(read_at=Now())
    row = rows.values_list("pk", "version", "entries", "read_at").first()
    return (row[0], row[1], row[2], row[3].timestamp()) if row else None


def _reserve(scope: Scope, wanted: int) -> tuple[int, float]:
    """(how many were reserved, seconds until there is room for another)."""
    for turn in range(TURNS):
        row = _row(scope.name)
        if row is None:
            CallWindow.objects.bulk_create([CallWindow(scope=scope.name)], ignore_conflicts=True)
            continue
        pk, version, before, now = row
        limit = scope.limit
        entries = limit.counting(before, now)
        granted = min(wanted, limit.room(entries))
        if granted:
            entries = limit.add(entries, now, granted)
        # A clock that was set back is written down even so: otherwise nothing would count down until it catches up.
        changed = granted or sliding.ahead(before, now)
        if not changed or _put(pk, version, entries):
            return granted, limit.free_at(entries, now) - now
        _let_others_go(turn)
    return 0, BUSY


def _give_back(scope: Scope, count: int) -> None:
    for turn in range(TURNS if count > 0 else 0):
        row = _row(scope.name)
        if row is None or _put(row[0], row[1], sliding.taken_back(scope.limit.counting(row[2], row[3]), count)):
            return
        _let_others_go(turn)


def _put(pk: int, version: int, entries: sliding.Entries) -> bool:
    rows = CallWindow.objects.filter(pk=pk, version=version)
    return bool(rows.update(entries=entries, version=version + 1))


def _let_others_go(turn: int) -> None:
    time.sleep(random.uniform(0.0, min(0.001 * 2 ** min(turn, 5), 0.03)))
