"""A contact's page: what they agreed to and when, what they asked for, and what an editor may do for them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import HeaderButton

from contenthub.audience import actions
from contenthub.audience.models import Contact, Method
from contenthub.audience.panels import contact_panels, rendered
from contenthub.audience.reading import linked_column, table, title_column


def consent_label(consented: bool | None) -> str:
    """True, False or None (as ``with_consent`` annotates) in words."""
    return {True: _("Consent given"), False: _("Withdrawn"), None: _("Never asked")}[consented]


CONSENT_COLUMNS = [
    Column("at", label=gettext_lazy("When (UTC)"), accessor=lambda event: f"{event.at:%Y-%m-%d %H:%M:%S}", width="13%"),
    Column("purpose", label=gettext_lazy("Purpose"), accessor="get_purpose_display"),
    StatusTagColumn(
        "granted",
        label=gettext_lazy("Event"),
        accessor=lambda event: _("Granted") if event.granted else _("Withdrawn"),
        primary=lambda event: event.granted,
    ),
    Column("method", label=gettext_lazy("How"), accessor="get_method_display"),
    Column("text", label=gettext_lazy("The exact words"), accessor="wording.text", width="35%"),
    Column("version", label=gettext_lazy("Version"), accessor="wording"),
    Column("source_url", label=gettext_lazy("Where")),
    Column("ip_address", label=gettext_lazy("IP address")),
]
LEAD_COLUMNS = [
    title_column("asset", "leads", label=gettext_lazy("Asked for")),
    Column("first", label=gettext_lazy("First touch"), accessor="first_link.utm_source"),
    Column("last", label=gettext_lazy("Last touch"), accessor="last_link.utm_source"),
    DateColumn("created_at", label=gettext_lazy("When")),
]
LIST_COLUMNS = [
    linked_column("contact_list", "contact_lists", lambda row: row.contact_list, label=gettext_lazy("List")),
    DateColumn("joined_at", label=gettext_lazy("Since")),
]


class Verb(NamedTuple):
    """Something an editor may do for a contact, after a page that asks."""

    label: Any
    question: Any
    done: Any
    icon: str


VERBS = {
    "withdraw": Verb(
        gettext_lazy("Withdraw newsletter consent"),
        gettext_lazy("They asked you to stop the newsletter. The withdrawal is recorded and no more of it is sent."),
        gettext_lazy("The withdrawal is recorded."),
        "cross",
    ),
    "suppress": Verb(
        gettext_lazy("Send no more mail"),
        gettext_lazy("No mail of any kind goes to this address any more, whatever was agreed to."),
        gettext_lazy("No more mail goes to this address."),
        "no-view",
    ),
    "allow": Verb(
        gettext_lazy("Allow mail again"),
        gettext_lazy("The address works again. Mails go to it where consent holds."),
        gettext_lazy("Mail may go to this address again."),
        "check",
    ),
}


class ContactInspectView(InspectView):
    template_name = "audience/contact_inspect.html"
    page_title = gettext_lazy("Contact")

    def get_object(self, queryset: Any = None) -> Contact:
        return get_object_or_404(Contact.objects.with_consent(), pk=self.pk)

    def get_page_subtitle(self) -> str:
        return self.object.email

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        return [
            HeaderButton(verb.label, url=reverse(f"contacts:{name}", args=[self.object.pk]), icon_name=verb.icon)
            for name, verb in VERBS.items()
            if applies(name, self.object)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = self.object
        return super().get_context_data(
            consent=consent_label(contact.consented),
            consents=table(CONSENT_COLUMNS, contact.consents.select_related("wording")),
            leads=table(LEAD_COLUMNS, contact.leads.select_related("asset", "first_link", "last_link")),
            lists=table(LIST_COLUMNS, contact.memberships.select_related("contact_list")),
            panels=rendered(contact_panels, contact),
            **kwargs,
        )


def applies(name: str, contact: Contact) -> bool:
    """Whether the verb makes sense for this contact (annotated by ``with_consent``)."""
    if name == "withdraw":
        return contact.consented is not False
    return bool(contact.suppressed) == (name == "allow")


class ContactVerbView(InspectView):
    """GET asks, POST does it and goes back to the contact."""

    permission_required = "change"
    template_name = "audience/contact_verb.html"
    verb = ""

    def get_page_title(self) -> str:
        return VERBS[self.verb].label

    def get_page_subtitle(self) -> str:
        return self.object.email

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("contacts:inspect", args=[self.object.pk])
        return super().get_context_data(verb=VERBS[self.verb], back=back, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.verb == "withdraw":
            actions.unsubscribe(self.object, Method.ADMIN, source_url=request.build_absolute_uri())
        elif self.verb == "suppress":
            actions.suppress(self.object, _("by %(user)s") % {"user": request.user})
        else:
            actions.allow_again(self.object)
        messages.success(request, VERBS[self.verb].done)
        return redirect("contacts:inspect", self.object.pk)
