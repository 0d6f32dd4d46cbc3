from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "contenthub.mailing"
    label = "mailing"
    verbose_name = _("Mailing")

    def ready(self) -> None:
        # Models can be imported only now, when every app is loaded.
        from contenthub.audience.panels import contact_panels
        from contenthub.mailing.panels import contact_mails

        contact_panels.append(contact_mails)
