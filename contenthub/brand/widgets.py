"""A field for a colour: text, with the browser's own colour picker beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class ColourInput(forms.TextInput):
    """Without JavaScript the text alone is the field; the picker has no name and is never sent."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = {
            **(attrs or {}),
            "data-hub-colour-target": "text",
            "data-action": "hub-colour#pick",
            "spellcheck": "false",
        }
        field = super().render(name, value, attrs, renderer)
        return render_to_string(
            "brand/colour_input.html", {"field": field, "value": value or "#000000", "id": attrs.get("id")}
        )

    class Media:
        js = ["studio/js/colour_controller.js"]
        css = {"all": ["studio/css/brand.css"]}
