from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contenthub.variants import registry


class VariantsConfig(AppConfig):
    name = "contenthub.variants"
    label = "variants"
    verbose_name = _("Variants")

    def import_models(self) -> None:
        """Load this app's models, then each kind's page model from its own file."""
        super().import_models()
        registry.load()
