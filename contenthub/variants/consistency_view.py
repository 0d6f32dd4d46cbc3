"""The consistency report as a screen and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.assets.models import Asset
from contenthub.variants.consistency import LABELS, OTHER_WORDS, Cell, Outcome, Report, Row, report

ICONS = {
    Outcome.CONTRADICTED: "warning",
    Outcome.ROUNDED: "decimal",
    Outcome.SAME: "check",
    Outcome.ABSENT: "minus",
}
FILTERS = ("all", "said", "contradicted")
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ConsistencyView(WagtailAdminTemplateMixin, TemplateView):
    """``?show=all|said|contradicted``, ``?format=csv``. For those who may edit or approve the asset."""

    template_name = "variants/consistency.html"
    header_icon = "table"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.asset = get_object_or_404(Asset, pk=kwargs["asset_id"])
        rights = self.asset.permissions_for_user(request.user)
        if not (rights.can_edit() or rights.can_publish()):
            raise PermissionDenied
        self.page_title = _("Consistency")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {
                "url": reverse("wagtailadmin_explore", args=[self.asset.pk]),
                "label": self.asset.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("show", "all")
        wanted = wanted if wanted in FILTERS else "all"
        found = report(self.asset)
        if request.GET.get("format") == "csv":
            return as_csv(found, found.showing(wanted))
        return self.render_to_response(self.get_context_data(found=found, wanted=wanted))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, wanted = kwargs.pop("found"), kwargs.pop("wanted")
        rows = found.showing(wanted)
        names = {"all": _("Everything"), "said": _("Said somewhere"), "contradicted": _("Only contradictions")}
        return super().get_context_data(
            asset=self.asset,
            variants=found.variants,
            groups=[(label, some) for name, label in _groups() if (some := _shown(rows, name))],
            tiles=[(_tile(outcome), found.counts[outcome.value], ICONS[outcome], outcome.value) for outcome in Outcome],
            filters=[(name, names[name], len(found.showing(name)), name == wanted) for name in FILTERS],
            wanted=wanted,
            **kwargs,
        )


def _tile(outcome: Outcome) -> str:
    return _("Rounded or in other words") if outcome is Outcome.ROUNDED else str(LABELS[outcome])


def _groups() -> list[tuple[str, str]]:
    return [("message", _("Key messages")), ("point", _("Key points")), ("fact", _("Facts"))]


def _shown(rows: list[Row], group: str) -> list[dict[str, Any]]:
    return [
        {"row": row, "cells": [{"cell": c, "label": label(row, c), "icon": ICONS[c.outcome]} for c in row.cells]}
        for row in rows
        if row.group == group
    ]


def label(row: Row, cell: Cell) -> str:
    """What people read in the cell."""
    if cell.outcome is Outcome.ROUNDED and row.group != "fact":
        return str(OTHER_WORDS)
    return str(LABELS[cell.outcome])


def as_csv(found: Report, rows: list[Row]) -> HttpResponse:
    """A line for each row; two columns for each variant: the outcome and its words. UTF-8 with a mark, for Excel."""
    file = io.StringIO()
    writer = csv.writer(file)
    names = dict(_groups())
    heads = [head for variant in found.variants for head in (variant.title, _("%s: words") % variant.title)]
    writer.writerow([_("Group"), _("Text"), _("Context"), *map(_plain, heads)])
    for row in rows:
        cells = [text for cell in row.cells for text in (label(row, cell), cell.words)]
        writer.writerow(map(_plain, [names[row.group], row.text, row.context, *cells]))
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    name = content_disposition_header(True, f"consistency-{found.asset.slug}.csv")
    response["Content-Disposition"] = name or "attachment"
    return response


def _plain(text: Any) -> str:
    text = str(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
