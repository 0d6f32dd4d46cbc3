"""The variant: a derived form of an asset, a page below it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset
from contenthub.brand.models import Brand
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
    source_asset_id: int | None
    #: The kind's name, as in ``kinds/<name>.py``: the file its page model stands in.
    kind_name = models.CharField(_("kind"), max_length=40, editable=False, db_index=True)
    #: The asset's revision it was derived from.
    asset_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    #: Sources of plain fields: ``{field name: source}``; blocks carry their own (see ``contenthub.variants.source``).
    field_sources = models.JSONField(default=dict, blank=True, editable=False)
    #: Set when the ``site`` channel put it out; until then its page answers 404.
    released_at = models.DateTimeField(_("released at"), null=True, blank=True, editable=False)

    #: Names of the fields that hold what readers get, in reading order (see ``contenthub.variants.parts``).
    content_fields: ClassVar[tuple[str, ...]] = ()
    #: Those of them that say nothing of their own and so need no source.
    unsourced_fields: ClassVar[tuple[str, ...]] = ()
    #: Those of them that hold words to choose from, which readers do not get: checked, but not counted as said.
    spare_fields: ClassVar[tuple[str, ...]] = ()
    #: Names of the fields that hold what an editor chose before it was derived.
    chosen_fields: ClassVar[tuple[str, ...]] = ()

    is_creatable = False
    #: A copy of a page that is out is not out.
    exclude_fields_in_copy = ["released_at"]
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
    def brand(self) -> Brand | None:
        """The asset's brand."""
        return self.source_asset.brand if self.source_asset else Brand.objects.default()

    @property
    def choices(self) -> dict[str, Any]:
        """What its editor chose when it was derived, as the kind's ``derive`` takes it; deriving again takes the same."""
        return {}

    @property
    def subject_title(self) -> str:
        """What readers would call it: the asset's title; its own where there is no asset any more."""
        return self.source_asset.title if self.source_asset else self.title

    @property
    def public_url(self) -> str:
        """The full public address of this variant's own page (it answers only when released)."""
        return public_url(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._name_kind_and_asset()
        super().save(*args, **kwargs)

    def get_url_parts(self, *args: Any, **kwargs: Any) -> Any:
        """None for kinds without a public form: then no screen offers to view it live."""
        return super().get_url_parts(*args, **kwargs) if self.kind_name and self.kind.public else None

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name_kind_and_asset()
        super().full_clean(*args, **kwargs)

    def _name_kind_and_asset(self) -> None:
        """Fill in what its class and its place in the tree say, for a variant made by hand as for a derived one."""
        if not self.kind_name and type(self) is not Variant:
            self.kind_name = type(self).__module__.rpartition(".")[2]
        if self.path and (parent := self.get_parent()) and parent.pk != self.source_asset_id:
            self.source_asset_id = parent.pk

    def can_move_to(self, parent: Page) -> bool:
        """A variant stays below the asset its words come from."""
        return super().can_move_to(parent) and parent.pk == self.source_asset_id

    def with_content_json(self, content: Any) -> Variant:
        """A revision holds content; whether the page is out is no part of it, or approving an edit would take it down."""
        variant = super().with_content_json(content)
        variant.released_at = self.released_at
        return variant

    def serve(self, request, *args, **kwargs):
        """Answer the public only when the kind has a public form and it was released."""
        if not (self.kind.public and self.released_at):
            raise Http404("This page is not public.")
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.kind.public and self.released_at else []
