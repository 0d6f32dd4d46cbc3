from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    name = "contenthub.studio"
    label = "studio"
    verbose_name = _("Studio")

    def ready(self) -> None:
        # Models exist only from here on.
        from contenthub.audience.panels import lead_panels
        from contenthub.studio.lead_panel import deliveries_behind

        if deliveries_behind not in lead_panels:
            lead_panels.append(deliveries_behind)
