"""Attempts: one row per try of a delivery."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.publishing.models.deliveries import Delivery


class Attempt(models.Model):
    """One try. Not edited any more once its outcome is known; an unknown one is, by the look-ups that settle it."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("Running")
        LIVE = "live", _("Live")
        #: Of an update or withdrawal.
        DONE = "done", _("Done")
        PENDING = "pending", _("Accepted, not live yet")
        NOT_SENT = "not_sent", _("Not sent")
        REFUSED = "refused", _("Refused")
        AUTH_FAILED = "auth_failed", _("Credentials not accepted")
        AMBIGUOUS = "ambiguous", _("Outcome unknown")
        DUPLICATE = "duplicate", _("Refused as a duplicate")
        INTERRUPTED = "interrupted", _("Interrupted")
        HELD = "held", _("Held")
        HANDED_OVER = "handed_over", _("Handed over")

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts", verbose_name=_("delivery"))
    number = models.PositiveSmallIntegerField(_("number"))
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    #: How far it came: check, prepare, armed, publish, mail, find; wait: the platform asked for another time.
    step = models.CharField(_("step"), max_length=12, default="check")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.RUNNING)
    message = models.CharField(_("message"), max_length=1000, blank=True)
    #: The platform's answer, redacted.
    raw = models.TextField(_("answer"), blank=True)
    #: Of one refused as a duplicate: where the original is, as the platform says.
    original_url = models.CharField(_("address of the original"), max_length=2000, blank=True)
    worker = models.CharField(_("worker"), max_length=150, blank=True)
    #: How often the platform was asked what became of it, when last, and what was found.
    looks = models.PositiveSmallIntegerField(_("look-ups"), default=0)
    looked_at = models.DateTimeField(_("looked up at"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        default_permissions = ("view",)
        ordering = ["-started_at", "-pk"]
        # Figures of the last day must not read years.
        indexes = [models.Index(fields=["started_at"], name="attempt_started")]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_unique")]

    def __str__(self) -> str:
        return f"{self.delivery} #{self.number}"
