"""The sources in a variant's content as it is stored: read without building the page, so that many can be read at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.fields import StreamField

from contenthub.variants.models import Variant
from contenthub.variants.source import Source


def in_revision(model: type[Variant], content: Mapping[str, Any]) -> dict[str, Source]:
    """The source of every part by the part's ``where``, from a revision's ``content``."""
    return dict(_read(model, content))


def in_page(variant: Variant) -> dict[str, Source]:
    """The same of the page's own row: what is approved, when it is."""
    content: dict[str, Any] = {"field_sources": variant.field_sources}
    for name in variant.content_fields:
        value = getattr(variant, name)
        content[name] = list(value.raw_data) if isinstance(variant._meta.get_field(name), StreamField) else value
    return dict(_read(type(variant), content))


def _read(model: type[Variant], content: Mapping[str, Any]) -> Iterator[tuple[str, Source]]:
    sources = _parsed(content.get("field_sources")) or {}
    for name in model.content_fields:
        if isinstance(model._meta.get_field(name), StreamField):
            for raw in _parsed(content.get(name)) or []:
                value = raw.get("value")
                source = Source.from_json(value.get("source")) if isinstance(value, Mapping) else None
                if source:
                    yield raw.get("id") or name, source
        elif content.get(name) and (source := Source.from_json(sources.get(name))):
            yield name, source


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value
