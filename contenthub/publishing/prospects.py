"""What would become of each live delivery if it were updated or taken down now, for the person who is about to ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from contenthub.publishing import behind, showing
from contenthub.publishing.actions import after
from contenthub.publishing.models import Account, Delivery, DeliveryQuerySet

State, Intent = Delivery.State, Delivery.Intent


@dataclasses.dataclass(frozen=True)
class Prospect:
    """One live delivery; ``text`` says what will happen, or why nothing can."""

    delivery: Delivery
    able: bool
    by_hub: bool
    text: str


def out_of(page: Page) -> DeliveryQuerySet:
    """What is out of this variant, or of all variants of this asset."""
    return Delivery.objects.out().filter(Q(variant_id=page.pk) | Q(variant__source_asset_id=page.pk))


def live_below(page: Page) -> list[Delivery]:
    """The same with all that is shown of it."""
    found = out_of(page).select_related("account", "link", "variant__locale", "variant__source_asset__campaign")
    return list(found.order_by("variant_id", "live_at", "pk"))


def besides(page: Page) -> DeliveryQuerySet:
    """What may still come out of it, or is perhaps out already: taking down what is out leaves it as it is."""
    rows = Delivery.objects.filter(Q(variant_id=page.pk) | Q(variant__source_asset_id=page.pk), intent=Intent.PUBLISH)
    open_ones = (State.SCHEDULED, State.SENDING, State.UNCONFIRMED, State.HELD, State.HANDED_OVER)
    return rows.filter(state__in=open_ones).select_related("account", "variant").order_by("due_at", "pk")


def withdrawals(live: Iterable[Delivery]) -> list[Prospect]:
    """What taking each down would mean."""
    return [_withdrawal(delivery) for delivery in live]


def updates(live: Iterable[Delivery]) -> list[Prospect]:
    """What updating each would mean; those that show the approved version already are left out."""
    live = list(live)
    shown = showing.revisions(live)
    return [
        _update(delivery)
        for delivery in live
        if delivery.pk not in shown or shown[delivery.pk].pk != delivery.variant.live_revision_id
    ]


def updatable(delivery: Delivery) -> bool:
    """Whether there is an approved version to put in its place, and somebody could."""
    return not delivery.is_change and not delivery.is_gone and any(each.able for each in updates([delivery]))


def withdrawable(delivery: Delivery) -> bool:
    """Whether somebody could take it down, and nobody is at it."""
    return not delivery.is_change and not delivery.is_gone and _withdrawal(delivery).able


def _withdrawal(delivery: Delivery) -> Prospect:
    if _open(delivery, Intent.WITHDRAW):
        return Prospect(delivery, False, True, _("It is being taken down already."))
    if why := after.no_withdrawal(delivery):
        return Prospect(delivery, False, False, why)
    if not after.by_hub(delivery, Intent.WITHDRAW):
        return Prospect(delivery, True, False, _("A task for a person: the hub cannot take it down there."))
    text = _("Its account is paused: the hub does it when the account works again.")
    return Prospect(delivery, True, True, text if _paused(delivery) else _("The hub takes it down."))


def _update(delivery: Delivery) -> Prospect:
    variant = delivery.variant
    if _open(delivery, Intent.UPDATE):
        return Prospect(delivery, False, True, _("It is being updated already."))
    if _open(delivery, Intent.WITHDRAW):
        return Prospect(delivery, False, True, _("It is being taken down."))
    why = after.no_update(delivery) or ("" if variant.live else _("It is not approved. Approve it first."))
    if why := why or behind.reason(variant):
        return Prospect(delivery, False, False, why)
    if not after.by_hub(delivery, Intent.UPDATE):
        return Prospect(delivery, True, False, _("A task for a person: the hub cannot change it there."))
    text = _("Its account is paused: the hub does it when the account works again, and asks first if that is late.")
    return Prospect(
        delivery, True, True, text if _paused(delivery) else _("The hub puts the approved version in its place.")
    )


def _open(delivery: Delivery, intent: str) -> bool:
    return Delivery.objects.open_changes().filter(original=delivery, intent=intent).exists()


def _paused(delivery: Delivery) -> bool:
    return delivery.account.state != Account.State.ACTIVE
