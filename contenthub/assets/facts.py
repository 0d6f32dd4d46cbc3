"""The facts of an asset as rows: found when its blocks are saved, by ``contenthub.lib.facts``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db import transaction
from wagtail.models import Page

from contenthub.assets import contents
from contenthub.assets.models import Asset, Fact
from contenthub.lib import facts

#: Code says nothing about the world, and a button states nothing.
SILENT = frozenset({"code", "call_to_action"})
#: What tells one row from another.
COMPARED = ("block_id", "kind", "text", "value", "unit", "speaker", "start", "end")


@lru_cache(maxsize=8192)
def _found(text: str, language: str) -> tuple[facts.Fact, ...]:
    """Of a long paper one block changes at a time; the others are not read again."""
    return tuple(facts.find(text, language))


def found(asset: Asset) -> Iterator[Fact]:
    """The facts of the asset as it is in memory, in order of its blocks, as unsaved rows."""
    for block in contents.blocks(asset):
        if block.block_type in SILENT:
            continue
        for fact in _found(contents.block_text(block), asset.language):
            yield Fact(
                asset_id=asset.pk,
                block_id=block.id,
                kind=fact.kind,
                text=fact.text,
                value="" if fact.value is None else str(fact.value),
                unit=fact.unit[:60],
                speaker=fact.speaker[:200],
                start=fact.start,
                end=fact.end,
            )


def rebuild(asset: Asset) -> tuple[int, int]:
    """Make the rows say what the asset in memory says; how many were added and removed. All or nothing.

    Only what changed is written.
    """
    with transaction.atomic():
        Page.objects.select_for_update().filter(pk=asset.pk).values_list(
            "pk"
        ).first()  # two savers: one after the other
        stored = {_key(row): row.pk for row in Fact.objects.filter(asset_id=asset.pk)}
        wanted = {_key(row): row for row in found(asset)}
        gone = [pk for key, pk in stored.items() if key not in wanted]
        new = [row for key, row in wanted.items() if key not in stored]
        if gone:
            Fact.objects.filter(pk__in=gone).delete()
        Fact.objects.bulk_create(new, batch_size=500)
    return len(new), len(gone)


def _key(row: Fact) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in COMPARED)


def on_revised(sender: type[Asset], asset: Asset, **kwargs: Any) -> None:
    rebuild(asset)


def on_saved(sender: type[Asset], instance: Asset, raw: bool = False, **kwargs: Any) -> None:
    """A page that has no revision yet, or an alias, says what it says itself."""
    if not raw and instance.latest_revision_id is None:
        rebuild(instance)
