"""A text field that says how long its text is while it is typed, counted as the channels it is meant for count."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput

from channels.counting import X_LIGHT
from contenthub.variants.post_copy import BRIEF, COLUMNS, MEDIUM, Length


class CountedInput(AdminAutoHeightTextInput):
    """A text area for one length of copy; ``count_controller.js`` counts."""

    def __init__(self, length: Length, attrs: dict[str, Any] | None = None) -> None:
        self.length = length
        super().__init__({"data-hub-count-target": "field", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The text area with its count below, and a line that reads the count out when typing pauses."""
        field = super().render(name, value, attrs, renderer)
        within, over = _sentences(self.length)
        rules = {"unit": self.length.unit, "limit": self.length.limit, "link": self.length.link, "light": X_LIGHT}
        return format_html(
            '<div class="hub-count" data-controller="hub-count" data-hub-count-rules-value="{}"'
            ' data-hub-count-within-value="{}" data-hub-count-over-value="{}">{}'
            '<p class="hub-count__text" data-hub-count-target="count"></p>'
            '<p class="w-sr-only" aria-live="polite" data-hub-count-target="status"></p></div>',
            json.dumps(rules),
            within,
            over,
            field,
        )

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[versioned_static("studio/js/count_controller.js")],
            css={"all": [versioned_static("studio/css/variants.css")]},
        )


def _sentences(length: Length) -> tuple[str, str]:
    """What is said of a text that fits its length, and of one that is too long; {count}, {limit} and {over} are put in."""
    if length.unit == COLUMNS:
        return (
            _("{count} of {limit} columns (a Chinese character takes two)"),
            _("{count} of {limit} columns: {over} too many (a Chinese character takes two)"),
        )
    if length == BRIEF:
        return (
            _("{count} of {limit} as X counts, link included"),
            _("{count} of {limit} as X counts, link included: {over} too many"),
        )
    if length == MEDIUM:
        return (
            _("{count} of {limit} characters as Mastodon counts, link included"),
            _("{count} of {limit} characters as Mastodon counts, link included: {over} too many"),
        )
    return (
        _("{count} of {limit} characters, link included"),
        _("{count} of {limit} characters, link included: {over} more than people read"),
    )
