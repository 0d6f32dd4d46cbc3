"""Admin screens for importing a document."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text, headings
from contenthub.assets.forms import ImportForm
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
from contenthub.assets.rights import may_import

#: Where the session keeps the last report, for the screen that follows.
REPORT = "import_report"
COUNTS = (
    ("headings", _("Headings")),
    ("key_points", _("Key points")),
    ("facts", _("Facts")),
    ("quotations", _("Quotations")),
    ("figures", _("Figures")),
    ("tables", _("Tables")),
)
ASSETS = {"url": reverse_lazy("assets:index"), "label": _("Assets")}


class ImportView(WagtailAdminTemplateMixin, FormView):
    """Upload a document; it becomes an asset, and the next screen says what was found."""

    template_name = "assets/import.html"
    page_title = _("Import a document")
    header_icon = "upload"
    form_class = ImportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), ASSETS, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ImportForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            report = import_asset(
                data["file"],
                title=data["title"] or None,
                kind=data["kind"] or None,
                campaign=data["campaign"],
                publish=data.get("publish", False),
                translation_of=data["translation_of"],
                user=cast(User, self.request.user),  # the admin lets nobody else in
            )
        except ImportProblem as problem:
            form.add_error("file", str(problem))
            return self.form_invalid(form)
        self.request.session[REPORT] = report.as_json()
        return redirect("import_asset:report", report.asset_id)


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """What the last import found. Without a report to show it leads on to the asset's editor."""

    template_name = "assets/import_report.html"
    page_title = _("Imported")
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asset = get_object_or_404(Asset, pk=kwargs["pk"])
        if not self.asset.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.report: dict[str, Any] = request.session.get(REPORT) or {}
        if self.report.get("asset_id") != self.asset.pk:
            return redirect("wagtailadmin_pages:edit", self.asset.pk)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.report["title"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), ASSETS, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.asset.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "asset": latest,
            "live": self.asset.live,
            "counts": [(label, self.report[name]) for name, label in COUNTS],
            "warnings": [line for line in self.report["warnings"] if line not in self.clash_sentences],
            "clashes": self.report.get("clashes", []),
            "history_url": reverse("wagtailadmin_pages:history", args=[self.asset.pk]),
            "points": [block_text(point) for point in latest.key_points],
            "headings": headings(latest),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.asset.pk]),
            "draft_url": reverse("wagtailadmin_pages:view_draft", args=[self.asset.pk]),
            "next_steps": self.next_steps(),
        }

    @property
    def clash_sentences(self) -> set[str]:
        """These have a place of their own on the screen."""
        return {clash["sentence"] for clash in self.report.get("clashes", [])}

    def next_steps(self) -> list[Button]:
        """What packages above this one offer on an asset's page, such as deriving; Wagtail's own are on its edit screen."""
        ours = [
            offer
            for offer in hooks.get_hooks("register_page_header_buttons")
            if offer.__module__.startswith("contenthub.")
        ]
        asked = {"page": self.asset, "user": self.request.user, "view_name": "import_report", "next_url": None}
        return sorted(button for offer in ours for button in offer(**asked) if button.show)
