"""The asset editor's own panels: what was proposed and waits to be kept, and the facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from contenthub.assets import contents
from contenthub.assets.fact_report import KINDS, by_section
from contenthub.assets.marks import SUMMARY, waiting

#: Characters shown on either side of a fact.
AROUND = 60


class ProposalsPanel(Panel):
    """What the hub proposed: marked until it is kept. Carries the marks through the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Proposals"), "icon": "tick-inverse", **kwargs})

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["proposed"], "widgets": {"proposed": forms.HiddenInput}}

    class BoundPanel(Panel.BoundPanel):
        template_name = "assets/panels/proposals.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            held = waiting(self.instance)
            return {
                **(super().get_context_data(parent_context) or {}),
                "field": self.form["proposed"],
                "waiting": held,
                "counted": self.counted(held),
                "propose_url": reverse("assets_proposals:propose", args=[self.instance.pk]),
                "has_gaps": not self.instance.summary.strip() or not len(self.instance.key_points),
            }

        def counted(self, held: dict[str, str]) -> str:
            """What waits, such as "6 key points, 4 statistics, a summary"."""
            points = sum(block.id in held for block in self.instance.key_points)
            figures = len(held) - points - (SUMMARY in held)
            parts = []
            if points:
                parts.append(ngettext("%(n)d key point", "%(n)d key points", points) % {"n": points})
            if figures:
                parts.append(ngettext("%(n)d statistic", "%(n)d statistics", figures) % {"n": figures})
            if SUMMARY in held:
                parts.append(str(_("the summary")))
            return str(_(", ")).join(parts)

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                js=[versioned_static("studio/js/proposals_controller.js")],
                css={"all": [versioned_static("studio/css/assets.css")]},
            )


class FactsPanel(Panel):
    """The facts of the asset as it was last saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Facts found"), "icon": "crosshairs", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "assets/panels/facts.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            texts = {block.id: contents.block_text(block) for block in contents.blocks(self.instance)}
            groups = [
                (section, [self.shown(row, texts.get(row.block_id, "")) for row in rows])
                for section, rows in by_section(self.instance)
            ]
            total = sum(len(rows) for _section, rows in groups)
            return {**(super().get_context_data(parent_context) or {}), "groups": groups, "total": total}

        def shown(self, row: Any, text: str) -> dict[str, Any]:
            """A fact with its kind, and with the words around it: "three" alone says nothing."""
            label, icon = KINDS.get(row.kind, (row.kind, "order"))
            before = text[max(0, row.start - AROUND) : row.start].rpartition("\n")[2]
            after = text[row.end : row.end + AROUND].partition("\n")[0]
            if row.start > AROUND and len(before) == AROUND:
                before = "… " + (before.partition(" ")[2] or before)
            if row.end + AROUND < len(text) and len(after) == AROUND:
                after = (after.rpartition(" ")[0] or after) + " …"
            return {"row": row, "label": label, "icon": icon, "before": before, "after": after}

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                js=[versioned_static("studio/js/jump_controller.js")],
                css={"all": [versioned_static("studio/css/assets.css")]},
            )
