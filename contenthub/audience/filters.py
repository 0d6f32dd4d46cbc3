"""What the audience's listings can be narrowed down by."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from contenthub.assets.models import Asset
from contenthub.audience.models import Contact, ContactList, Lead
from contenthub.campaigns.models import Campaign

CONSENT_STATES = [
    ("granted", _("Consent given")),
    ("withdrawn", _("Withdrawn")),
    ("never", _("Never asked")),
    ("suppressed", _("Address suppressed")),
]


class ContactFilterSet(WagtailFilterSet):
    consent = django_filters.ChoiceFilter(label=_("Newsletter"), choices=CONSENT_STATES, method="by_consent")
    lists = django_filters.ModelChoiceFilter(label=_("List"), queryset=ContactList.objects.all())

    class Meta:
        model = Contact
        fields = ["consent", "lists", "language"]

    def by_consent(self, contacts: QuerySet[Contact], name: str, value: str) -> QuerySet[Contact]:
        if value == "suppressed":
            return contacts.exclude(suppressed="")
        return contacts.filter(Q(consented={"granted": True, "withdrawn": False, "never": None}[value]))


class LeadFilterSet(WagtailFilterSet):
    asset = django_filters.ModelChoiceFilter(label=_("Asset"), queryset=Asset.objects.order_by("title"))
    campaign = django_filters.ModelChoiceFilter(
        label=_("Campaign"), queryset=Campaign.objects.all(), method="by_campaign"
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = Lead
        fields = ["asset", "campaign", "created_at"]

    def by_campaign(self, leads: QuerySet[Lead], name: str, value: Campaign) -> QuerySet[Lead]:
        """Leads whose asset, or whose last link, belongs to the campaign."""
        return leads.filter(Q(asset__campaign=value) | Q(last_link__campaign=value))
