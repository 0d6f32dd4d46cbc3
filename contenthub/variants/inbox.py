"""What an inbox shows of a mail, subject and preheader: lines to choose from, each the source's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contenthub.lib.language import detect
from contenthub.lib.sentences import normalise
from contenthub.variants import phrases
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Material, Statement
from contenthub.variants.openings import hook_of
from contenthub.variants.source import Source

#: Columns (a Chinese character is two) that inboxes show of a subject and a preheader.
SUBJECT, PREHEADER = 60, 110
#: Lines to choose from, the one in use included.
MOST = 3

Line = tuple[str, Source]

_EDITION = re.compile(
    r"\s*(?:[-–—|,:]\s+|[(（])(?:final|draft|first|second|third|v(?:ersion)?\s*\d)[^-–—|]*$", re.IGNORECASE
)
_FINAL = re.compile(r"[.。]$")


def subjects(material: Material) -> list[Line]:
    """Subjects, the best first: the title, a ready hook, the strongest figure, a key point. At least one."""
    title = _EDITION.sub("", material.title.text) or material.title.text
    first = (short_title(title, SUBJECT)[:150], material.title.source)
    return _distinct([first, *_candidates(material, SUBJECT, [*material.points, *material.summary])])


def preheaders(material: Material, subject: str) -> list[Line]:
    """Preheaders that add to the subject instead of repeating it, the best first; none where nothing fits."""
    found = _candidates(material, PREHEADER, [*material.summary, *material.points], final=True)
    return _distinct(line for line in found if not says_same(line[0], subject))


def says_same(one: str, other: str) -> bool:
    """Whether one line says what the other says already."""
    one, other = _bare(one), _bare(other)
    return bool(one and other) and (one in other or other in one)


def _candidates(material: Material, limit: int, statements: list[Statement], final: bool = False) -> Iterator[Line]:
    lines = iter(_statements(statements, limit, material.language, final))
    if final:
        # What a mail is about stands first in its summary; an inbox has room for it behind the subject.
        yield from (line for line in [next(lines, None)] if line)
    yield from (line for line in _ready(material) if width(line[0]) <= limit)
    if not final:
        words, source = hook_of(material)
        if width(words) <= limit:
            yield words, source
    for statistic in material.statistics:
        text = statistic.sentence if final else _FINAL.sub("", statistic.sentence)
        if width(text) <= limit and len(text) > len(statistic.value) + 3:
            yield text, statistic.source
            break
    yield from lines


def _statements(statements: list[Statement], limit: int, language: str, final: bool) -> Iterator[Line]:
    for statement in statements:
        if text := shortened(statement.text, limit, language):
            yield (text if final else _FINAL.sub("", text)), statement.source


def _ready(material: Material) -> Iterator[Line]:
    if hook := phrases.hook(material.asset):
        yield hook
    campaign = material.asset.campaign
    idea = normalise(campaign.big_idea) if campaign else ""
    if idea and detect(idea) == material.language:
        yield idea, Source(asset_id=None, revision_id=None, block_ids=[], words=idea, origin="campaign")


def _distinct(lines: Iterable[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if len(kept) < MOST and not any(says_same(line[0], other[0]) for other in kept):
            kept.append(line)
    return kept


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
