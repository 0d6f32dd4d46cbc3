"""The editor's read-only view of a block's source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter


class SourceInput(forms.HiddenInput):
    """Holds the source as JSON; beside it a sentence for people, written by ``source_field.js``."""

    #: Wagtail leaves the label out for hidden inputs; this one has something to show.
    is_hidden = False
    show_add_comment_button = False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The hidden input and an empty paragraph."""
        hidden = super().render(name, value, attrs, renderer)
        return format_html('<div class="hub-source__field">{}<p class="hub-source__text"></p></div>', hidden)

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("studio/js/source_field.js")],
            css={"all": [versioned_static("studio/css/variants.css")]},
        )


class SourceInputAdapter(WidgetAdapter):
    """Carries the sentence's parts, translated, to the browser."""

    js_constructor = "hub.SourceInput"

    def js_args(self, widget: Any) -> list[Any]:
        strings = {
            "from": _("From: %(section)s · revision %(revision)s"),
            "untitled": _("the asset"),
            "title": _("the title"),
            "summary": _("the summary"),
            "campaign": _("A phrase of the campaign"),
            "brand": _("A phrase of the brand"),
            "phrase": _("A ready phrase"),
            "none": _("No source: written by hand."),
            "phrased": _("Phrased by %(model)s"),
            "open": _("Open in the asset"),
        }
        return [*super().js_args(widget), strings, reverse("wagtailadmin_pages:edit", args=[0])]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("studio/js/source_field.js")])


register(SourceInputAdapter(), SourceInput)
