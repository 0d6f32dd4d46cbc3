"""Notices: who is told of what, and what there is to tell (the outbox of mails and webhooks about deliveries)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import Campaign
from contenthub.publishing.models.accounts import Account
from contenthub.publishing.models.deliveries import Delivery


class NoticeEvent(models.TextChoices):
    """What can be told."""

    FAILURE = "failure", _("A delivery failed")
    PERSON = "person", _("A delivery waits for a person")
    GONE = "gone", _("Something that was live is gone")
    ACCOUNT = "account", _("An account is in trouble")
    EXPIRY = "expiry", _("Credentials are about to end")
    HUB = "hub", _("The hub itself stands still")
    RECOVERY = "recovery", _("What was told of before is well again")


class NoticeTarget(models.Model):
    """A mail address or webhook that is told of some events."""

    class Way(models.TextChoices):
        MAIL = "mail", _("E-mail")
        WEBHOOK = "webhook", _("Signed webhook")

    way = models.CharField(_("by"), max_length=10, choices=Way.choices, default=Way.MAIL)
    address = models.CharField(_("address"), max_length=500)
    #: A webhook's signing secret, encrypted (see ``contenthub.lib.sealed``).
    sealed = models.TextField(default="", blank=True, editable=False)
    #: Values of ``NoticeEvent``.
    events = models.JSONField(_("tell of"), default=list, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only this campaign"),
        help_text=_("Of deliveries only; accounts and the hub concern everybody."),
    )
    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default="en")
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["address", "pk"]

    def __str__(self) -> str:
        return self.address


class Notice(models.Model):
    """One thing to tell one target; those of one ``batch`` travel in one message. Sent at least once."""

    target = models.ForeignKey(NoticeTarget, models.CASCADE, related_name="notices", verbose_name=_("notification"))
    event = models.CharField(_("event"), max_length=10, choices=NoticeEvent.choices)
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="notices")
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="notices")
    #: What it is about, also where that is neither delivery nor account: ``delivery:42``, ``hub:dispatcher``.
    about = models.CharField(max_length=60)
    #: Which occasion of it: the same is not told twice while it stays the same.
    token = models.CharField(max_length=200, blank=True)
    #: The reason at that time, for the message.
    text = models.CharField(_("text"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("noticed at"))
    #: Somebody has done something about it; how that ends is not known yet.
    moved = models.BooleanField(default=False)
    #: When the matter ended: well, given up, or never to be come back to.
    over_at = models.DateTimeField(null=True, blank=True)
    #: The message it travels in; null: more of the same may still join it.
    batch = models.UUIDField(null=True, blank=True)
    #: When to send it (again).
    due_at = models.DateTimeField()
    #: Tries to send it; 0 of one that is sent: it was there before its target was, and nobody was told.
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="notice_due", condition=models.Q(sent_at__isnull=True)),
            models.Index(fields=["event"], name="notice_open", condition=models.Q(over_at__isnull=True)),
            models.Index(fields=["batch"], name="notice_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "event", "about", "token"],
                name="notice_once",
                condition=models.Q(over_at__isnull=True, moved=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about}"
