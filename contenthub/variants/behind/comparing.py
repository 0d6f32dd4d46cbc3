"""Whether what a source quotes still stands in the asset, and what stands there instead.

What is compared are whole sentences: words that are found only inside a longer sentence are not what was quoted. A
source that quotes part of a sentence stands or falls with the sentence. A block that changed elsewhere is no matter, nor
is one that moved. A block that is gone counts as moved where a block that is new since then says the same words: files
that are imported again and paragraphs that are split give such blocks.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Sequence

from contenthub.variants.behind.snapshots import Snapshot, Text
from contenthub.variants.source import Source

CHANGED, DELETED = "changed", "deleted"

#: How alike a new block must be to a block that is gone, to be shown as what became of it.
ALIKE = 0.6


@dataclasses.dataclass(frozen=True)
class Change:
    """What became of a source. ``source`` is the same source as the asset stands now: None when nothing is left of it."""

    reason: str
    old_words: str
    new_words: str
    source: Source | None
    #: The figure it came from shows another image.
    picture: bool = False


def compare(source: Source | None, old: Snapshot | None, new: Snapshot) -> Change | None:
    """What changed for this source between its revision and ``new``; None when nothing did.

    :param old: the asset at the source's revision; None when that is gone.
    """
    if source is None or source.origin != "asset" or not source.block_ids:
        return None
    lines = source.words.split("\n")
    if old is not None and not _is_of(lines, source.block_ids, old):
        old = None  # an autosave wrote into the revision after the words were taken from it
    finder = _Finder(old, new)
    picture = old is not None and any(_other_picture(block_id, old, new) for block_id in source.block_ids)
    outcomes = finder.follow(lines, source.block_ids)
    if not picture and all(outcome.stands for outcome in outcomes):
        return None
    words = list(dict.fromkeys(line for outcome in outcomes for line in outcome.words if line))
    block_ids = list(dict.fromkeys(outcome.block_id for outcome in outcomes if outcome.stands or outcome.words))
    renewed = None
    if words and block_ids:
        renewed = dataclasses.replace(
            source, revision_id=new.revision_id, block_ids=block_ids, words="\n".join(words), asset_id=new.asset.pk
        )
    lost = any(not outcome.stands and not outcome.words for outcome in outcomes)
    replaced = picture or any(not outcome.stands and outcome.words for outcome in outcomes)
    reason = DELETED if lost and not replaced else CHANGED
    return Change(reason, source.words, "\n".join(words), renewed, picture)


@dataclasses.dataclass(frozen=True)
class _Outcome:
    """One line in one block: whether it stands, and the words that are there now, in which block."""

    stands: bool
    words: tuple[str, ...]
    block_id: str


class _Finder:
    def __init__(self, old: Snapshot | None, new: Snapshot) -> None:
        self.old = old
        self.new = new

    def follow(self, lines: Sequence[str], block_ids: Sequence[str]) -> list[_Outcome]:
        """What became of every line in every block that said it; a block that said none of them is followed as such."""
        if self.old is None:
            return [self._unknown(line, block_ids) for line in lines]
        found = []
        for block_id in block_ids:
            before = self.old.text(block_id)
            if before is None:
                continue
            said = [self._line(line, block_id, before) for line in lines if before.around(line)]
            found += said or [self._whole(block_id, before)]
        return found

    def _whole(self, block_id: str, before: Text) -> _Outcome:
        after = self.new.text(block_id)
        same = after is not None and after.line == before.line
        return _Outcome(same, () if same or after is None else (after.line,), block_id)

    def _line(self, line: str, block_id: str, before: Text) -> _Outcome:
        places = before.around(line)
        first, end = places[0]
        sentences = before.passage(first, end)
        after = self.new.text(block_id)
        if after is not None and after.says(sentences):
            return _Outcome(True, (line,), block_id)
        if home := self._made_anew(block_id, sentences):
            return _Outcome(True, (line,), home)
        if after is not None:
            return _Outcome(False, _replacement(before, after, first, end), block_id)
        return self._heir(block_id, before, first, end)

    def _made_anew(self, block_id: str, sentences: str) -> str:
        """The block, new since then and of the same type, that says the same sentences."""
        return next((other for other in self._newcomers(block_id) if self._says(other, sentences)), "")

    def _heir(self, block_id: str, before: Text, first: int, end: int) -> _Outcome:
        """What the likeliest new block has in place of the sentences of a block that is gone."""
        likeness = [(_likeness(before.line, text.line), other) for other, text in self._new_texts(block_id)]
        best = max(likeness, default=(0.0, ""))
        text = self.new.text(best[1])
        if best[0] < ALIKE or text is None:
            return _Outcome(False, (), block_id)
        return _Outcome(False, _replacement(before, text, first, end), best[1])

    def _unknown(self, line: str, block_ids: Sequence[str]) -> _Outcome:
        """The old revision is gone: the words stand where one of the blocks, or for a lost block any, says them."""
        there = [(block_id, text) for block_id in block_ids if (text := self.new.text(block_id))]
        if home := next((block_id for block_id, text in there if text.says(line)), ""):
            return _Outcome(True, (line,), home)
        elsewhere = self.new.ids if len(there) < len(block_ids) else ()
        if home := next((other for other in elsewhere if self._says(other, line)), ""):
            return _Outcome(True, (line,), home)
        options = [
            (_likeness(line, sentence), sentence, block_id) for block_id, text in there for sentence in text.sentences
        ]
        best = max(options, default=(0.0, "", ""))
        return _Outcome(False, (best[1],) if best[0] >= ALIKE else (), best[2] or block_ids[0])

    def _newcomers(self, block_id: str) -> list[str]:
        if self.old is None:
            return []
        known, kind = self.old.ids, self.old.type_of(block_id)
        return [other for other in self.new.ids if other not in known and self.new.type_of(other) == kind]

    def _new_texts(self, block_id: str) -> list[tuple[str, Text]]:
        return [(other, text) for other in self._newcomers(block_id) if (text := self.new.text(other))]

    def _says(self, block_id: str, words: str) -> bool:
        text = self.new.text(block_id)
        return text is not None and text.says(words)


def _is_of(lines: Sequence[str], block_ids: Sequence[str], old: Snapshot) -> bool:
    texts = [text for block_id in block_ids if (text := old.text(block_id))]
    return all(any(line in text.line for text in texts) for line in lines)


def _replacement(before: Text, after: Text, first: int, end: int) -> tuple[str, ...]:
    """The sentences of ``after`` that stand where the sentences from ``first`` to ``end`` stood."""
    matcher = difflib.SequenceMatcher(None, before.sentences, after.sentences, autojunk=False)
    kept: list[int] = []
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        touched = range(max(first, i1), min(end, i2))
        if not touched:
            continue
        even = i2 - i1 == j2 - j1
        kept += [j1 + number - i1 for number in touched] if even else range(j1, j2)
    return tuple(after.sentences[number] for number in dict.fromkeys(kept))


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    # The two quick bounds spare most of the work where texts have little in common.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _other_picture(block_id: str, old: Snapshot, new: Snapshot) -> bool:
    return new.text(block_id) is not None and old.picture(block_id) != new.picture(block_id)
