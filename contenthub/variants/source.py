"""Where a variant's words come from: the blocks, the revision and the exact words, kept with every block."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from contenthub.variants.widgets import SourceInput

#: Block ids of an asset's plain fields.
TITLE, SUMMARY = "title", "summary"


@dataclasses.dataclass(frozen=True)
class Source:
    """Words of an asset at one revision, or a ready phrase.

    ``words`` holds one passage a line; each line is an exact piece of ``contenthub.variants.material.block_text`` of one
    of the blocks at that revision. ``origin`` is ``asset``, or says whose phrase it is: ``campaign``, ``brand`` or
    ``phrase`` (the hub's own); then there are no blocks.
    """

    asset_id: int | None
    revision_id: int | None
    block_ids: list[str]
    words: str
    #: The heading the first block stands under, as it read then.
    section: str = ""
    origin: str = "asset"
    #: The model that phrased the text from these words; empty: the words are the source's own, or an editor's.
    writer: str = ""
    #: The mark of what derivation, or the writer, made of the words (see ``contenthub.variants.fingerprint``); another mark of the part
    #: means that a person has edited it. Empty where a person chose the source.
    made: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in dataclasses.asdict(self).items() if name != "writer" or value}

    @classmethod
    def from_json(cls, value: Any) -> Source | None:
        """Read what ``as_json`` gave; None for anything else."""
        if isinstance(value, Source):
            return value
        if not isinstance(value, dict) or not isinstance(value.get("block_ids"), list) or not value.get("words"):
            return None
        known = {field.name: value[field.name] for field in dataclasses.fields(cls) if field.name in value}
        return cls(
            **{"asset_id": None, "revision_id": None, **known, "block_ids": [str(i) for i in value["block_ids"]]}
        )


def merged(sources: list[Source]) -> Source | None:
    """One source that stands for several of the same revision, in order; None when there are none."""
    sources = [source for source in sources if source.origin == "asset"] or sources
    if not sources:
        return None
    ids = dict.fromkeys(block_id for source in sources for block_id in source.block_ids)
    words = dict.fromkeys(line for source in sources for line in source.words.split("\n"))
    return dataclasses.replace(sources[0], block_ids=list(ids), words="\n".join(words))


class SourceField(forms.Field):
    """A source as JSON in a hidden input; what is not a source is taken for none."""

    widget = SourceInput

    def prepare_value(self, value: Any) -> str:
        source = Source.from_json(value)
        return json.dumps(source.as_json(), ensure_ascii=False) if source else ""

    def to_python(self, value: Any) -> Source | None:
        if isinstance(value, Source):
            return value
        try:
            return Source.from_json(json.loads(value)) if value else None
        except ValueError:
            return None

    def clean(self, value: Any) -> Source | None:
        return self.to_python(value)


class SourceBlock(blocks.FieldBlock):
    """A block's source. Shown to the editor, not typed by them; kept through edits, moves and revisions."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = SourceField(required=False)
        super().__init__(**{"required": False, "label": _("Source"), **kwargs})

    def to_python(self, value: Any) -> Source | None:
        return Source.from_json(value)

    def normalize(self, value: Any) -> Source | None:
        return Source.from_json(value)

    def get_prep_value(self, value: Source | None) -> dict[str, Any] | None:
        return value.as_json() if value else None

    def value_from_form(self, value: Any) -> Source | None:
        return self.field.to_python(value)

    def render_basic(self, value: Source | None, context: Any = None) -> SafeString:
        """The words, for comparing revisions."""
        return format_html("<q>{}</q>", value.words) if value else SafeString("")

    class Meta:
        icon = "link"
        default = None
        form_classname = "hub-source"
