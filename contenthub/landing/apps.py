from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LandingConfig(AppConfig):
    name = "contenthub.landing"
    label = "landing"
    verbose_name = _("Landing")

    def ready(self) -> None:
        # Only now: a connector needs models, and this file is read before there are any.
        import_module("contenthub.landing.connector").register()
