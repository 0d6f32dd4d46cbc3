"""The papers of the variants' tests, with commits that happen: what is behind is found after them."""

from __future__ import annotations

from typing import Any

import pytest

from contenthub.assets.models import Asset
from contenthub.variants.behind import judging
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant


def raw_of(asset: Asset, name: str) -> list[dict[str, Any]]:
    """A stream of the asset's latest revision, as stored."""
    return [dict(child.get_prep_value()) for child in getattr(asset.get_latest_revision_as_object(), name)]


def save(asset: Asset, **changes: Any) -> Asset:
    """A new revision; streams are given as stored."""
    draft = asset.get_latest_revision_as_object()
    for name, value in changes.items():
        if isinstance(value, list):
            value = draft._meta.get_field(name).stream_block.to_python(value)
        setattr(draft, name, value)
    draft.save_revision()
    return Asset.objects.get(pk=asset.pk)


def behind(*, approved: bool = False) -> set[tuple[str, str]]:
    """(kind, part) of everything that is behind, compared now."""
    judging.catch_up()
    rows = BehindPart.objects.filter(approved=approved).select_related("variant")
    return {(row.variant.kind_name, row.where) for row in rows}


def reasons(variant: Variant) -> dict[str, str]:
    judging.catch_up()
    return dict(BehindPart.objects.filter(variant=variant, approved=False).values_list("where", "reason"))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """``with committing():`` what is to happen after commit happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
