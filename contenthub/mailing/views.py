"""A mailing's page: its ledger, and the mail as it was sent."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import InspectView

from channels.base import Post
from contenthub.mailing.actions import balance, counts
from contenthub.mailing.models import Mailing, Recipient
from contenthub.mailing.web import shown

ROWS_PER_PAGE = 50


def balance_label(mailing: Mailing, found: dict[str, int]) -> str:
    """Whether everybody is accounted for, in words."""
    if sum(found.values()) != mailing.members:
        return _("Does not add up")
    return _("Still sending") if found["pending"] or found["sending"] else _("Balanced")


class MailingInspectView(InspectView):
    template_name = "mailing/mailing_inspect.html"
    page_title = gettext_lazy("Mailing")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mailing = self.object
        found = counts(mailing)
        state = self.request.GET.get("state", "")
        rows = mailing.recipients.select_related("contact")
        if state in Recipient.State.values:
            rows = rows.filter(state=state)
        return super().get_context_data(
            states=[(value, label, found[value]) for value, label in Recipient.State.choices],
            total=sum(found.values()),
            state=state,
            balanced=balance(mailing),
            balance=balance_label(mailing, found),
            page=Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p")),
            post=Post.from_json(mailing.post),
            html=shown(mailing),
            **kwargs,
        )
