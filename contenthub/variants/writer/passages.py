"""What a writer may phrase: the running text of parts that come from the asset. Figures, quotations and names it may not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from wagtail.blocks import CharBlock, TextBlock

from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts
from contenthub.variants.source import Source

#: Fields and children that are running text, in every kind.
PHRASED = frozenset({"copy_text", "subject", "preheader", "headline", "text", "narration"})
#: Blocks whose words are somebody's own.
_SAID_BY_OTHERS = frozenset({"quotation", "quote"})
_CHARACTERS = 600


@dataclasses.dataclass(frozen=True)
class Passage:
    """One text of one part. ``name`` is the field's or the block's child's name; ``limit`` counts characters."""

    where: str
    name: str
    label: str
    text: str
    source: Source
    limit: int

    @property
    def key(self) -> str:
        return f"{self.where}.{self.name}"


def passages(variant: Variant) -> list[Passage]:
    """In reading order."""
    return [passage for part in parts(variant) for passage in _of(variant, part)]


def _of(variant: Variant, part: Part) -> Iterator[Passage]:
    if part.source is None or part.source.origin != "asset":
        return
    if part.block is None:
        if part.where in PHRASED and part.text.strip():
            limit = getattr(variant._meta.get_field(part.where), "max_length", None)
            yield Passage(part.where, part.where, part.label, part.text, part.source, limit or _CHARACTERS)
        return
    if part.block.name in _SAID_BY_OTHERS:
        return
    for name, child in part.block.child_blocks.items():
        text: Any = part.value.get(name)
        if name in PHRASED and isinstance(child, CharBlock | TextBlock) and isinstance(text, str) and text.strip():
            limit = getattr(child.field, "max_length", None) or _CHARACTERS
            yield Passage(part.where, name, f"{part.label}: {child.label}", text.strip(), part.source, limit)
