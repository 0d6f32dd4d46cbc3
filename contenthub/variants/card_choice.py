"""Which cards a social post gets, in which order, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contenthub.variants import phrases
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Material, Statement
from contenthub.variants.source import Source, merged

#: Columns (a Chinese character is two) that a card carries at a readable size in each of its sizes.
TITLE, HEADLINE, TEXT, LABEL, KICKER, QUOTATION = 90, 150, 170, 200, 60, 230
#: A carousel on Instagram or LinkedIn is read to about its tenth card.
POINTS, STATISTICS, FIGURES = 8, 6, 1

#: A card to be: its template, its source and its words.
Laid = tuple[str, Source | None, dict[str, Any]]


def chosen(material: Material) -> list[Laid]:
    """The cards, a mix first: a channel that takes only a few pictures gets several looks."""
    statements, numbers = list(_point_cards(material)), list(_number_cards(material))
    pictured = [*_quotation_cards(material), *_figure_cards(material)]
    return [_overview(material), *statements[:1], *numbers[:1], *pictured, *statements[1:], *numbers[1:]]


def _overview(material: Material) -> Laid:
    """The title with the first of the summary that no other card says."""
    openings = [text for s in material.summary if (text := shortened(s.text, TEXT, material.language))]
    said = {words for _, words in _points(material)}
    opening = next((text for text in openings if text not in said), "".join(openings[:1]))
    sources = [material.title.source, *(s.source for s in material.summary if opening and opening in s.text)]
    title = short_title(material.title.text, TITLE)[:200]
    kicker = phrases.kind_name(material.asset).capitalize()
    return "statement", merged(sources), {"kicker": kicker, "headline": title, "text": opening}


def _point_cards(material: Material) -> Iterator[Laid]:
    for statement, words in _points(material):
        kicker = statement.section if width(statement.section) <= KICKER else ""
        yield "statement", statement.source, {"kicker": kicker, "headline": words, "text": ""}


def _number_cards(material: Material) -> Iterator[Laid]:
    for statistic in [s for s in material.statistics if width(s.label) <= LABEL][:STATISTICS]:
        context, fits = statistic.context, width(statistic.context) <= KICKER
        words = {
            "kicker": context if fits else "",
            "number": statistic.value,
            "label": statistic.label,
            "text": "" if fits else shortened(context, TEXT, material.language),
        }
        yield "number", statistic.source, words


def _quotation_cards(material: Material) -> Iterator[Laid]:
    for quotation in [q for q in material.quotations if width(q.text) <= QUOTATION][:1]:
        yield "quotation", quotation.source, {"headline": quotation.text, "speaker": quotation.speaker}


def _figure_cards(material: Material) -> Iterator[Laid]:
    for figure in material.figures[:FIGURES]:
        if caption := shortened(figure.caption, HEADLINE, material.language):
            words = {"kicker": "", "image": figure.image, "alt": figure.alt, "headline": caption, "text": ""}
            yield "figure", figure.source, words


def _points(material: Material) -> Iterator[tuple[Statement, str]]:
    """Key points that a card can carry, whole or as a whole clause."""
    found = ((point, shortened(point.text, HEADLINE, material.language)) for point in material.points)
    yield from [(point, words) for point, words in found if words][:POINTS]
