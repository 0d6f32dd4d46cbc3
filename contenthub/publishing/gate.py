"""What is asked right before a delivery goes out, whichever way it came there."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from channels.base import Capabilities, Connector, NotSent, Post
from contenthub.lib import clock
from contenthub.publishing import accounts, behind, checks, freeze, order, times
from contenthub.publishing.models import Account, Delivery
from contenthub.variants import checks as variant_checks
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


def admit(delivery: Delivery) -> Variant:
    """The approved variant, fresh from the database, if its delivery may go out now.

    :raises Held: not approved, behind its source, account paused, too late, or a check failed.
    :raises NotSent: what has to come first is still to come.
    """
    if why := order.waits_for(delivery):
        raise NotSent(why, retry_after=order.PAUSE)
    variant: Variant = Variant.objects.get(pk=delivery.variant_id).specific
    if not variant.live:
        raise Held(Hold.NOT_APPROVED, _("“%s” is not approved. Approve it, then send this again.") % variant.title)
    if why := behind.reason(variant):
        raise Held(Hold.BEHIND, why)
    if delivery.account.state != Account.State.ACTIVE:
        raise Held(Hold.ACCOUNT_PAUSED, account_paused(delivery.account))
    if is_late(order.could_go_at(delivery)):
        raise Held(Hold.MISSED, missed(delivery))
    target = checks.public_target(variant, accounts.capabilities(delivery.account))
    found = checks.errors([*variant_checks.problems(variant), *target])
    if found:
        raise Held(Hold.FAILED_CHECK, checks.sentence(found))
    return variant


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
        if (count := freeze.parts_of(variant, able)) != delivery.parts:
            raise Held(Hold.FAILED_CHECK, order.parts_changed(delivery, count))
        post = freeze.build(variant, delivery.tracked, able, delivery.key.hex, delivery.part)
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
