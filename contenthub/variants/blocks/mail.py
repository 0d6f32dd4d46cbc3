"""The sections of a mail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from contenthub.variants.inbox import PREHEADER, SUBJECT
from contenthub.variants.inbox_input import InboxInput
from contenthub.variants.parts import PartBlock
from contenthub.variants.source import SourceBlock


class TextBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "ol", "link"])
    source = SourceBlock()

    reads = ("heading", "text")
    needs = ("text",)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        label_format = "{heading}"


class StatisticBlock(PartBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=60)
    label = blocks.CharBlock(label=_("What it measures"), max_length=300)
    source = SourceBlock()

    reads = ("number", "label")
    needs = ("number", "label")

    class Meta:
        icon = "order"
        label = _("Statistic")
        label_format = "{number} {label}"


class QuotationBlock(PartBlock):
    text = blocks.TextBlock(label=_("Words"), rows=3)
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=200, required=False)
    source = SourceBlock()

    reads = ("text", "speaker")
    needs = ("text",)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{text}"


class FigureBlock(PartBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=400,
        required=False,
        help_text=_("What the figure shows, for those who cannot see it or whose mail program hides pictures."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=400, required=False)
    source = SourceBlock()

    reads = ("caption", "alt")
    needs = ("image",)

    class Meta:
        icon = "image"
        label = _("Figure")
        label_format = "{caption}"


class ButtonBlock(PartBlock):
    text = blocks.CharBlock(
        label=_("Text"), max_length=80, help_text=_("Leads to the asset's page by the mail's own tracked link.")
    )
    source = SourceBlock()

    reads = ("text",)
    needs = ("text",)

    class Meta:
        icon = "link"
        label = _("Button")
        label_format = "{text}"


class SubjectLineBlock(blocks.CharBlock):
    """A text whose input counts columns and can put it to use as the subject."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget = InboxInput(SUBJECT, "subject", _("Use as subject"))


class PreheaderLineBlock(blocks.CharBlock):
    """The same for the preheader."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget = InboxInput(PREHEADER, "preheader", _("Use as preheader"))


class LineBlock(PartBlock):
    """A line of the inbox to choose; its type is the mail's field that it may stand in."""

    reads = ("text",)
    needs = ("text",)


class SubjectBlock(LineBlock):
    text = SubjectLineBlock(label=_("Text"), max_length=150)
    source = SourceBlock()

    class Meta:
        icon = "mail"
        label = _("Subject")
        label_format = "{text}"


class PreheaderBlock(LineBlock):
    text = PreheaderLineBlock(label=_("Text"), max_length=200)
    source = SourceBlock()

    class Meta:
        icon = "mail"
        label = _("Preheader")
        label_format = "{text}"


class AlternativesBlock(blocks.StreamBlock):
    """Subjects and preheaders to choose from, the one in use among them."""

    subject = SubjectBlock()
    preheader = PreheaderBlock()

    class Meta:
        required = False


class SectionsBlock(blocks.StreamBlock):
    """A mail's body between its headline and its closing button."""

    text = TextBlock()
    statistic = StatisticBlock()
    quotation = QuotationBlock()
    figure = FigureBlock()
    button = ButtonBlock()

    class Meta:
        required = False
