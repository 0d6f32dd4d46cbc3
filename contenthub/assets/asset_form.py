"""The form an asset is edited with."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class AssetForm(WagtailAdminPageForm):
    """Wagtail's, and the marks of what was proposed: a browser may take marks away, it cannot set any."""

    def clean_proposed(self) -> dict[str, str]:
        before: Any = self.initial.get("proposed")
        before = before if isinstance(before, dict) else {}
        sent = self.cleaned_data.get("proposed")
        if not isinstance(sent, dict) or "proposed" not in self.data:
            return before
        return {name: mark for name, mark in before.items() if name in sent}
