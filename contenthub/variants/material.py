"""What an asset offers at one revision: statements, statistics, quotations and figures, each with its source.

Extractive: every text here is the asset's own, at most without a leading "However,".
"""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Any

from contenthub.assets import contents
from contenthub.assets.importers.highlights import KEY_POINTS as KEY_POINTS_HEADING
from contenthub.assets.importers.highlights import SUMMARY as SUMMARY_HEADING
from contenthub.assets.models import Asset
from contenthub.lib import ranking
from contenthub.lib.sentences import normalise, split, without_connective
from contenthub.variants.source import SUMMARY, TITLE, Source

#: Statements taken from the body where an editor gave no key points.
_POINTS = 5


@dataclasses.dataclass(frozen=True)
class Statement:
    """One or more sentences. ``section``: the innermost heading they stand under, unless it is one like "Summary"."""

    text: str
    source: Source
    section: str = ""


@dataclasses.dataclass(frozen=True)
class Statistic:
    """A figure and what it measures. The label may be the very sentence the figure was found in."""

    value: str
    label: str
    context: str
    source: Source

    @property
    def sentence(self) -> str:
        """Figure and label as they are said."""
        return self.label if self.value in self.label else f"{self.value} {self.label}".strip()


@dataclasses.dataclass(frozen=True)
class Quotation:
    text: str
    speaker: str
    source: Source


@dataclasses.dataclass(frozen=True)
class Figure:
    image: Any
    alt: str
    caption: str
    source: Source


def block_text(asset: Asset, block_id: str) -> str:
    """What a source of this block id may quote: a block, or the title or summary, as one line of plain text.

    Empty when the asset has no such block.
    """
    if block_id == TITLE:
        return normalise(asset.title)
    if block_id == SUMMARY:
        return normalise(asset.summary)
    block = contents.find_block(asset, block_id)
    return normalise(contents.block_text(block)) if block else ""


class Material:
    """An asset's content for the kinds to choose from. ``asset`` is the object as it stands in the revision."""

    def __init__(self, asset: Asset, revision_id: int | None) -> None:
        self.asset = asset
        self.revision_id = revision_id
        self.language = asset.language

    def source(self, block_ids: list[str], words: str) -> Source:
        """The source of words in these blocks; the last of them says which section, if it stands in the body."""
        in_body = any(block.id == block_ids[-1] for block in self.asset.body)
        path = contents.section_of(self.asset, block_ids[-1]) if in_body else ""
        return Source(self.asset.pk, self.revision_id, block_ids, normalise_lines(words), section=path)

    @cached_property
    def title(self) -> Statement:
        return Statement(normalise(self.asset.title), self.source([TITLE], self.asset.title))

    @cached_property
    def summary(self) -> list[Statement]:
        """The summary's sentences; the best of the body where there is no summary."""
        found = [self._statement([SUMMARY], sentence) for sentence in split(self.asset.summary, self.language)]
        return found or self.points[:2]

    @cached_property
    def points(self) -> list[Statement]:
        """The key points in order; the best statements of the body where there are none."""
        given = [block for block in self.asset.key_points if block.value.strip()]
        if given:
            return [self._point(block) for block in given]
        sentences = [sentence for sentence, _ in self._sentences]
        return [self._sentences_as(index) for index in ranking.best(sentences, self.language, _POINTS)]

    @cached_property
    def statistics(self) -> list[Statistic]:
        return [
            Statistic(
                value=block.value["value"].strip(),
                label=normalise(block.value["label"]),
                context=normalise(block.value["context"]),
                source=self.source([block.id], contents.block_text(block)),
            )
            for block in self.asset.body
            if block.block_type == "statistic" and block.value["value"].strip()
        ]

    @cached_property
    def quotations(self) -> list[Quotation]:
        return [
            Quotation(
                text=normalise(block.value["text"]),
                speaker=", ".join(part for part in (block.value["speaker"], block.value["role"]) if part),
                source=self.source([block.id], contents.block_text(block)),
            )
            for block in self.asset.body
            if block.block_type == "quotation" and block.value["text"].strip()
        ]

    @cached_property
    def figures(self) -> list[Figure]:
        """Figures that say what they show: without caption and alternative text there is nothing to say of them."""
        found = []
        for block in self.asset.body:
            if block.block_type != "figure" or not block.value["image"]:
                continue
            alt, caption = block.value["alt"].strip(), block.value["caption"].strip()
            if alt or caption:
                source = self.source([block.id], contents.block_text(block))
                found.append(Figure(block.value["image"], alt or caption, caption or alt, source))
        return found

    @cached_property
    def keywords(self) -> list[str]:
        """The words that carry the asset: those of its title first, then those of summary and key points."""
        title = self.asset.title.casefold()
        short = " ".join([title, *(s.text.casefold() for s in [*self.summary, *self.points])])
        whole = "\n".join([self.asset.title, self.asset.summary, *(sentence for sentence, _ in self._sentences)])
        found = ranking.keywords(whole, self.language, 16)
        return sorted(found, key=lambda word: (word.casefold() not in title) + (word.casefold() not in short))

    def is_name(self, word: str) -> bool:
        """Whether the text writes the word with a capital only, wherever it stands: Kubernetes, API, GitHub."""
        small = word.lower()
        return word != small and not any(small in sentence.split() for sentence, _ in self._sentences)

    @cached_property
    def _sentences(self) -> list[tuple[str, Any]]:
        """Every sentence of the running text, with its block."""
        return [
            (sentence, block)
            for block in self.asset.body
            if block.block_type == "rich_text"
            for sentence in split(contents.block_text(block), self.language)
        ]

    @property
    def sentences(self) -> list[str]:
        """Every sentence of the running text, in order; ``sentence`` gives one of them as a statement."""
        return [sentence for sentence, _ in self._sentences]

    def sentence(self, index: int) -> Statement:
        """One of ``sentences`` with its source."""
        return self._sentences_as(index)

    def _sentences_as(self, index: int) -> Statement:
        sentence, block = self._sentences[index]
        return self._statement([block.id], sentence)

    def _statement(self, block_ids: list[str], words: str) -> Statement:
        source = self.source(block_ids, words)
        section = source.section.rpartition(contents.SEPARATOR)[2]
        if SUMMARY_HEADING.fullmatch(section) or KEY_POINTS_HEADING.fullmatch(section):
            section = ""
        return Statement(without_connective(normalise(words), self.language), source, section)

    def _point(self, block: Any) -> Statement:
        """A key point; where the body says the same words, that block is a source too and gives the section."""
        words = normalise(block.value)
        home = next((body.id for _, body in self._sentences if words in self._texts[body.id]), None)
        return self._statement([block.id, home] if home else [block.id], words)

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {
            block.id: normalise(contents.block_text(block))
            for block in self.asset.body
            if block.block_type == "rich_text"
        }


def normalise_lines(words: str) -> str:
    """``words`` with white space normalised, one passage a line."""
    return "\n".join(line for line in (normalise(part) for part in words.split("\n")) if line)
