"""Brands in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from contenthub.brand.columns import COLOURS, SwatchColumn, WideColumn, swatches
from contenthub.brand.inspection import ReadableInspectView, lines
from contenthub.brand.models import Brand


class BrandInspectView(ReadableInspectView):
    labels = {"key_messages": _("Key messages"), "terms": _("Words"), "phrases": _("Phrases and footer lines")}

    def get_key_messages_display_value(self) -> str:
        return lines(message.text for message in self.object.key_messages.all())

    def get_terms_display_value(self) -> str:
        return lines(f"{term.get_rule_display()}: {term.word}" for term in self.object.terms.all())

    def get_phrases_display_value(self) -> str:
        return lines(f"{phrase.get_use_display()}: {phrase.text}" for phrase in self.object.phrases.all())


class BrandViewSet(SnippetViewSet):
    model = Brand
    icon = "tag"
    menu_label = _("Brands")
    base_url_path = "brands"
    menu_item_is_registered = True  # in the "Assets" group, so not under "Snippets" too
    list_display = [
        "name",
        SwatchColumn("colours", label=_("Colours"), accessor=swatches),
        BooleanColumn("is_default", label=_("Default brand"), sort_key="is_default"),
        WideColumn("website", label=_("Website"), sort_key="website"),
        WideColumn("campaigns", label=_("Campaigns"), accessor=lambda brand: brand.campaigns.count()),
    ]
    list_export = ["name", *COLOURS, "heading_font", "body_font", "website", "is_default"]
    inspect_view_enabled = True
    inspect_view_class = BrandInspectView
    inspect_view_fields = [
        "name", "is_default", "logo", *COLOURS, "heading_font", "body_font", "voice",
        "key_messages", "terms", "phrases", "website", "postal_address",
    ]  # fmt: skip
