from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AudienceConfig(AppConfig):
    name = "contenthub.audience"
    label = "audience"
    verbose_name = _("Audience")
