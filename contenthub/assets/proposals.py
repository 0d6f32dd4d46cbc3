"""What the hub proposes for an asset from its own text: key points, statistics and a summary (see ``marks``)."""

from __future__ import annotations

import uuid
from typing import Any

from contenthub.assets.importers.highlights import POINTS, ranked_points, ranked_summary
from contenthub.assets.importers.statistics import MOST, statistics
from contenthub.assets.marks import SUMMARY, marks, waiting
from contenthub.assets.matching import ALIKE, Raw, features, likeness
from contenthub.assets.models import Asset
from contenthub.assets.stream import imported_blocks, raw_blocks, raw_of, raw_points, stream_of


def add_proposals(asset: Asset) -> dict[str, int]:
    """Fill the asset's gaps from its own text: a summary where there is none, up to six key points, up to four statistics.

    What an editor wrote or kept stays; what still waits is proposed anew. The asset is changed in memory only.
    Returns how many are new: ``{"summary": ..., "key_points": ..., "statistics": ...}``.
    """
    held = waiting(asset)
    body = raw_of(asset.body)
    plain = [raw for raw in body if raw["type"] in ("rich_text", "heading")]
    blocks = imported_blocks(asset.body)
    points = _points(asset, ranked_points(blocks, asset.language))
    made = _statistics(body, plain, raw_blocks_of(blocks, asset.language))
    ids = {*held, *(raw["id"] for raw in points), *(raw["id"] for raw in made)}
    asset.key_points = stream_of(asset, "key_points", [*raw_of(asset.key_points), *points])
    if made:
        asset.body = stream_of(asset, "body", body)
    new_summary = not asset.summary.strip() and ranked_summary(blocks, asset.language)
    if new_summary:
        asset.summary = new_summary
        ids.add(SUMMARY)
    asset.proposed = marks(asset, ids)
    return {"summary": int(bool(new_summary)), "key_points": len(points), "statistics": len(made)}


def _points(asset: Asset, ranked: list[str]) -> list[Raw]:
    """The ranked sentences that no key point says already, as many as there is room for."""
    there = [features(block.value) for block in asset.key_points if block.value.strip()]
    found: list[Raw] = []
    for raw in raw_points(ranked):
        if len(there) < POINTS and all(likeness(features(raw["value"]), other) < ALIKE for other in there):
            there.append(features(raw["value"]))
            found.append({**raw, "id": str(uuid.uuid4())})
    return found


def raw_blocks_of(blocks: list[Any], language: str) -> list[tuple[int, Raw]]:
    """(how many of the blocks stand before it, raw statistic)."""
    return [(index, raw_blocks([block], {})[0]) for index, block in statistics(blocks, language)]


def _statistics(body: list[Raw], plain: list[Raw], found: list[tuple[int, Raw]]) -> list[Raw]:
    """Put the statistics into ``body`` behind the block they were taken from; returns those that were put in."""
    labels = {raw["value"]["label"] for raw in body if raw["type"] == "statistic"}
    room = MOST - len(labels)
    made: list[Raw] = []
    for index, raw in found:
        if len(made) >= room or raw["value"]["label"] in labels:
            continue
        raw["id"] = str(uuid.uuid4())
        behind = next(i for i, other in enumerate(body) if other is plain[index - 1])
        body.insert(behind + 1, raw)
        made.append(raw)
    return made
