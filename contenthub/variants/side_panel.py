"""The editor's side panel with what the checks say, kept up to date while one types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel

from contenthub.variants import checks, live_checks


class VariantChecksSidePanel(BaseSidePanel):
    """Errors and things to look at, each with a way to its block. Wagtail's own panel called "Checks" is about access."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle checks of facts and words")
        icon_name = "clipboard-list"
        counter_classname = "hub-checks-counter"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            found = self.panel.found
            self.counter_classname = (
                f"hub-checks-counter hub-checks-counter--{'errors' if found['errors'] else 'warnings'}"
            )
            return {**super().get_context_data(parent_context), "count": found["errors"] + found["warnings"]}

    name = "hub-checks"
    title = _("Facts, words and links")
    template_name = "variants/panels/side_checks.html"
    order = 340

    def __init__(self, object: Any, request: Any) -> None:
        super().__init__(object, request)
        self.found = live_checks.described(object, checks.all_problems(object))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "found": self.found, "url": live_checks.url(self.object)}

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("studio/js/live_checks_controller.js")],
            css={"all": [versioned_static("studio/css/checks.css")]},
        )
