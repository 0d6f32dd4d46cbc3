"""The "Audience" group of the admin's menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from contenthub.audience.filters import ContactFilterSet, LeadFilterSet
from contenthub.audience.models import ConsentWording, Contact, ContactList, Lead
from contenthub.audience.reading import WIDE, ReadingIndexView, ReadingViewSet, title_column
from contenthub.audience.views.contacts import VERBS, ContactInspectView, ContactVerbView, consent_label
from contenthub.audience.views.leads import LeadInspectView
from contenthub.audience.views.lists import ListImportView, ListInspectView, MemberRemoveView


class ContactIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Contact]:
        return Contact.objects.with_consent().prefetch_related("lists")


def _newsletter(contact: Contact) -> str:
    return _("Address suppressed") if contact.suppressed else consent_label(contact.consented)


def _lists(contact: Contact) -> str:
    return ", ".join(each.name for each in contact.lists.all())


class ContactViewSet(ReadingViewSet):
    model = Contact
    name = "contacts"
    icon = "user"
    menu_order = 1
    names = (*ReadingViewSet.names, "edit", "history", "history_results")
    index_view_class = ContactIndexView
    index_results_template_name = "audience/contact_results.html"
    inspect_view_class = ContactInspectView
    inspect_template_name = ContactInspectView.template_name
    # Not the address: consent was given by whoever has it.
    form_fields = ["name", "company", "language"]
    search_fields = ["email", "name", "company"]
    filterset_class = ContactFilterSet
    list_display = [
        title_column("email", "contacts", label=gettext_lazy("E-mail"), sort_key="email"),
        Column("name", label=gettext_lazy("Name"), sort_key="name", classname=WIDE),
        Column("company", label=gettext_lazy("Company"), sort_key="company", classname=WIDE),
        StatusTagColumn(
            "newsletter",
            label=gettext_lazy("Newsletter"),
            accessor=_newsletter,
            primary=lambda contact: contact.consented is True and not contact.suppressed,
        ),
        Column("lists", label=gettext_lazy("Lists"), accessor=_lists, classname=WIDE),
        DateColumn("created_at", label=gettext_lazy("Since"), sort_key="created_at", classname=WIDE),
    ]
    list_export = ["email", "name", "company", "language", "consented", "suppressed", "created_at"]
    export_headings = {"consented": gettext_lazy("Newsletter consent")}
    export_filename = "contacts"

    def get_urlpatterns(self) -> list[URLPattern]:
        verbs = [
            path(
                f"{verb}/<int:pk>/",
                self.construct_view(ContactVerbView, verb=verb, template_name=ContactVerbView.template_name),
                name=verb,
            )
            for verb in VERBS
        ]
        return [*super().get_urlpatterns(), *verbs]


class ListIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[ContactList]:
        return ContactList.objects.annotate(count=Count("memberships"))


class ContactListViewSet(ReadingViewSet):
    model = ContactList
    name = "contact_lists"
    icon = "group"
    menu_order = 2
    names = (*ReadingViewSet.names, "add", "edit", "history", "history_results")
    index_view_class = ListIndexView
    inspect_view_class = ListInspectView
    inspect_template_name = ListInspectView.template_name
    form_fields = ["name", "slug", "description"]
    search_fields = ["name", "slug"]
    list_display = [
        title_column("name", "contact_lists", label=gettext_lazy("Name"), sort_key="name"),
        Column("slug", label=gettext_lazy("Slug"), sort_key="slug", classname=WIDE),
        Column("description", label=gettext_lazy("Description"), classname=WIDE),
        NumberColumn("count", label=gettext_lazy("Members"), sort_key="count"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        adding = self.construct_view(ListImportView, template_name=ListImportView.template_name)
        return [
            *super().get_urlpatterns(),
            path("import/<int:pk>/", adding, name="import"),
            path("remove/<int:pk>/<int:contact>/", self.construct_view(MemberRemoveView), name="remove"),
        ]


class LeadIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Lead]:
        return Lead.objects.select_related("contact", "asset__campaign", "first_link", "last_link")


class LeadViewSet(ReadingViewSet):
    model = Lead
    name = "leads"
    icon = "form"
    menu_order = 3
    index_view_class = LeadIndexView
    index_results_template_name = "audience/lead_results.html"
    inspect_view_class = LeadInspectView
    inspect_template_name = LeadInspectView.template_name
    search_fields = ["contact__email", "contact__name", "contact__company", "asset__title"]
    filterset_class = LeadFilterSet
    list_display = [
        title_column("contact", "leads", label=gettext_lazy("Contact"), sort_key="contact__email"),
        Column(
            "company",
            label=gettext_lazy("Company"),
            accessor="contact.company",
            sort_key="contact__company",
            classname=WIDE,
        ),
        Column("asset", label=gettext_lazy("Asset"), sort_key="asset__title"),
        Column("campaign", label=gettext_lazy("Campaign"), accessor="asset.campaign", classname=WIDE),
        Column("first", label=gettext_lazy("First touch"), accessor="first_link.utm_source", classname=WIDE),
        Column("last", label=gettext_lazy("Last touch"), accessor="last_link.utm_source", classname=WIDE),
        DateColumn("created_at", label=gettext_lazy("When"), sort_key="created_at"),
    ]
    list_export = [
        "created_at",
        "contact.email",
        "contact.name",
        "contact.company",
        "contact.language",
        "asset",
        "asset.campaign",
        *(f"{touch}_link.utm_{name}" for touch in ("first", "last") for name in ("source", "medium", "campaign")),
        "first_link.short_url",
        "last_link.short_url",
        "downloaded_at",
    ]
    export_headings = {
        "contact.email": gettext_lazy("E-mail"),
        "contact.name": gettext_lazy("Name"),
        "contact.company": gettext_lazy("Company"),
        "contact.language": gettext_lazy("Language"),
        "asset": gettext_lazy("Asset"),
        "asset.campaign": gettext_lazy("Campaign"),
    }
    export_filename = "leads"


class ConsentWordingViewSet(ReadingViewSet):
    model = ConsentWording
    name = "consent_wordings"
    icon = "openquote"
    menu_order = 4
    menu_label = gettext_lazy("Consent wordings")
    list_filter = ["purpose", "language"]
    list_display = [
        title_column("text", "consent_wordings", label=gettext_lazy("The exact words")),
        Column(
            "purpose", label=gettext_lazy("Purpose"), accessor="get_purpose_display", sort_key="purpose", classname=WIDE
        ),
        Column("language", label=gettext_lazy("Language"), accessor="get_language_display", sort_key="language"),
        Column("version", label=gettext_lazy("Version"), sort_key="version", classname=WIDE),
        DateColumn("created_at", label=gettext_lazy("First shown"), sort_key="created_at", classname=WIDE),
    ]
    inspect_view_fields = ["text", "purpose", "language", "version", "digest", "created_at"]


class AudienceGroup(ViewSetGroup):
    menu_label = gettext_lazy("Audience")
    menu_icon = "group"
    menu_order = 130
    items: Any = (ContactViewSet, ContactListViewSet, LeadViewSet, ConsentWordingViewSet)
