"""The library and the assets in it."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from contenthub.assets.asset_form import AssetForm
from contenthub.assets.blocks import BodyBlock, KeyPointsBlock
from contenthub.assets.panels import FactsPanel, ProposalsPanel
from contenthub.assets.signals import revised
from contenthub.brand.models import Brand
from contenthub.campaigns.models import Campaign
from contenthub.lib import language, words


class Library(Page):
    """The root of the public site in one language: the list of its public assets."""

    introduction = models.CharField(
        _("introduction"), max_length=300, blank=True, help_text=_("Stands below the title on the public page.")
    )

    template = "landing/library.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["assets.Asset"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["assets"] = Asset.objects.child_of(self).live().public().order_by("-first_published_at")
        return context


class Asset(Page):
    """The one core piece of content. Public when live; its variants are pages below it."""

    class Kind(models.TextChoices):
        WHITEPAPER = "whitepaper", _("Whitepaper")
        REPORT = "report", _("Report")
        CASE_STUDY = "case_study", _("Case study")
        GUIDE = "guide", _("Guide")
        ANNOUNCEMENT = "announcement", _("Announcement")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.WHITEPAPER)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences: what the reader gets."))
    audience = models.CharField(_("audience"), max_length=200, blank=True, help_text=_("Whom it is written for."))
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("campaign"),
        help_text=_("Its links carry this campaign's name, and the look is that of its brand."),
    )
    key_points = StreamField(
        KeyPointsBlock(),
        blank=True,
        verbose_name=_("key points"),
        help_text=_(
            "What a reader should remember, a sentence each. Cards, mails and scripts are made from these first."
        ),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("Shown with the title, and where the page is shared."),
    )
    file = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
        help_text=_("The document that readers get for filling in the form."),
    )
    pdf_offered = models.BooleanField(
        _("offer the text as a PDF"),
        default=True,
        help_text=_(
            "Where no file is given, readers who fill in the form get this page set as a PDF, and only its first chapter "
            "stands open. Switched off, the whole text stands on the page."
        ),
    )
    #: The name of the file this asset was imported from; empty when it was written here.
    imported_from = models.CharField(max_length=255, blank=True, editable=False)
    #: What was proposed and not kept yet: ``{id of the key point or statistic, or "summary": fingerprint of its words}``.
    #: A mark whose words are others by now holds no more (see ``contenthub.assets.marks``).
    proposed = models.JSONField(default=dict, blank=True)

    base_form_class = AssetForm
    #: The file belongs to the page it was imported as; a copy is another asset.
    exclude_fields_in_copy = ["imported_from"]
    template = "landing/asset.html"
    # No subpage_types: each kind of variant names Asset as its parent, and nothing else does.
    parent_page_types = ["assets.Library"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("chinese_words"),
        index.AutocompleteField("chinese_words"),
        index.SearchField("key_points"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("campaign_id"),
        index.FilterField("imported_from"),
        index.RelatedFields("campaign", [index.SearchField("name")]),
    ]
    content_panels = [
        *Page.content_panels,
        ProposalsPanel(),
        FieldPanel("summary"),
        FieldPanel("key_points"),
        FieldPanel("body"),
    ]
    about_panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("campaign")]),
        FieldPanel("audience"),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("file"), FieldPanel("pdf_offered")], heading=_("Cover and download")
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList([FactsPanel()], heading=_("Facts")),
            ObjectList(about_panels, heading=_("About")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's; and within the same transaction everybody who keeps books of the asset's words is told."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            revised.send(Asset, asset=self)
        return revision

    @property
    def language(self) -> str:
        """The locale's language code: ``en`` or ``zh-hans``."""
        return self.locale.language_code

    @property
    def chinese_words(self) -> str:
        """Title and summary of a Chinese asset cut into words: a database takes a Chinese sentence for one word."""
        if self.language != language.CHINESE:
            return ""
        return " ".join(words.pieces(f"{self.title} {self.summary}", language.CHINESE))

    @property
    def brand(self) -> Brand | None:
        """The campaign's brand, else the default one."""
        if self.campaign and self.campaign.brand:
            return self.campaign.brand
        return Brand.objects.default()


class Import(models.Model):
    """What an asset's file said when it was last imported. Against it, an editor's words are told from the file's."""

    asset = models.OneToOneField(Asset, models.CASCADE, related_name="last_import")
    #: See ``contenthub.assets.importing.Record``.
    content = models.JSONField(encoder=DjangoJSONEncoder)
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.asset.imported_from


class Fact(models.Model):
    """One fact in one block of an asset, as the latest revision (drafts included) has it.

    ``text`` is ``contents.block_text(block)[start:end]``; kinds, values and units are those of ``contenthub.lib.facts``.
    """

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="facts")
    block_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    value = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["asset", "block_id", "start", "-end", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "block_id", "start", "end", "kind"], name="one_fact_in_one_place")
        ]

    def __str__(self) -> str:
        return self.text
