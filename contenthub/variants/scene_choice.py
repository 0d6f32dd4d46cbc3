"""Which of an asset's statements a short video says, so that it keeps its length."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from contenthub.lib import ranking
from contenthub.lib.language import CHINESE
from contenthub.lib.sentences import clauses, fit, is_leaning, split
from contenthub.lib.words import terms
from contenthub.variants.material import Figure, Material, Quotation, Statement, Statistic
from contenthub.variants.on_screen import figure_in, on_screen, trimmed
from contenthub.variants.phrases import phrase
from contenthub.variants.source import Source
from contenthub.variants.timing import whole_seconds

#: Seconds one scene may take to say; a longer sentence goes on in the next scene.
SHOT_SECONDS, SHORTEST_SHOT = 8, 3
#: Seconds one statement may take, over all its scenes, by the length of the video.
STATEMENT_SECONDS = {15: 9, 30: 10, 60: 14, 90: 16}
QUOTED_SECONDS = 15
STATISTICS = 3
#: The share of its words that a statement may have in common with one already said.
ALIKE = 0.5
#: Sentences of the running text that fill what summary and points leave.
FILLERS = 24
#: What does not sound like anything when it is read aloud.
_UNSAYABLE = re.compile(
    r"https?:|www\.|[\[\]{}<>|=*@]|\w/\w.*\w/\w|…|\b(?:e\.g|i\.e)\.|(?:figure|section|chapter|table) \d|图 ?\d", re.I
)
_WEAK = re.compile(
    r"one possible|for more|see |there (?:is|are) (?:a )?(?:lots?|many)|(?:尤其|特别|同样|至于|如[^果何今]|请|感谢|还|也|值得|需要注意|一般来说|通常)",
    re.I,
)


@dataclasses.dataclass(frozen=True)
class Scene:
    narration: str
    on_screen: str
    direction: str
    source: Source
    image: Any = None
    visual: str = "statement"

    def value(self) -> dict[str, Any]:
        names = [field.name for field in dataclasses.fields(self) if field.name != "source"]
        return {**{name: getattr(self, name) for name in names}, "seconds": None}


#: Scenes that say one thing between them and so come together or not at all.
Passage = list[Scene]


def scenes_of(material: Material, room: int, taken: str = "", target: int = 60) -> list[Scene]:
    """Scenes that take at most ``room`` seconds together; none repeats another or ``taken``.

    :param target: the whole video's length in seconds; a short one has no time for long statements.
    """
    chosen: list[Scene] = []
    said = [taken] if taken else []
    for passage in _candidates(material, STATEMENT_SECONDS.get(target, 14)):
        words = " ".join(scene.narration for scene in passage)
        length = sum(whole_seconds(scene.narration) for scene in passage)
        if length > room or any(_repeats(words, other, material.language) for other in said):
            continue
        chosen += passage
        said.append(words)
        room -= length
    return _distinct(chosen, material)


def _distinct(scenes: list[Scene], material: Material) -> list[Scene]:
    """No two scenes show the same words; a scene without any is drawn with what is said."""
    seen: set[str] = set()
    found = []
    for scene in scenes:
        if scene.on_screen in seen and scene.visual != "quotation":
            again = on_screen(scene.narration, "", material)
            scene = dataclasses.replace(scene, on_screen="" if again in seen else again)
        seen.add(scene.on_screen)
        found.append(scene)
    return found


def _repeats(words: str, other: str, language: str) -> bool:
    bare, known = (trimmed(text).casefold() for text in (words, other))
    if bare in known or known in bare:
        return True
    mine, theirs = set(terms(words, language)), set(terms(other, language))
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) > ALIKE


def _candidates(material: Material, most: int) -> Iterator[Passage]:
    """In the order of telling: what it is about, the figures, the points, who says so; then what the text has besides."""
    points = material.points
    yield from _statements(material, material.summary[:1], most)
    for statistic in material.statistics[:STATISTICS]:
        yield from _number(statistic, material, most)
    yield from _statements(material, points[:3], most)
    for quotation in [quotation for quotation in material.quotations if quotation.speaker][:1]:
        yield from _quotation(quotation, material.language)
    yield from _statements(material, [*points[3:], *material.summary[1:]], most)
    yield from _statements(material, _fillers(material), most)


def _fillers(material: Material) -> Iterator[Statement]:
    sentences = material.sentences
    worth = [float(bool(re.search(r"[.。!！]\W?$", sentence))) for sentence in sentences]
    for index in ranking.best(sentences, material.language, FILLERS, worth) if any(worth) else ():
        yield material.sentence(index)


def _statements(material: Material, statements: Any, most: int) -> Iterator[Passage]:
    """Each with the asset's figure of the same section, if there is one, to be shown meanwhile."""
    language = material.language
    for statement in statements:
        if _UNSAYABLE.search(statement.text) or _WEAK.match(statement.text) or is_leaning(statement.text, language):
            continue
        if words := fit(statement.text, most, whole_seconds, language):
            yield _passage(words, statement.source, statement.section, material)


def _passage(words: str, source: Source, section: str, material: Material) -> Passage:
    """One scene, or several where there is more to say than one picture bears."""
    language, scenes = material.language, list[Scene]()
    figure = _figure_of(material, source)
    for number, shot in enumerate(_shots(words, language)):
        shown = on_screen(shot, "" if number else section, material)
        value = figure_in(shot, language)
        if figure and not number:
            direction = phrase("direct_figure", language, caption=figure.caption)
            scenes.append(Scene(shot, shown, direction, source, figure.image, "figure"))
        elif value and value in shown:
            scenes.append(Scene(shot, shown, phrase("direct_number", language), source, None, "number"))
        else:
            scenes.append(Scene(shot, shown, phrase("direct_text", language), source))
    return scenes


def _shots(words: str, language: str) -> list[str]:
    """The words in parts of about equal length, cut between sentences or clauses only; whole where one scene bears them."""
    total = whole_seconds(words)
    if total <= SHOT_SECONDS:
        return [words]
    pieces = [piece for sentence in _spaced(words, language) for piece in clauses(sentence, language)]
    wanted = total / -(-total // SHOT_SECONDS)
    shots, held = list[str](), ""
    for piece in pieces:
        if held and whole_seconds(held) >= SHORTEST_SHOT and whole_seconds(held + piece) > wanted + 1:
            shots.append(held.strip())
            held = ""
        held += piece
    if shots and whole_seconds(held) < SHORTEST_SHOT:
        held = f"{shots.pop()}{'' if language == CHINESE else ' '}{held}"
    return [*shots, held.strip()]


def _spaced(words: str, language: str) -> list[str]:
    joint = "" if language == CHINESE else " "
    return [sentence + joint for sentence in split(words, language)]


def _figure_of(material: Material, source: Source) -> Figure | None:
    return next((f for f in material.figures if source.section and f.source.section == source.section), None)


def _number(statistic: Statistic, material: Material, most: int) -> Iterator[Passage]:
    language = material.language
    narration = fit(statistic.sentence, most, whole_seconds, language)
    if statistic.value in narration:
        shown = on_screen(narration, "", material) if statistic.value in statistic.label else statistic.sentence
        shown = shown if statistic.value in shown and len(shown) < 60 else statistic.value
        yield [Scene(narration, shown, phrase("direct_number", language), statistic.source, None, "number")]


def _quotation(quotation: Quotation, language: str) -> Iterator[Passage]:
    if whole_seconds(quotation.text) <= QUOTED_SECONDS:
        direction = phrase("direct_quotation", language)
        yield [Scene(quotation.text, quotation.speaker[:160], direction, quotation.source, None, "quotation")]
