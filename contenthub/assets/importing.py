"""What an imported file does to an asset's words: the first time it gives them, later it is merged into them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from contenthub.assets.again import Renewal, renew, renewed
from contenthub.assets.importers import Imported
from contenthub.assets.importers.highlights import POINTS, prose
from contenthub.assets.importers.statistics import MOST, statistic_of
from contenthub.assets.marks import SUMMARY, marks, waiting
from contenthub.assets.matching import Raw
from contenthub.assets.merging import Clash, Merge, merge, with_ids, woven
from contenthub.assets.models import Asset
from contenthub.assets.stream import raw_blocks, raw_of, raw_points, stream_of
from contenthub.lib.sentences import split


class Record(TypedDict):
    """What the file gave, with the ids it has in the asset; ``body`` is without the statistics.

    ``no_points``, ``no_statistics``: sentences that were proposed and turned down.
    """

    summary: str
    points: list[Raw]
    body: list[Raw]
    statistics: list[Raw]
    no_points: list[str]
    no_statistics: list[str]


@dataclass
class Outcome:
    """What an import did. Counts are of body and key points against the last import."""

    record: Record
    kept: int = 0
    changed: int = 0
    new: int = 0
    gone: int = 0
    clashes: list[Clash] = field(default_factory=list)
    #: Figures that stay because the file came without any.
    figures_kept: int = 0

    def count(self, merged: Merge) -> None:
        self.kept += merged.kept
        self.changed += merged.changed
        self.new += merged.new
        self.gone += merged.gone
        self.clashes += merged.clashes


def first(asset: Asset, imported: Imported, body: list[Raw]) -> Outcome:
    """Give a new asset the file's words. What was chosen by rank is marked as proposed."""
    points = raw_points(imported.key_points)
    for raw in [*points, *body]:
        raw["id"] = str(uuid.uuid4())
    asset.summary = imported.summary.strip()
    asset.key_points, asset.body = stream_of(asset, "key_points", points), stream_of(asset, "body", body)
    plain, found = _parted(body)
    ids = [raw["id"] for raw in found]
    ids += [raw["id"] for raw in points] if "key_points" in imported.ranked else []
    ids += [SUMMARY] if SUMMARY in imported.ranked else []
    asset.proposed = marks(asset, ids)
    return Outcome(_record(asset.summary, points, plain, found))


def again(asset: Asset, imported: Imported, body: list[Raw], last: Record | None) -> Outcome:
    """Merge a new version of the file into the asset, block by block, against what the file said the last time.

    Without a record of that (an asset of an older hub), what stands here now counts as the file's.
    """
    held = waiting(asset)
    base = last or _as_if_imported(asset)
    work = _Again(asset, imported, base, set(held))
    outcome = Outcome(work.record)
    texts, points = work.body(outcome, body), work.points(outcome)
    work.summary(outcome)
    asset.key_points, asset.body = stream_of(asset, "key_points", points), stream_of(asset, "body", texts)
    touched = {clash.id for clash in outcome.clashes}
    asset.proposed = marks(asset, (set(held) - touched) | work.proposed)
    return outcome


def _as_if_imported(asset: Asset) -> Record:
    raw = raw_of(asset.body)
    return _record(asset.summary, raw_of(asset.key_points), *_parted(raw))


def _record(summary: str, points: list[Raw], body: list[Raw], found: list[Raw]) -> Record:
    return Record(summary=summary, points=points, body=body, statistics=found, no_points=[], no_statistics=[])


def _parted(raw: list[Raw]) -> tuple[list[Raw], list[Raw]]:
    """(text, statistics): those are in nobody's text, so no text is merged with them."""
    return [one for one in raw if one["type"] != "statistic"], [one for one in raw if one["type"] == "statistic"]


