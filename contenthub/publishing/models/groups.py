"""What several deliveries have in common: a release (at one time, checked together)."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import Campaign


class ReleaseQuerySet(models.QuerySet["Release"]):
    def unchecked(self) -> ReleaseQuerySet:
        """Those of which nothing may go yet."""
        return self.filter(checked_at=None)

    def coming(self, until: dt.datetime) -> ReleaseQuerySet:
        """Those not checked yet whose time, or that of one of their deliveries, comes until then."""
        early = models.Q(deliveries__state="scheduled", deliveries__due_at__lte=until)
        return self.unchecked().filter(models.Q(planned_at__lte=until) | early).distinct()


class Release(models.Model):
    """Deliveries that go out together: all are checked before any goes, and none takes the others along."""

    class State(models.TextChoices):
        """What its deliveries come to together."""

        PLANNED = "planned", _("Planned")
        CHECKED = "checked", _("Checked")
        GOING = "going", _("On its way")
        DONE = "done", _("Done")
        TROUBLE = "trouble", _("With trouble")

    #: Makes making it repeatable; null: it was not asked for.
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="releases", verbose_name=_("campaign")
    )
    planned_at = models.DateTimeField(_("planned at"))
    #: None goes unless all can, when they are checked; otherwise only what cannot go stays behind.
    all_or_none = models.BooleanField(_("all or none"), default=False)
    #: When all of it was looked through beforehand, so that there is time to mend what cannot go; null: not yet.
    looked_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: When all of it was checked before the first went; null: not yet, and nothing of it goes.
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    #: Who checks it at this moment, until when that counts: only one does.
    checking_until = models.DateTimeField(null=True, blank=True, editable=False)
    #: What came of the check, where something did not go.
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        default_permissions = ("add", "change", "view")
        ordering = ["-planned_at", "-pk"]
        indexes = [
            models.Index(fields=["planned_at"], name="release_unchecked", condition=models.Q(checked_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> Release.State:
        """By what became of its deliveries: trouble with one is trouble, until a person has settled it."""
        states = {delivery.state for delivery in self.deliveries.all()}
        if states & {"failed", "held", "unconfirmed"}:
            return self.State.TROUBLE
        if states <= {"live", "cancelled", "withdrawn"}:
            return self.State.DONE
        if states - {"scheduled", "cancelled"}:
            return self.State.GOING
        return self.State.CHECKED if self.checked_at else self.State.PLANNED

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone its people think in."""
        return zoneinfo.ZoneInfo(self.campaign.time_zone if self.campaign else settings.TIME_ZONE)
