from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LandingConfig(AppConfig):
    name = "contenthub.landing"
    label = "landing"
    verbose_name = _("Landing")
