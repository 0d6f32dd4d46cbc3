"""What several deliveries have in common: a release (at one time, checked together)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import Campaign


class Release(models.Model):
    """Deliveries that go out together: all are checked before any goes, and none takes the others along."""

    name = models.CharField(_("name"), max_length=120)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="releases", verbose_name=_("campaign")
    )
    planned_at = models.DateTimeField(_("planned at"))
    #: When all of it was checked before the first went; null: not yet.
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        default_permissions = ("add", "change", "view")
        ordering = ["-planned_at", "-pk"]

    def __str__(self) -> str:
        return self.name
