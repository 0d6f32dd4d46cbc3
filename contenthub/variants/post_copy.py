"""A post's copy in four lengths, and the one of them that a channel gets.

A short text is not a long one cut off: each length is put together anew from the asset, by whole sentences and clauses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from channels.base import LINK_PLACEHOLDER, Capabilities
from channels.counting import measure
from contenthub.variants import phrases
from contenthub.variants.fitting import length
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Material, Statement
from contenthub.variants.source import Source, merged

#: What a copy's count is given in: as a layout feels it (a Chinese character is two), or as a channel counts.
COLUMNS = "columns"
#: Between copy and link.
_LINK = f"\n\n{LINK_PLACEHOLDER}"
#: Columns of one key point in the long copy.
_LINE = 240
#: Columns of the summary in the long copy, so that there is room for key points.
_SUMMARY = 1100


@dataclasses.dataclass(frozen=True)
class Length:
    """A length class: the field it is kept in and how much it may hold, a link included unless it counts columns."""

    field: str
    limit: int
    unit: str
    #: What an address counts; None: as it is.
    link: int | None = None
    #: Columns it is derived to, where that is less than the limit lets in of Chinese.
    columns: int = 10_000

    def count(self, text: str) -> int:
        """How long ``text`` is for this class."""
        if self.unit == COLUMNS:
            return width(text)
        linked = text if LINK_PLACEHOLDER in text else f"{text}{_LINK}"
        return measure(linked, self.unit, self.link)

    def takes(self, text: str) -> bool:
        """Whether ``text`` is as long as a derived one may be."""
        return self.count(text) <= self.limit and width(text) <= self.columns


#: A line in a notice; a post on X; one on Mastodon (its own limit for most servers); one where people stop to read.
SHORT = Length("copy_short", 70, COLUMNS)
BRIEF = Length("copy_brief", 280, "x_weighted", 23)
MEDIUM = Length("copy_text", 500, "graphemes", 23, 560)
LONG = Length("copy_long", 2000, "characters", 40, 1900)
#: From the shortest to the longest.
LENGTHS = (SHORT, BRIEF, MEDIUM, LONG)

Written = tuple[str, Source | None]


def copies(material: Material) -> dict[str, Written]:
    """The copy of each length by its field, with its sources. A length that says no more than the one before is empty."""
    written = {
        SHORT.field: _short(material),
        BRIEF.field: _opened(material, BRIEF),
        MEDIUM.field: _opened(material, MEDIUM),
        LONG.field: _long(material),
    }
    if not written[MEDIUM.field][0]:
        written[MEDIUM.field] = material.title.text, material.title.source
    for field in (BRIEF.field, LONG.field):
        if written[field][0] == written[MEDIUM.field][0]:
            written[field] = "", None
    return written


def longest(texts: Iterable[str], capabilities: Capabilities) -> str:
    """Of texts from the shortest to the longest the longest that fits whole, else the shortest; "" without any."""
    filled = [text for text in texts if text]
    return next((text for text in reversed(filled) if _fits(text, capabilities)), "".join(filled[:1]))


def _fits(text: str, capabilities: Capabilities) -> bool:
    if capabilities.text_limit is None:
        return True
    linked = text if not capabilities.links or LINK_PLACEHOLDER in text else f"{text}{_LINK}"
    return length(linked, capabilities) <= capabilities.text_limit


def _short(material: Material) -> Written:
    """The title, whole or without what follows its colon; else the shortest statement that fits."""
    title = short_title(material.title.text, SHORT.limit)
    if SHORT.takes(title):
        return title, material.title.source
    for statement in [*material.summary, *material.points]:
        if text := shortened(statement.text, SHORT.limit, material.language):
            return text, statement.source
    return "", None


def _opened(material: Material, class_: Length) -> Written:
    """The brand's hook, then the summary as far as it goes."""
    hook = phrases.hook(material.asset)
    for opening in [f"{hook[0]}\n\n", ""] if hook else [""]:
        text, sources = _summary(material, class_, opening)
        if text:
            return f"{opening}{text}", merged(sources)
    return "", None


def _summary(material: Material, class_: Length, opening: str) -> tuple[str, list[Source]]:
    """Whole sentences of the summary; of the first that fits at all a whole clause, where none fits whole."""
    text = ""
    sources: list[Source] = []
    for statement in material.summary:
        longer = joined(text, statement.text, material.language)
        if not class_.takes(f"{opening}{longer}"):
            break
        text, sources = longer, [*sources, statement.source]
    if text:
        return text, sources
    for statement in [*material.summary, *material.points]:
        for columns in range(min(class_.limit, class_.columns), SHORT.limit, -20):
            text = shortened(statement.text, columns, material.language)
            if text and class_.takes(f"{opening}{text}"):
                return text, [statement.source]
    return "", []


def _long(material: Material) -> Written:
    """Hook, summary and the key points as a list."""
    text, source = _opened(material, dataclasses.replace(LONG, columns=_SUMMARY))
    if not text or source is None:
        return "", None
    sources = [source]
    heading = f"{phrases.phrase('key_points', material.language)}{phrases.phrase('colon', material.language).strip()}"
    lines: list[str] = []
    for point, words in _lines(material.points, text, material.language):
        longer = "\n".join([f"{text}\n\n{heading}", *lines, f"• {words}"])
        if not LONG.takes(longer):
            break
        lines, sources = [*lines, f"• {words}"], [*sources, point.source]
    if lines:
        text = "\n".join([f"{text}\n\n{heading}", *lines])
    return text, merged(sources)


def _lines(points: Sequence[Statement], said: str, language: str) -> Iterable[tuple[Statement, str]]:
    """The points that the text above does not make yet, each as a whole sentence or clause."""
    for point in points:
        words = shortened(point.text, _LINE, language)
        if words and words.rstrip(".。") not in said:
            yield point, words


def joined(text: str, sentence: str, language: str) -> str:
    """Two sentences in a row, with a space only where the language has one."""
    return f"{text}{'' if language.startswith('zh') or not text else ' '}{sentence}"
