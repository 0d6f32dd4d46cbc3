"""The editor's panel that says where the words come from; what the checks say is in the side panel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel, TitleFieldPanel
from wagtail.admin.staticfiles import versioned_static

from contenthub.assets import contents
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.parts import Part, parts
from contenthub.variants.source import SUMMARY, TITLE, Source

_PLACES = {TITLE: _("the title"), SUMMARY: _("the summary")}
_ORIGINS = {
    "campaign": _("a phrase of the campaign"),
    "brand": _("a phrase of the brand"),
    "phrase": _("a ready phrase"),
}


class ChecksPanel(Panel):
    """Sources of a variant as it was last saved. Not shown while it is being made."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Sources"), "icon": "link", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "variants/panels/checks.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {
                **context,
                "sources": [_described(part) for part in parts(self.instance) if part.source],
                "files_url": reverse("variants:files", args=[self.instance.pk]) if self.instance.kind.has_files else "",
            }

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(css={"all": [versioned_static("studio/css/variants.css")]})


class BehindPanel(Panel):
    """Says that the asset has changed where this comes from, with the way to the screen about it. Else not shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Behind its source"), "icon": "history", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "variants/behind/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and BehindPart.objects.filter(variant_id=self.instance.pk).exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            found = BehindPart.objects.filter(variant_id=self.instance.pk)
            wheres = set(found.filter(approved=False).values_list("where", flat=True))
            return {
                **super().get_context_data(parent_context),
                "behind": [_behind(part) for part in parts(self.instance) if part.where in wheres],
                "screen_url": reverse("variants:behind", args=[self.instance.pk]),
            }


def _behind(part: Part) -> dict[str, str]:
    anchor = f"#block-{part.where}-section" if part.block is not None else f"#id_{part.where}"
    return {"label": part.label, "anchor": anchor}


def top_panels() -> list[Panel]:
    """What every kind's editor begins with."""
    return [
        TitleFieldPanel("title", help_text=_("What editors call it; readers do not see it.")),
        BehindPanel(),
        ChecksPanel(),
    ]


def _described(part: Part) -> dict[str, Any]:
    """One part and the words it came from, with the address of the block in the asset's editor."""
    source: Source = part.source  # type: ignore[assignment]
    return {
        "label": part.label,
        "words": source.words.split("\n"),
        "revision": source.revision_id,
        "place": _place(source),
        "url": _address(source),
    }


def _place(source: Source) -> str:
    if source.origin != "asset":
        return str(_ORIGINS.get(source.origin, source.origin))
    if source.section:
        return source.section.rpartition(contents.SEPARATOR)[2]
    return str(_PLACES.get(source.block_ids[0], _("the asset")))


def _address(source: Source) -> str:
    if source.origin != "asset" or not source.asset_id:
        return ""
    block_id = next((block_id for block_id in source.block_ids if block_id not in _PLACES), "")
    anchor = f"#block-{block_id}-section" if block_id else ""
    return reverse("wagtailadmin_pages:edit", args=[source.asset_id]) + anchor


def place_of(source: Source | None) -> tuple[str, str]:
    """Where a source stands, in words, and the address of that block in the asset's editor; empty without one."""
    return (_place(source), _address(source)) if source else ("", "")
