"""Checking the deliveries of a release together, before any of them goes.

A quarter of an hour before its time all of it is looked through, so that there is time to mend what cannot go. Right
before its time it is checked: only then may anything of it go. One process does either, whoever takes it first; one
that dies in the middle leaves it to the next after ``LEASE``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from channels.base import ChannelError
from contenthub.lib import clock
from contenthub.publishing import accounts, behind, freeze, gate, order, outcomes, upkeep
from contenthub.publishing.actions.releasing import releases
from contenthub.publishing.actions.scheduling import ready
from contenthub.publishing.errors import AccountTrouble, CannotSchedule, InBlackout
from contenthub.publishing.gate import Held
from contenthub.publishing.log import LOGGER
from contenthub.publishing.models import Account, Delivery, Release
from contenthub.publishing.transitions import RELEASED, fitted, move
from contenthub.variants.models import Variant

State, Hold = Delivery.State, Delivery.Hold

#: How long before its time a release is looked through, and how long before it is checked so that nothing waits for it.
LOOK = dt.timedelta(minutes=15)
CHECK = dt.timedelta(seconds=20)

#: How long one process may be at it before another takes it over.
LEASE = dt.timedelta(minutes=2)

#: Held for what ends by itself: of a release that goes together or not at all such a one would then go alone.
PASSING = (Hold.ACCOUNT_PAUSED, Hold.BEHIND)

#: Held for what may be mended by the time of the check.
MENDABLE = (Hold.FAILED_CHECK, Hold.NOT_APPROVED, Hold.BEHIND, Hold.ACCOUNT_PAUSED, Hold.BLACKOUT)


@dataclasses.dataclass
class Finding:
    """One delivery of a release, and what keeps it, if anything does."""

    delivery: Delivery
    held: Held | None


def run(now: dt.datetime) -> int:
    """Look through and check the releases whose time has come; how many."""
    if not Release.objects.unchecked().exists():
        return 0
    due = list(Release.objects.coming(now + CHECK))
    soon = Release.objects.unchecked().filter(looked_at=None, planned_at__lte=now + LOOK)
    waiting = [release for release in soon if release not in due]
    return sum(check(release) for release in due) + sum(check(release, final=False) for release in waiting)


def check(release: Release, *, final: bool = True) -> bool:
    """Check all of it together; False when somebody else is at it, or it was changed meanwhile.

    :param final: it may go afterwards; otherwise this is the look beforehand.
    """
    until = clock.now() + LEASE
    free = Q(checking_until=None) | Q(checking_until__lte=clock.now())
    if not Release.objects.filter(free, pk=release.pk, checked_at=None).update(checking_until=until):
        return False
    if not final:
        _read_limits(release)
    found = findings(release)
    with transaction.atomic():
        at = clock.now()
        done = {"looked_at": at, "checking_until": None, "reason": fitted(_reason(release, found, final))}
        done |= {"checked_at": at} if final else {}
        # Another time, or another process: then that one's check counts.
        if not Release.objects.filter(pk=release.pk, checked_at=None, checking_until=until).update(**done):
            return False
        _apply(release, found, final)
    LOGGER.info("release=%s %s: %s", release.pk, "checked" if final else "looked through", done["reason"] or "sound")
    return True


def _read_limits(release: Release) -> None:
    """Ask the servers for the accounts' own limits where those are old, while there is time to wait for an answer."""
    for account in Account.objects.filter(deliveries__release=release).distinct():
        try:
            gate.limits(account, accounts.connector(account))
        except (ChannelError, AccountTrouble) as error:
            LOGGER.warning("release=%s: the limits of %s could not be read (%s)", release.pk, account.name, error)


def findings(release: Release) -> list[Finding]:
    """What stands against each of its deliveries that has not gone, nor was cancelled; nothing is changed."""
    rows = release.deliveries.filter(state__in=(State.SCHEDULED, State.HELD)).order_by("part", "pk")
    members = list(rows.select_related("account", "variant", "after"))
    opens: set[int] = set()
    judged: dict[tuple[int, int], Held | None] = {}
    for member in sorted(members, key=lambda each: not releases(each.account)):
        pair = (member.variant_id, member.account_id)
        if pair not in judged:
            judged[pair] = _surely_judged(member, opens)
        if releases(member.account) and judged[pair] is None:
            opens.add(member.variant_id)
    return [Finding(member, _cut_off(member) or judged[member.variant_id, member.account_id]) for member in members]


