"""What is asked right before a delivery goes out, whichever way it came there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import Any

from django.utils.translation import gettext as _

from channels.base import Capabilities, Connector, NotSent, Post
from contenthub.lib import clock
from contenthub.publishing import accounts, baton, behind, blackouts, checks, freeze, golive, order, times
from contenthub.publishing.models import Account, Blackout, Delivery
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
    #: Why an approval that was to take effect by now did not.
    trouble: str
    #: A query, as SQL, that finds the variant as long as it is approved, not behind, and what was judged is unchanged.
    same: tuple[str, tuple[Any, ...]]


def judged(variant_id: int, able: Capabilities) -> Judgement:
    """Judge the variant as it is in the database at this moment; an approval due by now takes effect first."""
    trouble = golive.catch_up(Variant.objects.get(pk=variant_id), clock.now())
    same = _same(variant_id)
    variant: Variant = Variant.objects.get(pk=variant_id).specific
    why = behind.reason(variant) if variant.live else ""
    if not variant.live or why:
        return Judgement(variant, why, "", trouble, same)
    target = checks.public_target(variant, able)
    found = checks.errors([*variant_checks.problems(variant), *target])
    return Judgement(variant, "", checks.sentence(found), trouble, same)


def _same(variant_id: int) -> tuple[str, tuple[Any, ...]]:
    now = Variant.objects.values(*judging.STATE, "released_at", "source_asset__live").get(pk=variant_id)
    rows = Variant.objects.filter(pk=variant_id, **now).exclude(behind_parts__approved=True)
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    return sql, tuple(params)


class Judge:
    """Judges variants, and remembers for ``age`` seconds: checking a variant costs more than sending it.

    What a judgement rests on is compared with the database when a call is armed (``Judgement.same``); the age bounds how
    long a change of the brand's words goes unnoticed. For one thread at a time.
    """

    def __init__(self, age: float = 0.0) -> None:
        self.age = age
        self._kept: dict[tuple[int, Capabilities], tuple[float, Judgement]] = {}
        self._blackouts: dict[tuple[int, int | None], tuple[float, Blackout | None]] = {}

    def __call__(self, variant_id: int, able: Capabilities) -> Judgement:
        now = time.monotonic()
        at, judgement = self._kept.get((variant_id, able), (0.0, None))
        if judgement is None or now - at >= self.age:
            self._kept = {key: each for key, each in self._kept.items() if now - each[0] < self.age}
            judgement = judged(variant_id, able)
            self._kept[variant_id, able] = (now, judgement)
        return judgement

    def blackout(self, delivery: Delivery) -> Blackout | None:
        """The blackout that keeps it here now; taking something down or mending it is never kept."""
        if delivery.despite_blackout or delivery.intent != Delivery.Intent.PUBLISH:
            return None
        key, now = (delivery.account_id, delivery.campaign_id), time.monotonic()
        at, found = self._blackouts.get(key, (0.0, None))
        if key not in self._blackouts or now - at >= self.age:
            found = blackouts.at(clock.now(), *key)
            self._blackouts[key] = (now, found)
        return found

    def forget(self, variant_id: int) -> None:
        """It is not as it was judged any more."""
        self._kept = {key: each for key, each in self._kept.items() if key[0] != variant_id}


def admit(delivery: Delivery, judge: Judge) -> Judgement:
    """The approved variant and what it was judged by, if its delivery may go out now.

    :raises Held: not approved, behind its source, account paused, too late, in a blackout, or a check failed.
    :raises NotSent: what has to come first is still to come.
    """
    if why := order.waits_for(delivery):
        raise NotSent(why, retry_after=order.PAUSE)
    judgement = judge(delivery.variant_id, accounts.capabilities(delivery.account))
    if not judgement.variant.live:
        text = (
            judgement.trouble or _("“%s” is not approved. Approve it, then send this again.") % judgement.variant.title
        )
        raise Held(Hold.NOT_APPROVED, text)
    if judgement.behind:
        raise Held(Hold.BEHIND, judgement.behind)
    if delivery.account.state != Account.State.ACTIVE:
        raise Held(Hold.ACCOUNT_PAUSED, account_paused(delivery.account))
    if is_late(order.could_go_at(delivery)):
        raise Held(Hold.MISSED, missed(delivery))
    if blackout := judge.blackout(delivery):
        raise Held(Hold.BLACKOUT, blackouts.holding(blackout))
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
        with baton.laid_down():
            return accounts.refresh_limits(account, speaker)
    return accounts.capabilities(account)


def compose(delivery: Delivery, variant: Variant, speaker: Connector, able: Capabilities) -> Post:
    """The post, checked against the channel.

    :raises Held: the channel would not take it.
    """
    if not able.takes(variant.kind_name):
        raise Held(Hold.FAILED_CHECK, _("The account's channel does not take this kind of variant."))
    # An update takes the place of the part of a thread that it is of.
    place = delivery.original or delivery
    try:
        if (count := freeze.parts_of(variant, able)) != place.parts:
            raise Held(Hold.FAILED_CHECK, order.parts_changed(place, count, out=delivery.is_change))
        post = freeze.build(variant, delivery.tracked, able, delivery.key.hex, place.part)
    except freeze.EmptyVariant as error:
        raise Held(Hold.FAILED_CHECK, str(error)) from error
    found = checks.errors(checks.of_post(post, able, speaker))
    if found:
        raise Held(Hold.FAILED_CHECK, checks.sentence(found))
    return dataclasses.replace(post, reply_to=_replies_to(delivery, speaker))


def _replies_to(delivery: Delivery, speaker: Connector) -> str:
    """The platform's id of the part before; empty for what begins a thread or is none."""
    before = delivery.after
    if before is None or not before.part or before.state != Delivery.State.LIVE:
        return ""
    if found := before.receipt_id or speaker.identify(before.url):
        return found
    text = _("What part %s is called on the platform is not known, so nothing can reply to it. Cancel this part.")
    raise Held(Hold.FAILED_CHECK, text % before.part)
