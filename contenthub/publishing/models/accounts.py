"""Accounts: credentialed destinations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """One credentialed destination on a channel."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")

    class Trouble(models.TextChoices):
        """What it was paused for; what ends by itself resumes by itself."""

        BY_HAND = "by_hand", _("Paused by hand")
        AUTH = "auth", _("Credentials not accepted")
        QUOTA = "quota", _("Quota used up")
        RATE = "rate", _("Asked to wait")

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
    #: Empty: none that we know of. Of a paused one: what for.
    trouble = models.CharField(_("trouble"), max_length=10, choices=Trouble.choices, blank=True)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True, editable=False)
    #: When a paused account resumes by itself (a quota begins anew, say); null: a person resumes it.
    resumes_at = models.DateTimeField(_("resumes at"), null=True, blank=True)
    #: No call through it before this moment: the platform asked to wait, or its rate is used up for now.
    not_before = models.DateTimeField(null=True, blank=True, editable=False)
    #: When its credentials end, where that is known.
    expires_at = models.DateTimeField(_("credentials end at"), null=True, blank=True)
    #: The smallest number of days before their end that was announced; null: none yet.
    expiry_told = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    #: Who renews its credentials at this moment, and until when that counts: only one does.
    renewing_until = models.DateTimeField(null=True, blank=True, editable=False)
    renewing_by = models.CharField(max_length=150, blank=True, editable=False)
    renewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    #: The capabilities this very account was found to have; null: as the channel declares them.
    limits = models.JSONField(null=True, blank=True, editable=False)
    limits_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
