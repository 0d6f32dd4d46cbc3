"""What is behind, kept beside the variants so that lists and the gate before publishing need one query."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.variants.models import Variant


class BehindPart(models.Model):
    """One part of a variant whose source has changed since it was derived or last confirmed."""

    class Reason(models.TextChoices):
        CHANGED = "changed", _("Changed")
        DELETED = "deleted", _("Deleted")

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="behind_parts", verbose_name=_("variant"))
    #: Whether it is about what was approved, and would be sent; else about the latest draft, which editors see.
    approved = models.BooleanField()
    #: The part's field name or block id.
    where = models.CharField(max_length=100)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    old_words = models.TextField()
    #: What the asset says there now; empty where nothing is left.
    new_words = models.TextField(blank=True)
    #: The asset's revision it was compared with when these words were found.
    asset_revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("part that is behind")
        verbose_name_plural = _("parts that are behind")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["variant", "approved", "where"], name="behind_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}/{self.where}: {self.reason}"


class Compared(models.Model):
    """What a variant was last compared with its asset at. Another state than the pages' own: compare again."""

    variant = models.OneToOneField(Variant, models.CASCADE, primary_key=True, related_name="compared")
    state = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.state
