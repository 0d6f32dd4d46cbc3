"""Series: deliveries that come again by a rule."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import validate_time_zone
from contenthub.publishing.models.accounts import Account
from contenthub.variants.models import Variant


class Series(models.Model):
    """One variant to one account again and again until it ends; each time is a delivery of its own."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        STOPPED = "stopped", _("Stopped")
        ENDED = "ended", _("Ended")

    class Unit(models.TextChoices):
        DAYS = "days", _("Days")
        WEEKS = "weeks", _("Weeks")
        MONTHS = "months", _("Months")

    #: What its deliveries' keys are made from.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="series", verbose_name=_("variant"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="series", verbose_name=_("account"))
    #: Every so many days, weeks or months.
    every = models.PositiveSmallIntegerField(_("every"), default=1, validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=6, choices=Unit.choices, default=Unit.WEEKS)
    #: Of weeks: on which days (0 is Monday); empty: on that of its first day.
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True)
    #: Of months: on which day, the last one where a month is shorter; null: on that of its first day.
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    #: The wall clock's time, kept when the clocks change.
    at = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    starts_on = models.DateField(_("starts on"))
    #: It ends with this day, or after so many deliveries: one of the two at least.
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("number of deliveries"), null=True, blank=True)
    #: Days in a blackout are passed over; if not, they are made and held.
    skip_blackouts = models.BooleanField(_("pass over blackouts"), default=True)
    #: The next time that has no delivery yet; null when there is none to come.
    next_at = models.DateTimeField(_("next"), null=True, blank=True)
    #: How many deliveries were made.
    made = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    #: Why its next delivery could not be made, if so.
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        default_permissions = ("add", "change", "view")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["next_at"], name="series_next", condition=models.Q(state="active"))]
        constraints = [
            models.CheckConstraint(
                name="series_has_an_end",
                condition=models.Q(ends_on__isnull=False) | models.Q(count__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant} → {self.account}"
