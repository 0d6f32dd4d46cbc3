"""Which key points, statistics and summary are proposed and not kept yet.

The mark is the id of the block (or ``summary``) with a fingerprint of its words: who changes the words has kept them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from contenthub.assets import contents
from contenthub.lib.sentences import normalise

if TYPE_CHECKING:
    from contenthub.assets.models import Asset

SUMMARY = "summary"

Marks = dict[str, str]


def fingerprint(text: str) -> str:
    """Tells one text from another, white space aside."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:12]


def marks(asset: Asset, ids: Iterable[str]) -> Marks:
    """The marks for those of the ids that are there: key points, statistics, ``summary``."""
    wanted = set(ids)
    found = {block.id: fingerprint(contents.block_text(block)) for block in _markable(asset) if block.id in wanted}
    if SUMMARY in wanted and asset.summary.strip():
        found[SUMMARY] = fingerprint(asset.summary)
    return found


def waiting(asset: Asset) -> Marks:
    """The marks that still hold: what is there, and says what was proposed."""
    said = asset.proposed if isinstance(asset.proposed, dict) else {}
    return {name: mark for name, mark in marks(asset, said).items() if said[name] == mark}


def _markable(asset: Asset) -> Iterable[Any]:
    yield from asset.key_points
    yield from (block for block in asset.body if block.block_type == "statistic")
