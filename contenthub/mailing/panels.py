"""The mails of a contact, shown on the contact's page."""

from __future__ import annotations

from django.template.loader import render_to_string

from contenthub.audience.models import Contact

#: The newest of them are shown.
MOST = 50


def contact_mails(contact: Contact) -> str:
    """HTML for ``audience.panels.contact_panels``."""
    mails = contact.mails.select_related("mailing").order_by("-pk")[:MOST]
    return render_to_string("mailing/contact_mails.html", {"mails": mails})