class _Again:
    """One merge."""

    def __init__(self, asset: Asset, imported: Imported, base: Record, held: set[str]) -> None:
        self.asset, self.imported, self.base, self.held = asset, imported, base, held
        self.record = _record(imported.summary.strip(), [], [], [])
        self.sentences = prose(imported.blocks, imported.language)
        self.proposed: set[str] = set()

    def body(self, outcome: Outcome, file: list[Raw]) -> list[Raw]:
        """Text and statistics; a statistic stands where the editor has it, a new one behind the text it was taken from."""
        here = raw_of(self.asset.body, [*self.base["body"], *self.base["statistics"]])
        texts, fresh = _parted(file)
        for raw in fresh:
            raw["id"] = str(uuid.uuid4())
        base, figures = self.base["body"], [raw for raw in self.base["body"] if raw["type"] == "figure"]
        if figures and not any(raw["type"] == "figure" for raw in texts):
            # The document came without its pictures this time, as an upload of the text alone does: they stay.
            base = [raw for raw in base if raw["type"] != "figure"]
            outcome.figures_kept = len(figures)
        else:
            figures = []
        texts = with_ids(base, texts, here)
        merged = merge(base, here, texts)
        outcome.count(merged)
        found = self._renewed(outcome, "statistics", "no_statistics", _parted(here)[1], fresh, self._statistic, MOST)
        self.record["body"] = [*texts, *figures]
        with_id = iter(texts)
        places = [raw["id"] if raw["type"] == "statistic" else next(with_id)["id"] for raw in file]
        blocks = {raw["id"]: raw for raw in [*renewed(merged.raw, found), *found.new]}
        old = [raw["id"] for raw in merged.raw]
        return [blocks[name] for name in woven(old, [name for name in places if name in blocks]) if name in blocks]

    def points(self, outcome: Outcome) -> list[Raw]:
        here, file = raw_of(self.asset.key_points), raw_points(self.imported.key_points)
        if "key_points" not in self.imported.ranked:
            file = self.record["points"] = with_ids(self.base["points"], file, here)
            merged = merge(self.base["points"], here, file)
            outcome.count(merged)
            return merged.raw
        for raw in file:
            raw["id"] = str(uuid.uuid4())
        found = self._renewed(outcome, "points", "no_points", here, file, _point, POINTS)
        return [*renewed(here, found), *found.new]

    def summary(self, outcome: Outcome) -> None:
        """Three-way; one that an editor wrote or kept is not replaced by a proposal."""
        was, here, file = self.base["summary"], self.asset.summary.strip(), self.imported.summary.strip()
        if file in (was, here):
            return
        ranked = SUMMARY in self.imported.ranked
        if ranked and (here != was or SUMMARY not in self.held) and here:
            gone = set(split(was, self.imported.language)) - set(self.sentences)
            outcome.clashes += [Clash(SUMMARY, "stays")] if gone else []
            return
        if here != was:
            outcome.clashes.append(Clash(SUMMARY, "file"))
        self.asset.summary = file
        self.proposed |= {SUMMARY} if ranked else set()

    def _renewed(
        self,
        outcome: Outcome,
        name: Literal["statistics", "points"],
        turned_down: Literal["no_statistics", "no_points"],
        here: list[Raw],
        fresh: list[Raw],
        redo: Callable[[Raw, str], Raw | None],
        most: int,
    ) -> Renewal:
        found = renew(self.base[name], here, self.held, fresh, self.sentences, redo, self.base[turned_down], most)
        self.record[name], self.record[turned_down] = found.base, found.removed
        outcome.clashes += found.clashes
        outcome.changed += sum(raw is not None for raw in found.now.values())
        outcome.gone += sum(raw is None for raw in found.now.values())
        outcome.new += len(found.new)
        outcome.kept += len(here) - len(found.now)
        self.proposed |= {raw["id"] for raw in found.new}
        return found

    def _statistic(self, was: Raw, sentence: str) -> Raw | None:
        made = statistic_of(sentence, was["value"]["context"], self.imported.language)
        return {**raw_blocks([made], {})[0], "id": was["id"]} if made else None


def _point(was: Raw, sentence: str) -> Raw:
    return {**was, "value": sentence}
