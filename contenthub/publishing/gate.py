"""What is asked right before a delivery goes out, whichever way it came there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from channels.base import Capabilities, Connector, Post
from contenthub.lib import clock
from contenthub.publishing import accounts, behind, checks, freeze, times
from contenthub.publishing.models import Account, Delivery
from contenthub.variants import checks as variant_checks
from contenthub.variants.behind import judging
from contenthub.variants.models import Variant

Hold = Delivery.Hold

#: An account's own limits are asked for again after this long.
LIMITS_AGE = dt.timedelta(hours=24)


class Held(Exception):
    """The delivery stays here until a person decides; ``hold`` names why, the message says what to do."""

    def __init__(self, hold: Delivery.Hold, reason: str) -> None:
        super().__init__(reason)
        self.hold = hold
        self.reason = reason


def is_late(planned_at: dt.datetime) -> bool:
    """Whether the time at which a delivery was wanted is further back than the window in which it may go out."""
    return clock.now() > planned_at + times.window()


def missed(delivery: Delivery) -> str:
    """The sentence for a delivery that did not go out in its window."""
    return _("It was to go out at %s and could not. Send it now, choose another time, or cancel it.") % times.said(
        delivery.planned_at, times.zone_of(delivery.variant)
    )


@dataclasses.dataclass(frozen=True)
class Judgement:
    """What stands against sending a variant as approved through a channel that can do so much."""

    variant: Variant
    behind: str
    found: str
    #: A query, as SQL, that finds the variant as long as it is approved, not behind, and what was judged is unchanged.
    same: tuple[str, tuple[Any, ...]]


#: How a delivery's variant is judged: anew, or as it was a moment ago.
Judge = Callable[[int, Capabilities], Judgement]


def judged(variant_id: int, able: Capabilities) -> Judgement:
    """Judge the variant as it is in the database at this moment."""
    same = _same(variant_id)
    variant: Variant = Variant.objects.get(pk=variant_id).specific
    why = behind.reason(variant) if variant.live else ""
    if not variant.live or why:
        return Judgement(variant, why, "", same)
    target = checks.public_target(variant, able)
    found = checks.errors([*variant_checks.problems(variant), *target])
    return Judgement(variant, "", checks.sentence(found), same)


def _same(variant_id: int) -> tuple[str, tuple[Any, ...]]:
    now = Variant.objects.values(*judging.STATE).get(pk=variant_id)
    rows = Variant.objects.filter(pk=variant_id, **now).exclude(behind_parts__approved=True)
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    return sql, tuple(params)


class Recent:
    """Judgements of the last ``age`` seconds: checking a variant costs more than sending it. For one thread at a time.

    Approval, sources and account are asked about again when the call is armed.
    """

    def __init__(self, age: float) -> None:
        self.age = age
        self._kept: dict[tuple[int, Capabilities], tuple[float, Judgement]] = {}

    def __call__(self, variant_id: int, able: Capabilities) -> Judgement:
        now = time.monotonic()
        at, judgement = self._kept.get((variant_id, able), (0.0, None))
        if judgement is None or now - at > self.age:
            self._kept = {key: each for key, each in self._kept.items() if now - each[0] <= self.age}
            judgement = judged(variant_id, able)
            self._kept[variant_id, able] = (now, judgement)
        return judgement


def admit(delivery: Delivery, judge: Judge = judged) -> Judgement:
    """The approved variant and what it was judged by, if its delivery may go out now.

    :raises Held: not approved, behind its source, account paused, too late, or a check failed.
    """
    judgement = judge(delivery.variant_id, accounts.capabilities(delivery.account))
    if not judgement.variant.live:
        text = _("“%s” is not approved. Approve it, then send this again.")
        raise Held(Hold.NOT_APPROVED, text % judgement.variant.title)
    if judgement.behind:
        raise Held(Hold.BEHIND, judgement.behind)
    if delivery.account.state != Account.State.ACTIVE:
        raise Held(Hold.ACCOUNT_PAUSED, account_paused(delivery.account))
    if is_late(delivery.planned_at):
        raise Held(Hold.MISSED, missed(delivery))
    if judgement.found:
        raise Held(Hold.FAILED_CHECK, judgement.found)
    return judgement


def account_paused(account: Account) -> str:
    """The sentence for a delivery whose account is paused."""
    return _("The account “%(name)s” is paused. %(reason)s") % {"name": account.name, "reason": account.reason}


def limits(account: Account, speaker: Connector) -> Capabilities:
    """The account's capabilities, asked for again where they are old.

    :raises ChannelError: its server did not answer.
    """
    if account.limits_at is None or clock.now() - account.limits_at > LIMITS_AGE:
        return accounts.refresh_limits(account, speaker)
    return accounts.capabilities(account)


def compose(delivery: Delivery, variant: Variant, speaker: Connector, able: Capabilities) -> Post:
    """The post, checked against the channel.

    :raises Held: the channel would not take it.
    """
    if not able.takes(variant.kind_name):
        raise Held(Hold.FAILED_CHECK, _("The account's channel does not take this kind of variant."))
    try:
        post = freeze.build(variant, delivery.tracked, able, delivery.key.hex)
    except freeze.EmptyVariant as error:
        raise Held(Hold.FAILED_CHECK, str(error)) from error
    found = checks.errors(checks.of_post(post, able, speaker))
    if found:
        raise Held(Hold.FAILED_CHECK, checks.sentence(found))
    return post
