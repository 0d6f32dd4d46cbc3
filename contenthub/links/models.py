"""Tracked short links and the visits through them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign


def _count(label: str) -> Coalesce:
    """How many clicks of this label a link has."""
    clicks = Click.objects.filter(link=models.OuterRef("pk"), label=label).order_by().values("link")
    return Coalesce(models.Subquery(clicks.annotate(number=models.Count("pk")).values("number")), 0)


class LinkQuerySet(models.QuerySet["Link"]):
    def with_counts(self) -> LinkQuerySet:
        """Annotate ``human``, ``suspect`` and ``bot`` click counts (sub-queries: counted for the rows shown only)."""
        return self.annotate(**{label: _count(label) for label in Click.Label.values})


class Link(models.Model):
    """One tracked short link. Its target was stored when it was made; nothing in a request can change it."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    #: Where it leads, before tagging.
    target = models.URLField(_("target"), max_length=2000)
    #: Where a click is sent: the target with its UTM values.
    tagged_target = models.URLField(_("tagged target"), max_length=3000)
    utm_source = models.CharField(max_length=100)
    utm_medium = models.CharField(max_length=100)
    utm_campaign = models.CharField(max_length=100)
    utm_content = models.CharField(max_length=100, blank=True)
    utm_id = models.CharField(max_length=100, blank=True)
    utm_term = models.CharField(max_length=100, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="links", verbose_name=_("campaign")
    )
    asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="links", verbose_name=_("asset")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.short_url

    @property
    def short_url(self) -> str:
        """The full public address of the short link."""
        return f"{settings.BASE_URL}{reverse('links:follow', args=[self.code])}"


class Click(models.Model):
    """One visit through a link, labelled; bots are kept and counted apart, never dropped."""

    class Label(models.TextChoices):
        HUMAN = "human", _("Human")
        SUSPECT = "suspect", _("Suspect")
        BOT = "bot", _("Bot")

    link = models.ForeignKey(Link, models.CASCADE, related_name="clicks", verbose_name=_("link"))
    at = models.DateTimeField(_("at"), db_index=True)
    label = models.CharField(_("label"), max_length=10, choices=Label.choices)
    #: Which rule gave the label, such as ``user_agent`` or ``burst``.
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    user_agent = models.CharField(_("user agent"), max_length=300, blank=True)
    referrer = models.CharField(_("referrer"), max_length=300, blank=True)
    #: A hash of the day, the address and the user agent: tells two visits of one day apart, names nobody.
    visitor = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("click")
        verbose_name_plural = _("clicks")
        ordering = ["-at"]
        indexes = [models.Index(fields=["link", "label"]), models.Index(fields=["link", "-at"])]

    def __str__(self) -> str:
        return f"{self.link.code} · {self.at:%Y-%m-%d %H:%M} · {self.get_label_display()}"
