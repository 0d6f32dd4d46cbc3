from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "contenthub.assets"
    label = "assets"
    verbose_name = _("Assets")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from contenthub.assets import facts
        from contenthub.assets.models import Asset
        from contenthub.assets.signals import revised

        revised.connect(facts.on_revised, sender=Asset)
        post_save.connect(facts.on_saved, sender=Asset)