def _surely_judged(delivery: Delivery, opens: set[int]) -> Held | None:
    """As ``_judged``; a fault of a channel or kind keeps the deliveries it concerns, and nothing else."""
    try:
        return _judged(delivery, opens)
    except OperationalError:
        raise  # the database is away: nothing is wrong with this delivery
    except Exception as error:
        LOGGER.exception("delivery=%s of release=%s could not be checked", delivery.pk, delivery.release_id)
        return Held(Hold.FAILED_CHECK, outcomes.unexpected(error))


def _cut_off(delivery: Delivery) -> Held | None:
    """What it follows was taken out: a person says whether it goes without that."""
    why = order.cut_off(delivery)
    return Held(Hold.FAILED_CHECK, why) if why else None


def _judged(delivery: Delivery, opens: set[int]) -> Held | None:
    if gate.is_late(delivery.planned_at):
        return Held(Hold.MISSED, gate.missed(delivery))
    try:
        moment, anyway = max(delivery.planned_at, clock.now()), delivery.despite_blackout
        approved = ready(delivery.variant, delivery.account, opens=opens, at=moment, despite_blackout=anyway)
        count = freeze.parts_of(approved, accounts.capabilities(delivery.account))
    except InBlackout as error:
        return Held(Hold.BLACKOUT, str(error))
    except (CannotSchedule, AccountTrouble, freeze.EmptyVariant) as error:
        return Held(_hold(delivery), str(error))
    if count != delivery.parts:
        return Held(Hold.FAILED_CHECK, order.parts_changed(delivery, count))
    return None


def _hold(delivery: Delivery) -> Delivery.Hold:
    """Which of the reasons to hold a delivery stands behind a refusal."""
    variant: Variant = Variant.objects.get(pk=delivery.variant_id)
    if not variant.live:
        return Hold.NOT_APPROVED
    if behind.reason(variant.specific):
        return Hold.BEHIND
    paused = Account.objects.filter(pk=delivery.account_id).exclude(state=Account.State.ACTIVE).exists()
    return Hold.ACCOUNT_PAUSED if paused else Hold.FAILED_CHECK


def _apply(release: Release, found: Sequence[Finding], final: bool) -> None:
    culprits = _culprits(release, found) if final and release.all_or_none else []
    waiting = Q(state=State.SCHEDULED)
    if culprits:
        waiting |= Q(state=State.HELD, hold__in=PASSING)
    for finding in found:
        delivery, held = finding.delivery, finding.held
        if culprits and (held is None or held.hold in PASSING):
            why = held.reason if held else culprits[0]
            held = Held(Hold.FAILED_CHECK, _("Its release goes all together or not at all. %s") % why)
        if held is None:
            mended = Q(state=State.HELD, hold__in=MENDABLE, planned_at=delivery.planned_at)
            move(delivery.pk, mended, state=State.SCHEDULED, hold="", reason="", tries=0, **RELEASED)
        else:
            as_judged = waiting & Q(planned_at=delivery.planned_at)
            move(delivery.pk, as_judged, state=State.HELD, hold=held.hold, reason=fitted(held.reason), **RELEASED)


def _culprits(release: Release, found: Sequence[Finding]) -> list[str]:
    """What keeps an all-or-none release, each in one sentence."""
    said = [f"{each.delivery}: {each.held.reason}" for each in found if each.held]
    lost = release.deliveries.filter(state__in=(State.FAILED, State.UNCONFIRMED)).select_related("variant", "account")
    return [*said, *(f"{delivery}: {delivery.reason}" for delivery in lost)]


def _reason(release: Release, found: Sequence[Finding], final: bool) -> str:
    culprits = _culprits(release, found)
    if not culprits:
        return ""
    said = " ".join(culprits)
    if not final:
        return _("As it stands, not all of it can go. Mend it before its time. %s") % said
    if release.all_or_none:
        return _("Nothing went: it goes all together or not at all. %s") % said
    return _("Not all of it could go. %s") % said


upkeep.register("releases", 1.0, run)
upkeep.register("order", 10.0, order.catch_up)
