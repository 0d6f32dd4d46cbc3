"""Drawing social cards, against Pillow putting the very same layers onto a canvas."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from contenthub.variants.cards.content import CardContent
from contenthub.variants.cards.draw import card_templates, draw_card, encode
from contenthub.variants.cards.layout import fit_text
from contenthub.variants.cards.look import BrandLook, palette
from tests.bench.layers import Layer, composed, jpeg, layers_of
from tests.bench.measuring import Row, side_by_side
from tests.bench.paper import sentence

DATABASE = False
SIZE = (1200, 630)
LOOK = BrandLook("Content Hub", footer="hub.example")
LANGUAGES = ("en", "zh-hans")
# A round is one card of each look.
ROUNDS, EACH = 20, 3
_KICKERS = {"en": "In practice", "zh-hans": "实践"}


def rows() -> Iterator[Row]:
    """Cards per second of one core, for each language."""
    for language in LANGUAGES:
        rounds = _contents(language)
        kept = [[_layers(content) for content in contents] for contents in rounds]
        # Keeping the layers laid every text out; the ones measured shall be new.
        fit_text.cache_clear()
        found = side_by_side(
            lambda number, rounds=rounds: [encode(draw_card(content, LOOK, SIZE)) for content in rounds[number]],
            lambda number, kept=kept: [jpeg(composed(layers, SIZE, ground)) for layers, ground in kept[number]],
            rounds=ROUNDS,
            clock=time.process_time,
        )
        operations = sum(len(layers) for cards in kept for layers, _ in cards) / len(kept) / EACH
        note = f"Pillow alone: the same {operations:.0f} layers a card and JPEG, laid out beforehand, same pixels; processor time"
        yield found.rate(f"cards {language}", EACH, "card", note)


def _contents(language: str) -> list[list[CardContent]]:
    choose = random.Random(language)
    return [[_content(choose, language, number) for number in range(EACH)] for _ in range(ROUNDS + 1)]


def _content(choose: random.Random, language: str, look: int) -> CardContent:
    said = {"headline": sentence(choose, language), "text": sentence(choose, language), "language": language}
    if look == 0:
        return CardContent("statement", kicker=_KICKERS[language], **said)
    if look == 1:
        number = str(choose.randint(2, 98))
        return CardContent("number", kicker=_KICKERS[language], number=number, unit="%", **said)
    return CardContent("quotation", speaker="Ada Rivers, editor", **said)


def _layers(content: CardContent) -> tuple[list[Layer], tuple[int, int, int]]:
    """The card's layers and ground colour, shown to give the card itself.

    :raises RuntimeError: a card look draws in a way that ``layers`` does not keep; the comparison would not be fair.
    """
    ground = palette(LOOK, card_templates()[content.template].ground).ground
    card, layers = layers_of(lambda: draw_card(content, LOOK, SIZE))
    if composed(layers, SIZE, ground).tobytes() != card.tobytes():
        raise RuntimeError(f"The layers kept of a {content.template} card do not give that card.")
    return layers, ground
