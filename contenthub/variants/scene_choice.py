"""Which of an asset's statements a short video says, so that it keeps its length."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from contenthub.lib.sentences import fit
from contenthub.variants import phrases
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Figure, Material, Quotation, Statement, Statistic
from contenthub.variants.phrases import phrase
from contenthub.variants.source import Source
from contenthub.variants.timing import seconds, whole_seconds

#: A hook is said within three seconds; a little over still works.
HOOK_SECONDS = 4.5
#: Seconds one scene may take to say.
NARRATION_SECONDS, QUOTED_SECONDS = 11, 16
#: Columns (a Chinese character is two) of the words on screen.
ON_SCREEN = 56
STATISTICS = 2


@dataclasses.dataclass(frozen=True)
class Scene:
    narration: str
    on_screen: str
    direction: str
    source: Source
    image: Any = None

    def value(self) -> dict[str, Any]:
        return {
            "narration": self.narration,
            "on_screen": self.on_screen,
            "direction": self.direction,
            "image": self.image,
            "seconds": None,
        }


def hook_of(material: Material) -> tuple[str, Source]:
    """The brand's hook where it is short enough to be one, else the asset's title."""
    own = phrases.hook(material.asset)
    if own and seconds(own[0]) <= HOOK_SECONDS:
        return own
    title = material.title
    text = title.text if seconds(title.text) <= 3 else short_title(title.text, 30)
    return text, title.source


def scenes_of(material: Material, room: int, taken: str = "") -> list[Scene]:
    """Scenes that take at most ``room`` seconds together; none repeats another or ``taken``."""
    chosen: list[Scene] = []
    for scene in _candidates(material):
        said = [taken, *(other.narration for other in chosen)]
        length = whole_seconds(scene.narration)
        if length > room or any(scene.narration in other or (other and other in scene.narration) for other in said):
            continue
        chosen.append(scene)
        room -= length
    return chosen


def _candidates(material: Material) -> Iterator[Scene]:
    """In the order of telling: what it is about, the figures, the points, who says so."""
    points = material.points
    yield from _statements(material, material.summary[:1])
    for statistic in material.statistics[:STATISTICS]:
        yield from _number(statistic, material.language)
    yield from _statements(material, points[:3])
    for quotation in material.quotations[:1]:
        yield from _quotation(quotation, material.language)
    yield from _statements(material, [*points[3:], *material.summary[1:]])


def _statements(material: Material, statements: list[Statement]) -> Iterator[Scene]:
    """Each with the asset's figure of the same section, if there is one, to be shown meanwhile."""
    language = material.language
    for statement in statements:
        words = _sayable(statement.text, language)
        if not words:
            continue
        on_screen = shortened(words, ON_SCREEN, language) or statement.section[:160] or _topic(material, words)
        figure = _figure_of(material, statement)
        if figure:
            direction = phrase("direct_figure", language, caption=figure.caption)
            yield Scene(words, on_screen, direction, statement.source, figure.image)
        else:
            yield Scene(words, on_screen, phrase("direct_text", language), statement.source)


def _topic(material: Material, words: str) -> str:
    """The asset's leading words that are said here, as they stand in the sentence."""
    said = words.casefold()
    found = [word for word in material.keywords if word.casefold() in said][:3]
    return " · ".join(sorted(found, key=lambda word: said.index(word.casefold())))


def _figure_of(material: Material, statement: Statement) -> Figure | None:
    section = statement.source.section
    return next((figure for figure in material.figures if section and figure.source.section == section), None)


def _number(statistic: Statistic, language: str) -> Iterator[Scene]:
    narration = _sayable(statistic.sentence, language)
    if statistic.value in narration:
        on_screen = statistic.sentence if width(statistic.sentence) <= ON_SCREEN else statistic.value
        yield Scene(narration, on_screen, phrase("direct_number", language), statistic.source)


def _quotation(quotation: Quotation, language: str) -> Iterator[Scene]:
    if whole_seconds(quotation.text) <= QUOTED_SECONDS:
        yield Scene(quotation.text, quotation.speaker[:160], phrase("direct_quotation", language), quotation.source)


def _sayable(text: str, language: str) -> str:
    """As many whole sentences or clauses as one scene has time for."""
    return fit(text, NARRATION_SECONDS, whole_seconds, language)
