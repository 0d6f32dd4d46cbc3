"""The brand: its look, its voice and its words."""

from __future__ import annotations

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

from contenthub.brand.contrast import LEAST, contrast
from contenthub.brand.panels import LookPanel
from contenthub.brand.widgets import ColourInput

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Give a colour as # and six hexadecimal digits, such as #1d4ed8."))
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]


class ColourField(models.CharField):
    """A colour as ``#rrggbb``."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=7, validators=[HEX_COLOUR])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "widget": ColourInput})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value


class BrandQuerySet(models.QuerySet["Brand"]):
    def default(self) -> Brand | None:
        """The brand used where a campaign names none: the one marked so, else the oldest."""
        return self.order_by("-is_default", "pk").first()


class Brand(index.Indexed, ClusterableModel):
    """One brand. Cards, mails and pages take their look from it; checks take its words."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(
        _("default brand"), default=False, help_text=_("Used where a campaign names none.")
    )
    logo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    primary_colour = ColourField(_("primary colour"), default="#0f4c81")
    accent_colour = ColourField(_("accent colour"), default="#f59e0b")
    background_colour = ColourField(_("background colour"), default="#ffffff")
    text_colour = ColourField(_("text colour"), default="#111827")
    heading_font = models.CharField(
        _("heading font"),
        max_length=80,
        default="Noto Sans",
        help_text=_("Used on pages and in mails where the reader's device has it."),
    )
    body_font = models.CharField(_("body font"), max_length=80, default="Noto Sans")
    voice = models.TextField(
        _("voice"), blank=True, help_text=_("How we speak: who we are to the reader, and what we never sound like.")
    )
    website = models.URLField(_("website"), blank=True)
    postal_address = models.CharField(
        _("postal address"),
        max_length=200,
        blank=True,
        help_text=_("Printed at the foot of every mail; the law asks for it in many countries."),
    )

    objects = BrandQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    panels = [
        FieldPanel("name"),
        FieldPanel("is_default"),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldRowPanel([FieldPanel("primary_colour"), FieldPanel("accent_colour")]),
                FieldRowPanel([FieldPanel("background_colour"), FieldPanel("text_colour")]),
                LookPanel(),
                FieldRowPanel([FieldPanel("heading_font"), FieldPanel("body_font")]),
            ],
            heading=_("Look"),
        ),
        FieldPanel("voice"),
        InlinePanel(
            "key_messages",
            heading=_("Key messages"),
            label=_("Key message"),
            help_text=_("What every reader should come away with."),
        ),
        InlinePanel(
            "terms",
            heading=_("Words"),
            label=_("Word"),
            help_text=_("Words that everything derived must hold, and words that none of it may."),
        ),
        InlinePanel(
            "phrases",
            heading=_("Phrases and footer lines"),
            label=_("Phrase"),
            help_text=_("Ready words that need no source in an asset: hooks, calls to action, footers."),
        ),
        MultiFieldPanel([FieldPanel("website"), FieldPanel("postal_address")], heading=_("Address")),
    ]

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.is_default:
            type(self).objects.exclude(pk=self.pk).filter(is_default=True).update(is_default=False)

    def clean(self) -> None:
        """:raises ValidationError: text cannot be read on the background."""
        super().clean()
        try:
            ratio = contrast(self.text_colour, self.background_colour)
        except ValueError:
            return  # not colours: the fields say so themselves
        if ratio < LEAST:
            raise ValidationError(
                {
                    "text_colour": _(
                        "Text in this colour cannot be read on the background: the contrast is %(ratio)s, and at least "
                        "%(least)s is needed. Choose a darker or lighter one."
                    )
                    % {"ratio": f"{ratio:.1f}", "least": LEAST}
                }
            )

    def phrase(self, use: str, language: str, default: str = "") -> str:
        """The first phrase for ``use`` (see ``BrandPhrase.Use``) in ``language``, or ``default``."""
        for phrase in self.phrases.all():
            if phrase.use == use and phrase.language == language:
                return phrase.text
        return default


class KeyMessage(Orderable):
    """One thing every reader should come away with."""

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="key_messages")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    text = models.CharField(_("text"), max_length=255)

    panels = [FieldRowPanel([FieldPanel("language"), FieldPanel("text")])]


class BrandTerm(Orderable):
    """A word that must appear, or must not."""

    class Rule(models.TextChoices):
        REQUIRED = "required", _("Required")
        FORBIDDEN = "forbidden", _("Forbidden")

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="terms")
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, default=Rule.FORBIDDEN)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    word = models.CharField(_("word"), max_length=120)
    instead = models.CharField(_("say instead"), max_length=120, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("rule"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("word"), FieldPanel("instead")]),
    ]


class BrandPhrase(Orderable):
    """A ready phrase: what a derived form may say that is not in the asset."""

    class Use(models.TextChoices):
        HOOK = "hook", _("Hook")
        CALL_TO_ACTION = "call_to_action", _("Call to action")
        CARD_FOOTER = "card_footer", _("Card footer")
        MAIL_FOOTER = "mail_footer", _("Mail footer")

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="phrases")
    use = models.CharField(_("use"), max_length=20, choices=Use.choices)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    text = models.CharField(_("text"), max_length=255)

    panels = [FieldRowPanel([FieldPanel("use"), FieldPanel("language")]), FieldPanel("text")]
