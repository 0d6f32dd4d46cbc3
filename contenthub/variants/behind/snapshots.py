"""What an asset says at one revision, block by block and sentence by sentence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from wagtail.models import Revision

from contenthub.assets import contents
from contenthub.assets.models import Asset
from contenthub.lib.sentences import normalise, split
from contenthub.variants.source import SUMMARY, TITLE

#: Revisions kept read: a save of a long paper asks for the same few again and again.
_KEPT = 16
_read: dict[tuple[int, dt.datetime], Snapshot] = {}


@dataclasses.dataclass(frozen=True)
class Text:
    """A block's words on one line, and where each of its sentences begins and ends in it."""

    line: str
    spans: tuple[tuple[int, int], ...]

    @property
    def sentences(self) -> list[str]:
        return [self.line[start:end] for start, end in self.spans]

    def around(self, words: str) -> list[tuple[int, int]]:
        """For every place where ``words`` stand: the first of the sentences they are part of, and the last plus one."""
        found, at = [], self.line.find(words)
        while words and at >= 0:
            held = [n for n, (start, end) in enumerate(self.spans) if start < at + len(words) and end > at]
            if held:
                found.append((held[0], held[-1] + 1))
            at = self.line.find(words, at + 1)
        return found

    def passage(self, first: int, end: int) -> str:
        """The sentences from ``first`` up to, not including, ``end``."""
        return self.line[self.spans[first][0] : self.spans[end - 1][1]] if first < end else ""

    def says(self, words: str) -> bool:
        """Whether ``words`` stand here as whole sentences, and not as part of a longer one that may deny them."""
        return any(self.passage(*place) == words for place in self.around(words))


class Snapshot:
    """One asset at one revision; texts are read when they are asked for."""

    def __init__(self, asset: Asset, revision_id: int | None) -> None:
        self.asset = asset
        self.revision_id = revision_id
        self.language = asset.language
        self._places: dict[str, tuple[Any, int]] = {}
        for stream in (asset.key_points, asset.body):
            for number, raw in enumerate(stream.raw_data):
                if raw.get("id"):
                    self._places[raw["id"]] = (stream, number)
        self._texts: dict[str, Text | None] = {}

    @property
    def ids(self) -> Iterable[str]:
        """The ids of all blocks, key points first."""
        return self._places.keys()

    def type_of(self, block_id: str) -> str:
        """The block's type; empty for a title, a summary and what is not there."""
        if block_id not in self._places:
            return ""
        stream, number = self._places[block_id]
        return str(stream.raw_data[number]["type"])

    def picture(self, block_id: str) -> int | None:
        """The id of the image a figure shows."""
        if self.type_of(block_id) != "figure":
            return None
        stream, number = self._places[block_id]
        image = stream.raw_data[number]["value"].get("image")
        return int(image) if image else None

    def text(self, block_id: str) -> Text | None:
        """What the block says; None when there is no such block. A title or summary is always there, maybe empty."""
        if block_id not in self._texts:
            self._texts[block_id] = self._text(block_id)
        return self._texts[block_id]

    def _text(self, block_id: str) -> Text | None:
        if block_id in (TITLE, SUMMARY):
            said = self.asset.title if block_id == TITLE else self.asset.summary
            return read(said, self.language, whole=block_id == TITLE)
        if block_id not in self._places:
            return None
        stream, number = self._places[block_id]
        child = stream[number]
        return read(contents.block_text(child), self.language, running=child.block_type == "rich_text")


def read(text: str, language: str, *, running: bool = False, whole: bool = False) -> Text:
    """The text in sentences. ``running``: a single line end is no end of a sentence; ``whole``: it is one sentence."""
    line = normalise(text)
    lines = [text] if running or whole else text.split("\n")
    sentences = [line] if whole else [sentence for each in lines for sentence in split(each, language)]
    spans, at = [], 0
    for sentence in sentences:
        start = line.find(sentence, at)
        if sentence and start >= 0:
            at = start + len(sentence)
            spans.append((start, at))
    return Text(line, tuple(spans))


def of(revision: Revision) -> Snapshot:
    """The snapshot of an asset's revision."""
    # An autosave may write into a revision again; its time then changes.
    key = (revision.pk, revision.created_at)
    found = _read.get(key)
    if found is None:
        for old in list(_read)[: -_KEPT + 1]:
            _read.pop(old, None)
        found = _read[key] = Snapshot(revision.as_object(), revision.pk)
    return found
