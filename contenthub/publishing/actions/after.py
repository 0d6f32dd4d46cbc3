"""Changing what is out: updates and withdrawals, each a delivery of its own with its attempts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from channels.base import Capabilities, ChannelError, Receipt
from contenthub.lib import clock
from contenthub.lib.urls import is_http
from contenthub.publishing import accounts, behind, checks, effects, freeze, gate, order, revising, showing
from contenthub.publishing.actions.changing import free, refusal
from contenthub.publishing.actions.scheduling import due
from contenthub.publishing.errors import AccountTrouble, CannotChange, CannotSchedule
from contenthub.publishing.gate import Held
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.transitions import RELEASED, fitted, move
from contenthub.variants.models import Variant

State, Intent = Delivery.State, Delivery.Intent

#: The states in which a person can say that a change was made by hand.
DOABLE = (State.HANDED_OVER, State.FAILED, State.HELD)


def update(delivery: Delivery, user: AbstractBaseUser | None = None, at: dt.datetime | None = None) -> Delivery:
    """Make a delivery that puts the variant's approved version in place of what is live.

    Where the hub cannot do it, that delivery is a person's task from the start (``handed_over``).

    :param at: aware; now if not given.
    :raises CannotChange: with what to do: it is not live, nothing new is approved, a check failed, or there is one already.
    """
    due_at = _due(at)
    original = _out(delivery)
    if why := no_update(original):
        raise CannotChange(why)
    variant: Variant = Variant.objects.get(pk=original.variant_id).specific
    _ready(variant, original.account)
    if showing.revisions([original]).get(original.pk) == variant.live_revision:
        raise CannotChange(_("The approved version is what is out already. Approve the new one first."))
    if original.changes.filter(intent=Intent.WITHDRAW).open_changes().exists():
        raise CannotChange(_("It is being taken down. Cancel that first."))
    task = ""
    if not by_hub(original, Intent.UPDATE):
        task = _("Put the new version in its place by hand at %s, then mark it done. Its text is below.")
    return _made(original, Intent.UPDATE, due_at, task, user)


def withdraw(
    delivery: Delivery, user: AbstractBaseUser | None = None, reason: str = "", at: dt.datetime | None = None
) -> Delivery:
    """Make a delivery that takes down what is live; updates of it that wait are cancelled.

    Where the hub cannot do it, that delivery is a person's task from the start (``handed_over``).

    :param reason: why, in the person's words; kept with both deliveries.
    :param at: aware; now if not given.
    :raises CannotChange: it is not live, it was a mailing, or it is being taken down already.
    """
    due_at = _due(at)
    original = _out(delivery)
    if why := no_withdrawal(original):
        raise CannotChange(why)
    task = "" if by_hub(original, Intent.WITHDRAW) else _("Take it down by hand at %s, then mark it done.")
    return _made(original, Intent.WITHDRAW, due_at, task, user, reason)


def mark_done(change: Delivery, user: AbstractBaseUser | None = None, url: str = "") -> Delivery:
    """A person has made the change by hand.

    :param url: of an update: its new address, where it has another one.
    :raises CannotChange: it is not such a delivery, or its state does not allow it.
    """
    url = url.strip()
    if not change.is_change or change.original is None:
        raise CannotChange(_("Only an update or a withdrawal can be marked as done."))
    if url and not (is_http(url) and len(url) <= 2000):
        raise CannotChange(_("Enter the full address of the post, starting with https:// or http://."))
    changes: dict[str, Any] = {"state": State.LIVE, "hold": "", "live_at": clock.now(), **RELEASED}
    if change.intent == Intent.UPDATE:
        changes["url"] = url or change.original.url
    with transaction.atomic():
        if not move(change.pk, free() & Q(state__in=DOABLE), reason=_("Done by hand."), **changes):
            change.refresh_from_db()
            raise CannotChange(refusal(change, DOABLE))
        receipt = Receipt("", url) if url else None
        effects.take_effect(change, Delivery.objects.select_for_update().get(pk=change.original_id or 0), receipt)
        log(instance=change, action="publishing.mark_done", user=user, data={"url": url})
    change.refresh_from_db()
    return change


def by_hub(original: Delivery, intent: str) -> bool:
    """Whether the hub itself can make this change; otherwise a person does."""
    able = _capabilities(original.account)
    return bool(original.receipt_id) and (able.edit if intent == Intent.UPDATE else able.withdraw)


def no_update(original: Delivery) -> str:
    """Why what is out cannot be updated by anybody, or need not be; empty: it can."""
    able = _capabilities(original.account)
    if able.recipients or original.mailing_id:
        return _("Mail that was sent cannot be changed. Send another one that puts it right.")
    if showing.shows_itself(original.account):
        return _("There is nothing to send: the page itself is out, and it shows the approved version.")
    try:
        count = freeze.parts_of(original.variant, accounts.capabilities(original.account))
    except (AccountTrouble, freeze.EmptyVariant):
        return ""  # said when it is checked
    return "" if count == original.parts else order.parts_changed(original, count, out=True)


def no_withdrawal(original: Delivery) -> str:
    """Why what is out cannot be taken down by anybody; empty: it can."""
    if _capabilities(original.account).recipients or original.mailing_id:
        return _("Mail that was sent cannot be taken back. Send another one that puts it right.")
    return ""


def _out(delivery: Delivery) -> Delivery:
    original = Delivery.objects.select_related("account", "link", "variant").get(pk=delivery.pk)
    if original.is_change:
        raise CannotChange(_("This is a change of another delivery; go to that one."))
    if original.state != State.LIVE:
        raise CannotChange(refusal(original, ()))
    return original


def _ready(variant: Variant, account: Account) -> None:
    """:raises CannotChange: the variant as approved may not go out."""
    if not variant.live:
        raise CannotChange(_("“%s” is not approved. Approve it first.") % variant.title)
    if why := behind.reason(variant):
        raise CannotChange(why)
    if found := checks.errors(checks.problems(variant, account)):
        raise CannotChange(checks.sentence(found))


def _made(
    original: Delivery, intent: str, due_at: dt.datetime, task: str, user: AbstractBaseUser | None, note: str = ""
) -> Delivery:
    plan: dict[str, Any] = {"due_at": due_at, "planned_at": due_at, "note": fitted(note, 500), "created_by": user}
    whose: dict[str, Any] = {"account": original.account, "campaign_id": original.campaign_id, "original": original}
    made = Delivery(variant_id=original.variant_id, intent=intent, **whose, **plan)
    if task and intent == Intent.UPDATE:
        _compose(made)
    try:
        with transaction.atomic():
            if not Delivery.objects.select_for_update().out().filter(pk=original.pk).exists():
                raise CannotChange(refusal(Delivery.objects.get(pk=original.pk), ()))
            if intent == Intent.WITHDRAW:
                effects.drop_waiting(original, _("Not needed any more: it is being taken down."), Intent.UPDATE)
            made.save(force_insert=True)
            _held_or_handed_over(made, original, task)
            log(instance=original, action=f"publishing.{intent}", user=user, data={"note": made.note})
            log(instance=made, action=f"publishing.{intent}", user=user, data={"note": made.note})
    except IntegrityError as error:
        text = _("It is being updated already.") if intent == Intent.UPDATE else _("It is being taken down already.")
        raise CannotChange(text) from error
    made.refresh_from_db()
    return made


def _held_or_handed_over(made: Delivery, original: Delivery, task: str) -> None:
    scheduled = Q(state=State.SCHEDULED)
    if task:
        place = original.url or _("the account “%s”") % original.account.name
        move(made.pk, scheduled, state=State.HANDED_OVER, reason=fitted(task % place))
        return
    account = Account.objects.select_for_update().get(pk=original.account_id)
    if account.state != Account.State.ACTIVE:
        hold = {"state": State.HELD, "hold": Delivery.Hold.ACCOUNT_PAUSED}
        move(made.pk, scheduled, reason=fitted(gate.account_paused(account)), **hold)


def _compose(made: Delivery) -> None:
    """The new text with its tagged links, for the person who puts it there.

    :raises CannotChange: it cannot be made.
    """
    try:
        post, made.revision_id = revising.composed(made, accounts.connector(made.account))
    except (AccountTrouble, Held, ChannelError) as error:
        raise CannotChange(error.reason if isinstance(error, Held) else str(error)) from error
    made.post = post.as_json()


def _due(at: dt.datetime | None) -> dt.datetime:
    try:
        return due(at)
    except CannotSchedule as error:
        raise CannotChange(str(error)) from error


def _capabilities(account: Account) -> Capabilities:
    try:
        return accounts.capabilities(account)
    except AccountTrouble:
        return Capabilities()
