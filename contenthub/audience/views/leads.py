"""A lead's page: who asked for what, and what brought them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import InspectView

from contenthub.audience.panels import lead_panels, rendered
from contenthub.links.models import Link

TOUCH_LABELS = {
    "at": gettext_lazy("When"),
    "landing": gettext_lazy("Landed on"),
    "landing_url": gettext_lazy("Landed on"),
    "referrer": gettext_lazy("Came from"),
}


def touch_facts(link: Link | None, touch: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of all that is known of one touch; empty when nothing is."""
    facts = []
    if link:
        facts.append((_("Link"), link.short_url))
        for name in ("source", "medium", "campaign", "content", "term"):
            facts.append((f"utm_{name}", getattr(link, f"utm_{name}")))
    for name, value in touch.items():
        if isinstance(value, Mapping):
            facts += [(f"{name}_{key}" if name == "utm" else str(key), str(each)) for key, each in value.items()]
        elif name != "link":
            facts.append((str(TOUCH_LABELS.get(name, name)), str(value)))
    seen: dict[str, str] = {}
    for label, value in facts:
        if value:
            seen.setdefault(label, value)
    return list(seen.items())


class LeadInspectView(InspectView):
    template_name = "audience/lead_inspect.html"
    page_title = gettext_lazy("Lead")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = self.object
        return super().get_context_data(
            first=touch_facts(lead.first_link, lead.first_touch),
            last=touch_facts(lead.last_link, lead.last_touch),
            panels=rendered(lead_panels, lead),
            **kwargs,
        )
