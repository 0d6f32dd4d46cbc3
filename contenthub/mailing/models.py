"""The mailing and its ledger: who was to get it, and what happened to each."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext
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
    #: How many people were on the list when it was started: what the ledger must add up to.
    members = models.PositiveIntegerField(_("members of the list"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENDING)
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    #: Rows by state, kept while one page of the admin is made.
    numbers: dict[str, int]

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.post.get("title") or self.key


class RecipientQuerySet(models.QuerySet):
    def due(self, at: dt.datetime) -> RecipientQuerySet:
        """Pending rows whose time has come, oldest first."""
        return self.filter(state=Recipient.State.PENDING, due_at__lte=at).order_by("due_at", "pk")

    def open(self) -> RecipientQuerySet:
        """Rows that are not in a final state yet."""
        return self.filter(state__in=(Recipient.State.PENDING, Recipient.State.SENDING))

    def abandoned(self, at: dt.datetime) -> RecipientQuerySet:
        """Rows whose sender did not report back before its lease ran out: it may have sent the mail."""
        return self.filter(state=Recipient.State.SENDING, leased_until__lt=at)


def new_key() -> str:
    """A key that no other row has; 32 characters that may stand in a Message-ID."""
    return uuid.uuid4().hex


class Recipient(models.Model):
    """One row of the ledger: one person of one mailing. Changed by the guarded updates of ``ledger`` only."""

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
    #: Unique per row; part of the Message-ID and of the unsubscribe address.
    key = models.CharField(max_length=64, unique=True, default=new_key)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: Counted when a sender takes the row, so it also tells one taking from the next.
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    #: When a pending row may be sent; None in every other state.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["mailing", "email"], name="recipient_unique")]
        indexes = [
            models.Index(fields=["mailing", "state"]),
            models.Index(fields=["mailing", "due_at"], name="recipient_due", condition=models.Q(state="pending")),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def reason_text(self) -> str:
        """The reason in the reader's language; a server's own words stay as they are."""
        return gettext(self.reason) if self.reason else ""
