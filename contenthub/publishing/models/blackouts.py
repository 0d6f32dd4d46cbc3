"""Blackouts: times at which nothing goes out unless somebody says so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import Campaign, validate_time_zone
from contenthub.publishing.models.accounts import Account


class Blackout(models.Model):
    """From a moment up to, not including, another: for everything, one campaign, one account, or that campaign there."""

    name = models.CharField(_("name"), max_length=80, help_text=_("What people are told, such as “Golden Week”."))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    #: The zone it was given in, and is shown in.
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    campaign = models.ForeignKey(
        Campaign, models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("campaign")
    )
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("account")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("blackout")
        verbose_name_plural = _("blackouts")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["ends_at"], name="blackout_ends_at")]
        constraints = [
            models.CheckConstraint(name="blackout_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at")))
        ]

    def __str__(self) -> str:
        return self.name
