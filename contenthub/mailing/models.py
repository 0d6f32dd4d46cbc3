"""The mailing and its ledger: who was to get it, and what happened to each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.audience.models import Contact, ContactList


class Mailing(models.Model):
    """One mail to one list. Finished only when its ledger balances: every recipient is in a final state."""

    class State(models.TextChoices):
        SENDING = "sending", _("Sending")
        FINISHED = "finished", _("Finished")

    #: The delivery's key: a second start with the same key finds this mailing instead of making another.
    key = models.CharField(max_length=64, unique=True)
    contact_list = models.ForeignKey(ContactList, models.PROTECT, related_name="mailings", verbose_name=_("list"))
    #: The post as it goes out, before each recipient's own unsubscribe address is put in.
    post = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENDING)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.post.get("title", self.key)


class Recipient(models.Model):
    """One row of the ledger: one person of one mailing."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        EXCLUDED = "excluded", _("Excluded")

    FINAL = (State.SENT, State.REFUSED, State.FAILED, State.UNCONFIRMED, State.EXCLUDED)

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients", verbose_name=_("mailing"))
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="mails", verbose_name=_("contact"))
    email = models.EmailField(_("e-mail"), max_length=254)
    #: Unique per row; part of the Message-ID.
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "email"], name="recipient_unique")]
        indexes = [models.Index(fields=["mailing", "state"])]

    def __str__(self) -> str:
        return self.email
