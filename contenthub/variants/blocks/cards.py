"""The cards of a social post: one block type for each template, with the fields that template draws."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from contenthub.variants.parts import PartBlock
from contenthub.variants.pictures import Card
from contenthub.variants.source import SourceBlock


class CardBlock(PartBlock):
    kicker = blocks.CharBlock(
        label=_("Line above"), max_length=60, required=False, help_text=_("Small words over the headline.")
    )

    def card(self, value: Any, language: str) -> Card:
        """The card to draw."""
        raise TypeError("A card needs a template.")


class StatementBlock(CardBlock):
    headline = blocks.TextBlock(label=_("Headline"), rows=2, max_length=200)
    text = blocks.TextBlock(label=_("Text"), rows=2, max_length=300, required=False)
    source = SourceBlock()

    reads = ("kicker", "headline", "text")
    needs = ("headline",)

    def card(self, value: Any, language: str) -> Card:
        alt = " ".join(part for part in (value["headline"], value["text"]) if part)
        return Card("statement", language, value["headline"], value["text"], value["kicker"], alt=alt)

    class Meta:
        icon = "title"
        label = _("Statement")
        label_format = "{headline}"


class NumberBlock(CardBlock):
    number = blocks.CharBlock(
        label=_("Number"), max_length=40, help_text=_("The figure with its unit, such as 12% or 1.2 million.")
    )
    label = blocks.CharBlock(label=_("What it measures"), max_length=200)
    text = blocks.TextBlock(label=_("Context"), rows=2, max_length=300, required=False)
    source = SourceBlock()

    reads = ("kicker", "number", "label", "text")
    needs = ("number", "label")

    def card(self, value: Any, language: str) -> Card:
        alt = " ".join(part for part in (value["number"], value["label"], value["text"]) if part)
        return Card("number", language, value["label"], value["text"], value["kicker"], number=value["number"], alt=alt)

    class Meta:
        icon = "order"
        label = _("Number")
        label_format = "{number} {label}"


class QuotationBlock(CardBlock):
    kicker = None
    headline = blocks.TextBlock(label=_("Words"), rows=3, max_length=400)
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=200, required=False)
    source = SourceBlock()

    reads = ("headline", "speaker")
    needs = ("headline",)

    def card(self, value: Any, language: str) -> Card:
        name, _comma, role = value["speaker"].partition(", ")
        alt = " – ".join(part for part in (value["headline"], value["speaker"]) if part)
        return Card("quotation", language, value["headline"], role, speaker=name, alt=alt)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        label_format = "{headline}"


class FigureBlock(CardBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=400,
        required=False,
        help_text=_("What the figure shows, for those who cannot see it."),
    )
    headline = blocks.TextBlock(label=_("Headline"), rows=2, max_length=200)
    text = blocks.TextBlock(label=_("Text"), rows=2, max_length=300, required=False)
    source = SourceBlock()

    reads = ("kicker", "headline", "text", "alt")
    needs = ("image", "headline")

    def card(self, value: Any, language: str) -> Card:
        return Card(
            "figure",
            language,
            value["headline"],
            value["text"],
            value["kicker"],
            image=value["image"],
            alt=value["alt"] or value["headline"],
        )

    class Meta:
        icon = "image"
        label = _("Figure")
        label_format = "{headline}"


class CardsBlock(blocks.StreamBlock):
    """The cards in the order they are shown; a channel that takes one picture gets the first."""

    statement = StatementBlock()
    number = NumberBlock()
    quotation = QuotationBlock()
    figure = FigureBlock()

    class Meta:
        required = False
