"""An account's queue: the times of the week at which what is queued for it goes out."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import validate_time_zone
from contenthub.publishing.models.accounts import Account


class Slot(models.Model):
    """One time on one weekday. A delivery planned there takes it; the next one gets the next slot."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="slots", verbose_name=_("account"))
    #: 0 is Monday, as ``date.weekday`` has it.
    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MaxValueValidator(6)])
    at = models.TimeField(_("time"))
    #: The wall clock it is read on; empty: that of the campaign of whatever is scheduled.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        default_permissions = ()
        ordering = ["weekday", "at"]
        constraints = [models.UniqueConstraint(fields=["account", "weekday", "at"], name="slot_unique")]

    def __str__(self) -> str:
        return f"{self.account}: {self.weekday} {self.at:%H:%M}"
