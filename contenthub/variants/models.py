"""The variant: a derived form of an asset, a page below it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset
from contenthub.variants import registry
from contenthub.variants.kind import Kind


class VariantQuerySet(PageQuerySet):
    def of(self, asset: Asset) -> VariantQuerySet:
        """The variants of one asset."""
        return self.filter(source_asset=asset)


class Variant(Page):
    """What all kinds share. ``live`` means *approved*; being out is a delivery, answering the public is ``released_at``."""

    #: Its parent page, kept as a key for queries. (Wagtail's page already has a relation called ``asset``.)
    source_asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, related_name="variants", editable=False, verbose_name=_("asset")
    )
    #: The kind's name, as in ``kinds/<name>.py``.
    kind_name = models.CharField(_("kind"), max_length=40, editable=False, db_index=True)
    #: The asset's revision it was derived from.
    asset_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    #: Sources of plain fields: ``{field name: source}``; blocks carry their own (see ``contenthub.variants.source``).
    field_sources = models.JSONField(default=dict, blank=True, editable=False)
    #: Set when the ``site`` channel put it out; until then its page answers 404.
    released_at = models.DateTimeField(_("released at"), null=True, blank=True, editable=False)

    is_creatable = False
    parent_page_types: list[str] = ["assets.Asset"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.FilterField("kind_name"), index.FilterField("source_asset")]

    objects = PageManager.from_queryset(VariantQuerySet)()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")

    @property
    def kind(self) -> Kind:
        """The ``Kind`` of this variant."""
        return registry.get(self.kind_name)

    @property
    def language(self) -> str:
        """The locale's language code."""
        return self.locale.language_code

    @property
    def public_url(self) -> str:
        """The full public address of this variant's own page (it answers only when released)."""
        return public_url(self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if not self.source_asset_id and self.get_parent():
            self.source_asset = self.get_parent().specific
        super().full_clean(*args, **kwargs)

    def serve(self, request, *args, **kwargs):
        """Answer the public only when the kind has a public form and it was released."""
        if not (self.kind.public and self.released_at):
            raise Http404("This page is not public.")
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.kind.public and self.released_at else []
