"""Mailings in the admin's menu: read only, since the hub writes them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn

from contenthub.audience.reading import WIDE, ReadingIndexView, ReadingViewSet, title_column
from contenthub.mailing.actions import counts
from contenthub.mailing.models import Mailing
from contenthub.mailing.views import MailingInspectView, balance_label


class MailingIndexView(ReadingIndexView):
    def get_base_queryset(self) -> QuerySet[Mailing]:
        return Mailing.objects.select_related("contact_list")


def _numbers(mailing: Mailing) -> dict[str, int]:
    """The counts, asked for once per row of the listing."""
    if not hasattr(mailing, "numbers"):
        mailing.numbers = counts(mailing)
    return mailing.numbers


def _column(name: str, label: Any, *states: str, classname: str = WIDE) -> NumberColumn:
    def total(mailing: Mailing) -> int:
        return sum(_numbers(mailing)[state] for state in states)

    return NumberColumn(name, label=label, accessor=total, classname=classname)


class MailingViewSet(ReadingViewSet):
    model = Mailing
    name = "mailings"
    icon = "mail"
    add_to_admin_menu = True
    menu_order = 140
    index_view_class = MailingIndexView
    index_results_template_name = "mailing/mailing_results.html"
    inspect_view_class = MailingInspectView
    inspect_template_name = MailingInspectView.template_name
    list_filter = ["contact_list", "state"]
    list_display = [
        title_column("subject", "mailings", label=_("Subject"), accessor=str),
        Column("contact_list", label=_("List"), sort_key="contact_list__name", classname=WIDE),
        NumberColumn("members", label=_("Members"), sort_key="members", classname=WIDE),
        _column("sent", _("Sent"), "sent", classname=""),
        _column("excluded", _("Excluded"), "excluded"),
        _column("undelivered", _("Refused or failed"), "refused", "failed"),
        _column("unconfirmed", _("Unconfirmed"), "unconfirmed"),
        _column("open", _("To be sent"), "pending", "sending"),
        StatusTagColumn(
            "balance",
            label=_("Ledger"),
            accessor=lambda mailing: balance_label(mailing, _numbers(mailing)),
            primary=lambda mailing: mailing.state == Mailing.State.FINISHED,
        ),
        DateColumn("created_at", label=_("Started"), sort_key="created_at", classname=WIDE),
    ]
