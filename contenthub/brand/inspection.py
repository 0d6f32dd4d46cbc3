"""An inspect view that people can read: lists as lines, yes and no, a dash for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import InspectView

NOTHING = "–"


def lines(texts: Iterable[str]) -> SafeString | str:
    """One line for each text."""
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts)) or NOTHING


class ReadableInspectView(InspectView):
    """``labels`` names what is no field of the model; ``get_<name>_display_value`` gives its value."""

    labels: dict[str, Any] = {}

    def get_field_label(self, field_name: str, field: models.Field | None) -> str:
        label = self.labels.get(field_name)
        return capfirst(label) if label else super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: models.Field | None) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return NOTHING if value in (None, "") else value
