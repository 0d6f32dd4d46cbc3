"""Accounts, deliveries (the outbox) and their attempts."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.links.models import Link
from contenthub.mailing.models import Mailing
from contenthub.variants.models import Variant


class Account(models.Model):
    """One credentialed destination on a channel."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")

    name = models.CharField(_("name"), max_length=80, unique=True)
    #: The connector's name, as in ``channels/connectors/<name>.py``.
    channel = models.CharField(_("channel"), max_length=40)
    #: What is not secret, by field name.
    values = models.JSONField(default=dict, blank=True)
    #: The secret fields, encrypted (see ``contenthub.lib.sealed``).
    sealed = models.TextField(default="", blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    #: Why it is paused and what to do.
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def due(self, at: dt.datetime) -> DeliveryQuerySet:
        """Scheduled deliveries whose time has come, oldest first."""
        return self.filter(state=Delivery.State.SCHEDULED, due_at__lte=at).order_by("due_at", "pk")


class Delivery(models.Model):
    """One variant to one account at one time. State changes go through guarded updates in ``actions`` only."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        SENDING = "sending", _("Sending")
        LIVE = "live", _("Live")
        FAILED = "failed", _("Failed")
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        HELD = "held", _("Held")
        HANDED_OVER = "handed_over", _("Handed over")
        CANCELLED = "cancelled", _("Cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Hold(models.TextChoices):
        BEHIND = "behind", _("Behind its source")
        FAILED_CHECK = "failed_check", _("A check failed")
        NOT_APPROVED = "not_approved", _("Not approved")
        ACCOUNT_PAUSED = "account_paused", _("Account paused")
        MISSED = "missed", _("Missed its time")

    #: Idempotency key; the same for every attempt.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="deliveries", verbose_name=_("variant"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries", verbose_name=_("account"))
    link = models.OneToOneField(Link, models.PROTECT, related_name="delivery", verbose_name=_("link"))
    mailing = models.OneToOneField(Mailing, models.PROTECT, null=True, blank=True, related_name="delivery")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SCHEDULED)
    hold = models.CharField(_("held because"), max_length=20, choices=Hold.choices, blank=True)
    #: One sentence a person can act on: why it is in this state.
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    due_at = models.DateTimeField(_("due at"))
    #: When the first schedule wanted it; ``due_at`` moves with retries.
    planned_at = models.DateTimeField(_("planned at"))
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True)
    #: Set, and committed, just before the mutating call; cleared only when it is known that the call reached nobody.
    armed_at = models.DateTimeField(null=True, blank=True)
    #: The variant's revision that was sent.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    #: The post exactly as it went out (``Post.as_json``).
    post = models.JSONField(null=True, blank=True)
    #: What ``prepare`` learned.
    prepared = models.JSONField(default=dict, blank=True)
    receipt_id = models.CharField(max_length=500, blank=True)
    url = models.CharField(_("address"), max_length=2000, blank=True)
    live_at = models.DateTimeField(_("live at"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=models.Q(state="scheduled")),
            models.Index(fields=["leased_until"], name="delivery_leased", condition=models.Q(state="sending")),
            models.Index(fields=["variant", "state"]),
            models.Index(fields=["account", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.variant} → {self.account}"


class Attempt(models.Model):
    """One try. Never edited after it ended."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("Running")
        LIVE = "live", _("Live")
        PENDING = "pending", _("Accepted, not live yet")
        NOT_SENT = "not_sent", _("Not sent")
        REFUSED = "refused", _("Refused")
        AUTH_FAILED = "auth_failed", _("Credentials not accepted")
        AMBIGUOUS = "ambiguous", _("Outcome unknown")
        INTERRUPTED = "interrupted", _("Interrupted")

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts", verbose_name=_("delivery"))
    number = models.PositiveSmallIntegerField(_("number"))
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    #: How far it came: check, prepare, armed, publish, find.
    step = models.CharField(_("step"), max_length=12, default="check")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.RUNNING)
    message = models.CharField(_("message"), max_length=1000, blank=True)
    #: The platform's answer, redacted.
    raw = models.TextField(_("answer"), blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_unique")]

    def __str__(self) -> str:
        return f"{self.delivery} #{self.number}"
