"""A line as inboxes show it: its input with the columns it takes, and a button that puts it to use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static


class InboxInput(forms.TextInput):
    """Counts columns up to ``limit``. With ``field``: a button copies the line into the editor's field of that name."""

    def __init__(self, limit: int, field: str = "", label: Any = "", attrs: dict[str, Any] | None = None) -> None:
        self.limit, self.field, self.label = limit, field, label
        super().__init__(attrs)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        plain = super().render(
            name,
            value,
            {**(attrs or {}), "data-hub-inbox-target": "line", "data-action": "hub-inbox#count"},
            renderer,
        )
        button = format_html(
            '<button type="button" class="button button-small button-secondary" data-hub-inbox-target="button" '
            'data-action="hub-inbox#use">{}</button>',
            self.label,
        )
        return format_html(
            '<div class="hub-inbox" data-controller="hub-inbox" data-hub-inbox-limit-value="{}" '
            'data-hub-inbox-field-value="{}" data-hub-inbox-said-value="{}" data-hub-inbox-over-value="{}" '
            'data-hub-inbox-used-value="{}">{}<span class="hub-inbox__foot">{}'
            '<span class="hub-inbox__count" data-hub-inbox-target="count" aria-live="polite"></span></span></div>',
            self.limit,
            self.field,
            _("%(count)s of %(limit)s columns"),
            _("%(count)s of %(limit)s columns: inboxes cut the rest"),
            _("in use"),
            plain,
            button if self.field else "",
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("studio/js/inbox_controller.js")],
            css={"all": [versioned_static("studio/css/inbox.css")]},
        )
