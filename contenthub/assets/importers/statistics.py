"""Figures strong enough to stand alone: a few statistic blocks, each after the text it was taken from."""

from __future__ import annotations

from decimal import Decimal

from contenthub.assets.importers.highlights import Section, prose_sentences, sections
from contenthub.assets.importers.imported import Block
from contenthub.lib.facts import Fact, find
from contenthub.lib.language import CHINESE
from contenthub.lib.sentences import fit, is_leaning
from contenthub.lib.units import MEASURES

MOST = 4
MOST_SENTENCE = {CHINESE: 90}
MOST_SENTENCE_OTHER = 200
MOST_VALUE = 60
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})  # "in the past 15 years"
BIG = Decimal(1000)
WEIGHTS = {"percentage": 3.0, "money": 2.5, "range": 1.5, "fraction": 2.0, "number": 1.0}


def with_statistics(blocks: list[Block], language: str) -> list[Block]:
    """`blocks` with up to four statistics put in. Text with none that are clear comes back as it is."""
    result = list(blocks)
    for index, block in reversed(statistics(blocks, language)):
        result.insert(index, block)
    return result


def statistics(blocks: list[Block], language: str) -> list[tuple[int, Block]]:
    """(how many of the blocks stand before it, statistic) of up to four strong figures, in order of the text."""
    candidates: list[tuple[float, int, Block]] = []
    position = 0
    for section in sections(blocks):
        if section.path:
            position += 1
        if section.is_message:
            for after, weight, block in _of_section(section, language):
                candidates.append((weight, position + after, block))
        position += len(section.blocks)
    chosen = sorted(candidates, key=lambda found: (-found[0], found[1]))[:MOST]
    return sorted(((index, block) for _, index, block in chosen), key=lambda found: found[0])


def statistic_of(sentence: str, context: str, language: str) -> Block | None:
    """The statistic that one sentence makes; None where it has no clear figure."""
    fact = _clear_fact(sentence, language)
    if fact is None:
        return None
    label = fit(sentence, MOST_SENTENCE.get(language, MOST_SENTENCE_OTHER), language=language)
    return Block("statistic", {"value": fact.text[:MOST_VALUE], "label": label, "context": context})


def _of_section(section: Section, language: str) -> list[tuple[int, float, Block]]:
    """(how many of the section's blocks come before it, weight, block); one for each block of text at most."""
    found = []
    for i, block in enumerate(section.blocks, 1):
        best: tuple[float, Block] | None = None
        for sentence in prose_sentences(Section(section.path, (block,)), language):
            fact = _clear_fact(sentence, language)
            made = statistic_of(sentence, section.path[-1] if section.path else "", language)
            if fact and made and (best is None or WEIGHTS[fact.kind] > best[0]):
                best = WEIGHTS[fact.kind], made
        if best:
            found.append((i, *best))
    return found


def _clear_fact(sentence: str, language: str) -> Fact | None:
    """The one figure of a sentence that is short, stands alone and has no second figure to be mistaken for it."""
    if len(sentence) > MOST_SENTENCE.get(language, MOST_SENTENCE_OTHER) or is_leaning(sentence, language):
        return None
    figures = [fact for fact in find(sentence, language) if fact.kind not in ("date", "quotation")]
    strong = [fact for fact in figures if _is_strong(fact)]
    return strong[0] if len(strong) == 1 and len(figures) <= 2 else None


def _is_strong(fact: Fact) -> bool:
    if fact.kind in ("percentage", "money", "fraction"):
        return True
    if fact.kind == "range":
        return fact.unit not in ("", "date")
    counted = (fact.unit in MEASURES and fact.unit not in DURATIONS) or (
        isinstance(fact.value, Decimal) and fact.value >= BIG
    )
    return counted and fact.text[0].isdecimal()
