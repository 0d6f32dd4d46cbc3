"""How much of an asset its public page shows, and in what shape."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from contenthub.assets.contents import SECTION_LEVEL, block_text, first_section
from contenthub.assets.models import Asset
from contenthub.landing.download import has_download
from contenthub.lib.language import HAN, LATIN_WORD

#: Silent reading of a long text by an adult: English words and Chinese characters a minute.
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 230, 400


@dataclasses.dataclass
class Chapter:
    """One entry of the contents: a section heading and those right below it."""

    id: str
    title: str
    #: Whether its text is on the page; otherwise it is in the file only.
    shown: bool
    parts: list[tuple[str, str]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Reading:
    """What the page needs to know of the body."""

    blocks: list[Any]
    chapters: list[Chapter]
    minutes: int

    @property
    def whole(self) -> bool:
        return all(chapter.shown for chapter in self.chapters)

    @property
    def held_back(self) -> list[Chapter]:
        return [chapter for chapter in self.chapters if not chapter.shown]


def open_blocks(asset: Asset) -> list[Any]:
    """The blocks anybody may read: the first chapter when there is a download to ask for, else all of them.

    The form stands before the download only; where there is none, nothing is gained by hiding the text.
    """
    return list(first_section(asset)) if has_download(asset) else list(asset.body)


def reading(asset: Asset) -> Reading:
    """The public part of the body, the contents of the whole, and how long the whole takes to read."""
    blocks = open_blocks(asset)
    shown = {block.id for block in blocks}
    chapters: list[Chapter] = []
    for block in asset.body:
        if block.block_type != "heading":
            continue
        level, title = int(block.value["level"]), block.value["text"].strip()
        if level <= SECTION_LEVEL or not chapters:
            chapters.append(Chapter(block.id, title, block.id in shown))
        elif level == SECTION_LEVEL + 1:
            chapters[-1].parts.append((block.id, title))
    return Reading(blocks, chapters, minutes(asset))


def minutes(asset: Asset) -> int:
    """How long the whole text takes to read, at least one minute."""
    text = "\n".join(block_text(block) for block in asset.body)
    return max(
        1, math.ceil(len(LATIN_WORD.findall(text)) / WORDS_A_MINUTE + len(HAN.findall(text)) / CHARACTERS_A_MINUTE)
    )
