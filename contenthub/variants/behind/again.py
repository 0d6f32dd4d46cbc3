"""What deriving once more would give for the parts of a variant that is there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contenthub.assets.models import Asset
from contenthub.variants.behind.comparing import Change
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts
from contenthub.variants.problem import CannotDerive
from contenthub.variants.source import Source


def counterparts(variant: Variant, changes: dict[str, Change]) -> dict[str, Part]:
    """For every part of the variant that is behind: the part of a fresh derivation that stands for it, if there is one.

    A field stands for itself. Of blocks, the one of the same type in the same field is taken whose sources have most in
    common with what became of the part's own; none is taken twice.
    """
    asset = variant.source_asset
    if asset is None:
        return {}
    fresh = _fresh(variant, asset)
    if fresh is None:
        return {}
    own = parts(variant)
    found = {part.where: part for part in parts(fresh) if part.block is None and part.text and part.source}
    pairs = sorted(_pairs(own, parts(fresh), changes), key=lambda pair: pair[0], reverse=True)
    taken: set[str] = set()
    for _score, ours, theirs in pairs:
        if ours.where not in found and theirs.where not in taken:
            found[ours.where] = theirs
            taken.add(theirs.where)
    return {where: part for where, part in found.items() if where in changes}


def _fresh(variant: Variant, asset: Asset) -> Variant | None:
    revision = asset.get_latest_revision()
    try:
        content = revision.as_object() if revision else asset
        return variant.kind.derive(content, revision.pk if revision else None, **variant.choices)
    except CannotDerive:
        return None


def _pairs(own: list[Part], fresh: list[Part], changes: dict[str, Change]) -> Iterator[tuple[Any, Part, Part]]:
    for number, ours in enumerate(own):
        if ours.block is None or ours.source is None:
            continue
        change = changes.get(ours.where)
        now = change.source if change else ours.source
        for place, theirs in enumerate(fresh):
            if theirs.block is None or theirs.source is None or type(theirs.block) is not type(ours.block):
                continue
            score = _common(now, theirs.source) if now else 0.0
            if score > 0:
                yield (score, -abs(number - place)), ours, theirs


def _common(one: Source, other: Source) -> float:
    """How much two sources have in common: their words first, then their blocks. 0: nothing."""
    if one.origin != other.origin:
        return 0.0
    return 2 * _share(one.words.split("\n"), other.words.split("\n")) + _share(one.block_ids, other.block_ids)


def _share(one: list[str], other: list[str]) -> float:
    both = set(one) & set(other)
    return len(both) / len({*one, *other}) if both else 0.0
