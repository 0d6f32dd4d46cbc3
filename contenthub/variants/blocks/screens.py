"""The screens of an H5 page, each with a template of its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from contenthub.lib.language import CHINESE, ENGLISH, HAN
from contenthub.variants.comparisons import shares
from contenthub.variants.parts import PartBlock
from contenthub.variants.source import SourceBlock

_ALT_HELP = _("What the picture shows, for those who cannot see it.")


class CoverBlock(PartBlock):
    kicker = blocks.CharBlock(label=_("Line above"), max_length=60, required=False)
    headline = blocks.TextBlock(label=_("Headline"), rows=2, max_length=200)
    text = blocks.TextBlock(label=_("Text"), rows=2, max_length=400, required=False)
    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(label=_("Alternative text"), max_length=400, required=False, help_text=_ALT_HELP)
    source = SourceBlock()

    reads = ("kicker", "headline", "text", "alt")
    needs = ("headline",)

    class Meta:
        icon = "home"
        label = _("Cover")
        label_format = "{headline}"
        template = "variants/screens/cover.html"


class PointsBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160, required=False)
    items = blocks.ListBlock(
        blocks.TextBlock(label=_("Point"), rows=2, max_length=400), label=_("Points"), min_num=1, max_num=4
    )
    source = SourceBlock()

    reads = ("heading", "items")
    needs = ("items",)

    class Meta:
        icon = "list-ul"
        label = _("Points")
        label_format = "{heading}"
        template = "variants/screens/points.html"


class StatisticBlock(PartBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=60)
    label = blocks.CharBlock(label=_("What it measures"), max_length=300)
    text = blocks.TextBlock(label=_("Context"), rows=2, max_length=400, required=False)
    source = SourceBlock()

    reads = ("number", "label", "text")
    needs = ("number", "label")

    class Meta:
        icon = "order"
        label = _("Statistic")
        label_format = "{number} {label}"
        template = "variants/screens/statistic.html"


class ComparisonValue(blocks.StructValue):
    """Knows its two sides as a page shows them."""

    @property
    def sides(self) -> list[dict[str, Any]]:
        numbers = (self["first_number"], self["second_number"])
        language = CHINESE if HAN.search("".join(str(part) for part in self.values())) else ENGLISH
        lengths = shares(numbers, language) or (None, None)
        labels = (self["first_label"], self["second_label"])
        return [
            {"label": label, "number": number, "share": share}
            for label, number, share in zip(labels, numbers, lengths, strict=True)
        ]


class ComparisonBlock(PartBlock):
    heading = blocks.CharBlock(label=_("What is compared"), max_length=300, required=False)
    first_label = blocks.CharBlock(label=_("First side"), max_length=120)
    first_number = blocks.CharBlock(label=_("Its number"), max_length=60)
    second_label = blocks.CharBlock(label=_("Second side"), max_length=120)
    second_number = blocks.CharBlock(label=_("Its number"), max_length=60)
    text = blocks.TextBlock(label=_("Context"), rows=2, max_length=400, required=False)
    source = SourceBlock()

    reads = ("heading", "first_number", "first_label", "second_number", "second_label", "text")
    needs = ("first_number", "second_number")

    class Meta:
        icon = "sliders"
        label = _("Comparison")
        label_format = "{first_number} · {second_number} {heading}"
        template = "variants/screens/comparison.html"
        value_class = ComparisonValue


class QuotationBlock(PartBlock):
    text = blocks.TextBlock(label=_("Words"), rows=3, max_length=600)
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=200, required=False)
    source = SourceBlock()

    reads = ("text", "speaker")
    needs = ("text",)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{text}"
        template = "variants/screens/quotation.html"


class FigureBlock(PartBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(label=_("Alternative text"), max_length=400, required=False, help_text=_ALT_HELP)
    caption = blocks.CharBlock(label=_("Caption"), max_length=400, required=False)
    source = SourceBlock()

    reads = ("caption", "alt")
    needs = ("image",)

    class Meta:
        icon = "image"
        label = _("Figure")
        label_format = "{caption}"
        template = "variants/screens/figure.html"


class CallToActionBlock(PartBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160, required=False)
    text = blocks.TextBlock(label=_("Text"), rows=2, max_length=400, required=False)
    button = blocks.CharBlock(label=_("Button"), max_length=80, help_text=_("Leads to the asset's page."))
    source = SourceBlock()

    reads = ("heading", "text", "button")
    needs = ("button",)

    class Meta:
        icon = "link"
        label = _("Call to action")
        label_format = "{button}"
        template = "variants/screens/call_to_action.html"


class ScreensBlock(blocks.StreamBlock):
    """The screens from top to bottom."""

    cover = CoverBlock()
    points = PointsBlock()
    statistic = StatisticBlock()
    comparison = ComparisonBlock()
    quotation = QuotationBlock()
    figure = FigureBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        required = False
        block_counts = {"cover": {"max_num": 1}}
