from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "contenthub.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        # Only now: these need models, and this file is read before there are any.
        import_module("contenthub.publishing.system_checks")
        channel_checks = import_module("contenthub.publishing.checks")
        import_module("contenthub.variants.checks").register(
            channel_checks.for_editors, while_typing=channel_checks.while_typing
        )
        import_module("contenthub.publishing.behind")
        import_module("contenthub.publishing.notices.upkeep").register()
        import_module("contenthub.publishing.recovery")
        rechecking = import_module("contenthub.publishing.rechecking")
        upkeep = import_module("contenthub.publishing.upkeep")
        upkeep.register("rechecking", rechecking.EVERY, rechecking.upkeep)
        upkeep.register("go live", 5, import_module("contenthub.publishing.golive").step)
        upkeep.register("series", 60, import_module("contenthub.publishing.actions.repeating").make_occurrences)
        # What follows a delivery hears of it; the dispatcher checks releases.
        import_module("contenthub.publishing.release_check")
