"""A look at the look: the brand's colours on its background, with their contrast."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from contenthub.brand.contrast import LEAST, contrast

#: What is said of a colour that stands out too little; only the text colour must.
REMARKS = {
    "text_colour": _("Too little: text needs 4.5."),
    "primary_colour": _("Below 4.5: for large shapes, not for text."),
    "accent_colour": _("Below 4.5: for shapes, not for text."),
}


class LookPanel(Panel):
    """Shows the colours at work; a browser with JavaScript follows the fields as they are edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "brand/look_panel.html"

        class Media:
            js = ["studio/js/look_controller.js"]
            css = {"all": ["studio/css/brand.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["least"] = str(LEAST)
            context["colours"] = [self._colour(name) for name in REMARKS]
            return context

        def _colour(self, name: str) -> dict[str, Any]:
            brand = self.instance
            ratio = contrast(getattr(brand, name), brand.background_colour)
            label = brand._meta.get_field(name).verbose_name
            return {"name": name, "label": label, "ratio": ratio, "enough": ratio >= LEAST, "remark": REMARKS[name]}
