"""The campaign: what one push is for, and the one UTM name its links carry."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from contenthub.brand.models import Brand
from contenthub.lib.clock import now
from contenthub.lib.slugs import slug

#: Lower-case ASCII, '-' inside words and '_' between fields: GA4 compares case-sensitively, and a space splits rows.
UTM_VALUE = RegexValidator(
    r"^[a-z0-9]+([_-][a-z0-9]+)*$", _("Use lower-case letters a-z, digits, - and _ only, such as 2026-11_operators.")
)


def validate_time_zone(value: str) -> None:
    """:raises ValidationError: ``value`` is not the name of a time zone."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone of this name. Give one such as Europe/Berlin or Asia/Shanghai."))


class Campaign(index.Indexed, ClusterableModel):
    """One campaign. Everything below it (assets, deliveries, links) is measured under ``utm_campaign``."""

    class Objective(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        CONSIDERATION = "consideration", _("Consideration")
        LEADS = "leads", _("Leads")
        SALES = "sales", _("Sales")
        LOYALTY = "loyalty", _("Loyalty")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("What commands call it by. Left empty: made from the name."),
    )
    utm_campaign = models.CharField(
        _("UTM campaign"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[UTM_VALUE],
        help_text=_(
            "The value every link of this campaign carries. Left empty: year, month and name, such as 2026-11_operators. "
            "Fixed once a link was made."
        ),
    )
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("brand")
    )
    objective = models.CharField(_("objective"), max_length=20, choices=Objective.choices, default=Objective.LEADS)
    big_idea = models.TextField(_("big idea"), blank=True, help_text=_("The one thought every piece carries."))
    audience = models.TextField(_("audience"), blank=True, help_text=_("Whom it is for, and what they need."))
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("The one its times are planned in, such as Europe/Berlin."),
    )
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("big_idea")]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("utm_campaign")]),
        FieldRowPanel([FieldPanel("objective"), FieldPanel("brand")]),
        FieldPanel("big_idea"),
        FieldPanel("audience"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("time_zone")]),
                FieldRowPanel([FieldPanel("budget"), FieldPanel("currency")]),
            ],
            heading=_("Dates and budget"),
        ),
        InlinePanel("kpi_targets", heading=_("KPI targets"), label=_("KPI target")),
        InlinePanel(
            "calls_to_action",
            heading=_("Calls to action"),
            label=_("Call to action"),
            help_text=_("Used before the brand's own."),
        ),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._name()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """:raises ValidationError: it ends before it starts, or its UTM name is in use by links and was changed."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end is before the start.")})
        if not self.pk:
            return
        before = type(self).objects.filter(pk=self.pk).values_list("utm_campaign", flat=True).first()
        if before and before != self.utm_campaign and self.links.exists():
            raise ValidationError(
                {
                    "utm_campaign": _(
                        "Links already carry “%(name)s”, so it cannot change: their clicks would be counted apart. "
                        "Put it back, or make a new campaign."
                    )
                    % {"name": before}
                }
            )

    def _name(self) -> None:
        """Fill in the slug and the UTM name where they were left empty."""
        if not self.slug and self.name:
            self.slug = self._free("slug", slug(self.name, max_length=70, default="campaign"))
        if not self.utm_campaign and self.name:
            begins = self.starts_on if isinstance(self.starts_on, dt.date) else now().date()
            name = slug(self.name, max_length=60, default="campaign")
            self.utm_campaign = self._free("utm_campaign", f"{begins:%Y-%m}_{name}")

    def _free(self, field: str, wanted: str) -> str:
        """``wanted``, or with a number behind it where another campaign has it."""
        taken = set(
            type(self)
            .objects.exclude(pk=self.pk)
            .filter(**{f"{field}__startswith": wanted})
            .values_list(field, flat=True)
        )
        if wanted not in taken:
            return wanted
        return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)

    def call_to_action(self, language: str, default: str = "") -> str:
        """The campaign's own call to action in ``language``, else its brand's, else ``default``."""
        for call in self.calls_to_action.all():
            if call.language == language:
                return call.text
        return self.brand.phrase("call_to_action", language, default) if self.brand else default


class KpiTarget(Orderable):
    """A figure the campaign is measured against."""

    class Metric(models.TextChoices):
        DELIVERIES = "deliveries", _("Deliveries live")
        CLICKS = "clicks", _("Clicks (human)")
        LEADS = "leads", _("Leads")
        DOWNLOADS = "downloads", _("Downloads")
        COST_PER_LEAD = "cost_per_lead", _("Cost per lead")

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="kpi_targets")
    metric = models.CharField(_("metric"), max_length=20, choices=Metric.choices)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)

    panels = [FieldRowPanel([FieldPanel("metric"), FieldPanel("target")])]


class CallToAction(Orderable):
    """What the campaign asks its readers to do, in one language."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="calls_to_action")
    language = models.CharField(
        _("language"), max_length=10, choices=[("en", _("English")), ("zh-hans", _("Simplified Chinese"))], default="en"
    )
    text = models.CharField(_("text"), max_length=120)

    panels = [FieldRowPanel([FieldPanel("language"), FieldPanel("text")])]
