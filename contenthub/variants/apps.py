from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VariantsConfig(AppConfig):
    name = "contenthub.variants"
    label = "variants"
    verbose_name = _("Variants")

    def import_models(self) -> None:
        """Load this app's models, then each kind's page model from its own file."""
        super().import_models()
        # Kinds import models of the apps below, and models can be imported only from here on.
        from contenthub.variants import registry

        registry.load()
