from __future__ import annotations

from importlib import import_module

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
        from contenthub.variants.behind import models  # noqa: F401

        registry.load()

    def ready(self) -> None:
        # Only now: it needs models.
        import_module("contenthub.variants.behind.receivers")
