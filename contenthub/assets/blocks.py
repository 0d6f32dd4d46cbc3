"""The blocks an asset's body is made of. A block's id anchors provenance: it never changes while the block lives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "code",
    "superscript",
    "subscript",
    "blockquote",
]


class HeadingBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Subsection")), ("4", _("Paragraph heading"))],
        default="2",
        label=_("Level"),
    )
    text = blocks.CharBlock(label=_("Text"), max_length=300)

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Begins a section; readers find it in the contents.")
        template = "assets/blocks/heading.html"


class StatisticBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        label=_("Value"), max_length=60, help_text=_("The figure with its unit, such as 12% or 1.2 million.")
    )
    label = blocks.CharBlock(label=_("What it measures"), max_length=200)
    context = blocks.CharBlock(
        label=_("Context"), max_length=400, required=False, help_text=_("The sentence it comes from, or its source.")
    )

    class Meta:
        icon = "order"
        label = _("Statistic")
        description = _("A figure that can stand alone, such as on a card.")
        template = "assets/blocks/statistic.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=120, required=False)
    role = blocks.CharBlock(label=_("Role"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("What somebody said, word for word.")
        template = "assets/blocks/quotation.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=400,
        required=False,
        help_text=_("What the figure shows, for those who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=400, required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("An image with a caption, and words for those who cannot see it.")
        template = "assets/blocks/figure.html"


class DataTableBlock(blocks.StructBlock):
    table = TableBlock(label=_("Table"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=400, required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of text or numbers.")
        template = "assets/blocks/table.html"


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(label=_("Language"), max_length=30, required=False)
    text = blocks.TextBlock(label=_("Code"), rows=8)

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Lines of code, shown as they are.")
        template = "assets/blocks/code.html"


class CallToActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=80)
    url = blocks.URLBlock(label=_("Address"), required=False, help_text=_("Left empty: this asset's download form."))

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A button that asks the reader to do something.")
        template = "assets/blocks/call_to_action.html"


class BodyBlock(blocks.StreamBlock):
    """An asset's body."""

    heading = HeadingBlock()
    rich_text = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=RICH_TEXT_FEATURES, template="assets/blocks/rich_text.html"
    )
    statistic = StatisticBlock()
    quotation = QuotationBlock()
    figure = FigureBlock()
    table = DataTableBlock()
    code = CodeBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        required = False


class KeyPointsBlock(blocks.StreamBlock):
    """Key points; each has an id of its own, so that a variant can say which point it came from."""

    point = blocks.TextBlock(label=_("Key point"), icon="tick", rows=2)

    class Meta:
        required = False
