"""Cells of publishing's listings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from channels import registry
from contenthub.audience.reading import WIDE
from contenthub.publishing import standing, times
from contenthub.publishing.channel_words import said
from contenthub.publishing.models import Account, Attempt, Delivery


class StateColumn(Column):
    """A delivery's state as a badge."""

    cell_template_name = "publishing/cells/state.html"


class AddressColumn(Column):
    """Where it is live, or why it is not."""

    cell_template_name = "publishing/cells/address.html"


class TitleWithAssetColumn(Column):
    """The variant's title leading to the delivery, its asset and kind below."""

    cell_template_name = "publishing/cells/delivery.html"


class AccountStateColumn(Column):
    """Active, or paused and why; what it waits for, and credentials that end soon."""

    cell_template_name = "publishing/cells/account_state.html"

    def get_cell_context_data(self, instance: Account, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), **standing.moments(instance)}


def due_text(delivery: Delivery) -> str:
    """Its time in its campaign's time zone."""
    return times.said(delivery.due_at, times.zone_of(delivery.variant))


def channel_label(account: Account) -> str:
    """The channel's name for people."""
    return said(registry.get(account.channel).label) if account.channel in registry.names() else account.channel


def delivery_url(attempt: Attempt) -> str:
    """The page of the attempt's delivery."""
    return reverse("publishing_delivery:inspect", args=[attempt.delivery_id])


def account_text(row: Any) -> str:
    """The account of a delivery, with its channel."""
    return f"{row.account.name} · {channel_label(row.account)}"


DELIVERY_COLUMNS = [
    TitleWithAssetColumn("variant", label=_("Delivery"), sort_key="variant__title", width="30%"),
    Column("account", label=_("Account"), accessor=account_text, sort_key="account__name", classname=WIDE),
    StateColumn("state", label=_("State"), sort_key="state"),
    Column("due_at", label=_("Due"), accessor=due_text, sort_key="due_at", classname=WIDE),
    AddressColumn("url", label=_("Address, or why"), width="30%"),
]
