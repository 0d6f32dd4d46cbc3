"""A variant's content as a list of parts, whatever its kind: what checks, texts and lists of sources walk over."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructBlock
from wagtail.rich_text import RichText

from contenthub.lib import html
from contenthub.variants.fingerprint import fingerprint
from contenthub.variants.source import Source

if TYPE_CHECKING:
    from contenthub.variants.models import Variant


class PartBlock(StructBlock):
    """A block of a variant. ``reads`` names the children whose words reach the reader, in reading order."""

    reads: tuple[str, ...] = ()
    #: A child that must not be empty when the variant is approved.
    needs: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Part:
    """A field or a block. ``where`` is the field's name or the block's id; ``raw`` is all that was typed, as JSON."""

    where: str
    label: str
    text: str
    source: Source | None
    raw: str
    value: Any = None
    block: Any = None
    #: The mark of what it holds now.
    made: str = ""
    #: Ready to be used, but no reader gets it as things are.
    spare: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether it holds something else than derivation made of its source; so does what nobody derived."""
        return self.source is None or self.source.made != self.made


def parts(variant: Variant) -> list[Part]:
    """The parts in reading order; empty ones too."""
    return [part for name in variant.content_fields for part in _field_parts(variant, name)]


def _field_parts(variant: Variant, name: str) -> Iterator[Part]:
    field = variant._meta.get_field(name)
    value = getattr(variant, name)
    if isinstance(value, StreamValue):
        for number, child in enumerate(value, start=1):
            label = _("%(type)s (block %(number)s)") % {"type": child.block.label, "number": number}
            prep = {key: part for key, part in child.block.get_prep_value(child.value).items() if key != "source"}
            yield Part(
                where=child.id or name,
                label=label,
                text=read(child),
                source=child.value.get("source"),
                raw=json.dumps(prep, ensure_ascii=False),
                value=child.value,
                block=child.block,
                made=fingerprint(prep),
                spare=name in variant.spare_fields,
            )
        return
    source = Source.from_json(variant.field_sources.get(name))
    text = value or ""
    yield Part(name, str(capfirst(field.verbose_name)), text, source, text, made=fingerprint(text))


def read(child: Any) -> str:
    """What a reader reads of one block, a line for each of its children."""
    lines = (_text(child.value.get(name)) for name in child.block.reads)
    return "\n".join(line for line in lines if line)


def _text(value: Any) -> str:
    if isinstance(value, RichText):
        return html.to_text(value.source)
    if isinstance(value, str):
        return value.strip()
    return "\n".join(_text(item) for item in value or [])
