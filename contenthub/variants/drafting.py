"""Putting a draft together, the same way for every kind: fields and blocks with their sources, and fixed block ids."""

from __future__ import annotations

import dataclasses
import json
import uuid
from typing import Any

from django.utils import translation

from contenthub.lib.slugs import slug
from contenthub.variants.fingerprint import fingerprint
from contenthub.variants.kind import Kind
from contenthub.variants.material import Material
from contenthub.variants.models import Variant
from contenthub.variants.phrases import phrase
from contenthub.variants.source import Source

_NAMESPACE = uuid.UUID("6f0d6a4e-6a53-4d5a-9a55-8a1f0c2f8f11")


class Draft:
    """A variant in the making. The same calls give an equal page, block ids included."""

    def __init__(self, kind: Kind, material: Material) -> None:
        self.kind = kind
        self.material = material
        self.fields: dict[str, Any] = {}
        self.sources: dict[str, Any] = {}
        self.streams: dict[str, list[dict[str, Any]]] = {}

    def put(self, field: str, text: str, source: Source | None) -> None:
        """Fill a plain field."""
        self.fields[field] = text
        if source and text:
            self.sources[field] = dataclasses.replace(source, made=fingerprint(text)).as_json()

    def add(self, field: str, block: str, source: Source | None, **value: Any) -> None:
        """Append a block to a StreamField; images as library images, everything else as JSON."""
        raw = {name: getattr(part, "pk", part) for name, part in value.items()}
        raw["source"] = dataclasses.replace(source, made=fingerprint(raw)).as_json() if source else None
        rows = self.streams.setdefault(field, [])
        said = json.dumps([self.kind.name, field, len(rows), block, raw], sort_keys=True, ensure_ascii=False)
        rows.append({"type": block, "value": raw, "id": str(uuid.uuid5(_NAMESPACE, said))})

    def page(self) -> Variant:
        """The unsaved page, in the asset's language."""
        asset = self.material.asset
        title = title_of(self.kind, asset.title, asset.language)
        page = self.kind.model(
            title=title,
            draft_title=title,
            slug=slug(self.kind.name),
            locale=asset.locale,
            live=False,
            kind_name=self.kind.name,
            source_asset_id=asset.pk,
            asset_revision_id=self.material.revision_id,
            field_sources=self.sources,
            **self.fields,
        )
        for name, rows in self.streams.items():
            setattr(page, name, page._meta.get_field(name).stream_block.to_python(rows))
        return page


def title_of(kind: Kind, title: str, language: str) -> str:
    """What editors call the variant: its kind, then the asset, such as "Email: One voice"."""
    with translation.override(language):
        label = str(kind.label)
    return f"{label}{phrase('colon', language)}{title}"[:255]
