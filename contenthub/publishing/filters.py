"""What the listings can be narrowed down to."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from channels import registry
from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.publishing.channel_words import said
from contenthub.publishing.inbox import topics
from contenthub.publishing.models import Account, Attempt, Delivery, DeliveryQuerySet
from contenthub.variants.models import Variant
from contenthub.variants.registry import get as kind
from contenthub.variants.registry import names as kind_names


def channels() -> list[tuple[str, str]]:
    """The channels there are: (name, label)."""
    return [(name, said(registry.get(name).label)) for name in registry.names()]


def kinds() -> list[tuple[str, str]]:
    return [(name, str(kind(name).label)) for name in kind_names()]


class DeliveryFilterSet(WagtailFilterSet):
    waits = django_filters.ChoiceFilter(
        label=_("Waits for"),
        method="waiting",
        empty_label=_("Anything"),
        choices=[("person", _("A person")), ("hub", _("The hub"))],
        widget=forms.RadioSelect,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Delivery.State.choices, distinct=False, widget=forms.CheckboxSelectMultiple
    )
    account = django_filters.ModelMultipleChoiceFilter(
        label=_("Account"), method="through", queryset=Account.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), method="on", choices=channels, widget=forms.CheckboxSelectMultiple
    )
    asset = django_filters.ModelChoiceFilter(
        label=_("Asset"), method="of_asset", queryset=Asset.objects.order_by("title")
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), method="of_kind", choices=kinds, widget=forms.CheckboxSelectMultiple
    )
    campaign = django_filters.ModelChoiceFilter(
        label=_("Campaign"), method="of_campaign", queryset=Campaign.objects.all()
    )
    due_at = django_filters.DateFromToRangeFilter(label=_("Due"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields: list[str] = []

    def waiting(self, queryset: DeliveryQuerySet, name: str, value: str) -> DeliveryQuerySet:
        """Those a person decides about, or those the hub goes on with by itself."""
        if value == "person":
            return queryset.for_person()
        open_states = (Delivery.State.SCHEDULED, Delivery.State.SENDING, Delivery.State.UNCONFIRMED)
        return queryset.filter(state__in=open_states).for_nobody()

    # What an account or a variant has is asked of these, of which there are few; joined, it would be asked of every row.

    def through(self, queryset: DeliveryQuerySet, name: str, value: list[Account]) -> DeliveryQuerySet:
        return queryset.through([account.pk for account in value]) if value else queryset

    def on(self, queryset: DeliveryQuerySet, name: str, value: list[str]) -> DeliveryQuerySet:
        """Through accounts of these channels."""
        return queryset.through(Account.objects.filter(channel__in=value).values("pk")) if value else queryset

    def of_asset(self, queryset: DeliveryQuerySet, name: str, value: Asset) -> DeliveryQuerySet:
        return queryset.of(Variant.objects.filter(source_asset=value).values("pk"))

    def of_kind(self, queryset: DeliveryQuerySet, name: str, value: list[str]) -> DeliveryQuerySet:
        return queryset.of(Variant.objects.filter(kind_name__in=value).values("pk")) if value else queryset

    def of_campaign(self, queryset: DeliveryQuerySet, name: str, value: Campaign) -> DeliveryQuerySet:
        return queryset.of(Variant.objects.filter(source_asset__campaign=value).values("pk"))


class InboxFilterSet(WagtailFilterSet):
    topic = django_filters.MultipleChoiceFilter(
        label=_("What to decide"),
        method="about",
        choices=[(topic.name, topic.label) for topic in topics.TOPICS],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), field_name="account__channel", choices=channels, widget=forms.CheckboxSelectMultiple
    )
    account = django_filters.ModelMultipleChoiceFilter(
        label=_("Account"), queryset=Account.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    campaign = django_filters.ModelChoiceFilter(
        label=_("Campaign"), field_name="variant__source_asset__campaign", queryset=Campaign.objects.all()
    )
    asset = django_filters.ModelChoiceFilter(
        label=_("Asset"), field_name="variant__source_asset", queryset=Asset.objects.order_by("title")
    )

    class Meta:
        model = Delivery
        fields: list[str] = []

    def about(self, queryset: QuerySet[Delivery], name: str, value: list[str]) -> QuerySet[Delivery]:
        """Those that put one of these questions."""
        return topics.by_topic(queryset, value) if value else queryset


class AttemptFilterSet(WagtailFilterSet):
    outcome = django_filters.MultipleChoiceFilter(
        label=_("Outcome"), choices=Attempt.Outcome.choices, widget=forms.CheckboxSelectMultiple
    )
    account = django_filters.ModelMultipleChoiceFilter(
        label=_("Account"),
        field_name="delivery__account",
        queryset=Account.objects.all(),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    started_at = django_filters.DateFromToRangeFilter(label=_("Started"), widget=DateRangePickerWidget)

    class Meta:
        model = Attempt
        fields: list[str] = []


class AccountFilterSet(WagtailFilterSet):
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), choices=channels, widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Account.State.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Account
        fields: list[Any] = []
