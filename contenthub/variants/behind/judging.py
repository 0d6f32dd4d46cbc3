"""Keeping the table of what is behind in step: after every save of an asset or a variant, and whenever it is asked for.

Comparing runs after the commit that made it necessary. Should the process die in between, the state noted in
``Compared`` differs from the pages' own, and whoever asks next compares first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, Revision

from contenthub.assets.models import Asset
from contenthub.variants.behind import cited, snapshots, storing
from contenthub.variants.behind.comparing import Change, compare
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.behind.signals import judged
from contenthub.variants.behind.snapshots import Snapshot
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from contenthub.variants.source import Source

#: What the outcome depends on; an autosave keeps a revision's id and gives it another time.
STATE = (
    "source_asset_id",
    "latest_revision_id",
    "latest_revision_created_at",
    "live",
    "live_revision_id",
    "source_asset__latest_revision_id",
    "source_asset__latest_revision_created_at",
)


def approved_parts(variant: Variant) -> list[BehindPart]:
    """What is behind of the variant as it would be sent; compared first where that is needed."""
    if stale(Variant.objects.filter(pk=variant.pk)):
        judge([variant.pk])
    return list(BehindPart.objects.filter(variant_id=variant.pk, approved=True))


def catch_up() -> int:
    """Compare every variant that was not since it or its asset changed; how many there were."""
    found = stale(Variant.objects.all())
    judge(found)
    return len(found)


def stale(variants: QuerySet[Variant]) -> list[int]:
    """Those whose outcome is not of this moment."""
    rows = variants.values_list("pk", "compared__state", *STATE)
    return [pk for pk, compared, *state in rows if compared != told(state)]


def follow(page: Asset | Variant) -> None:
    """Compare after commit what depends on this page: an asset's variants, or the variant itself."""

    def run() -> None:
        if isinstance(page, Variant):
            judge([page.pk])
        else:
            # One commit may save an asset several times; the first time does it all.
            judge(stale(Variant.objects.of(page)))

    transaction.on_commit(run, robust=True)


def judge(variant_ids: Sequence[int]) -> None:
    """Compare these variants with their assets' latest revisions and store what is behind.

    The number of queries does not grow with the variants; it does with the deliveries that have to be held or released.
    """
    if not variant_ids:
        return
    with transaction.atomic():
        # In the order of their ids, so that two who do this at once wait for each other instead of for ever.
        list(Page.objects.select_for_update().filter(pk__in=variant_ids).order_by("pk").values_list("pk"))
        variants = _loaded(variant_ids)
        changes = _Changes(variants)
        approved = storing.store({variant.pk: changes.outcome(variant) for variant in variants})
        judged.send(sender=Variant, parts={variant: approved[variant.pk] for variant in variants})


def _loaded(variant_ids: Sequence[int]) -> list[Variant]:
    """The variants of their own classes, with their assets and latest revisions, in a fixed number of queries."""
    variants: list[Variant] = list(Variant.objects.filter(pk__in=variant_ids).specific())
    assets = Asset.objects.in_bulk({variant.source_asset_id for variant in variants if variant.source_asset_id})
    revisions = Revision.objects.in_bulk({v.latest_revision_id for v in variants if v.latest_revision_id})
    for variant in variants:
        variant.source_asset = assets.get(variant.source_asset_id or 0)
        variant.latest_revision = revisions.get(variant.latest_revision_id or 0)
    return variants


def _state(variant: Variant) -> str:
    asset = variant.source_asset
    revised = (asset.latest_revision_id, asset.latest_revision_created_at) if asset else (None, None)
    own = [getattr(variant, name) for name in STATE[:-2]]
    return told([*own, *revised])


def told(state: Sequence[Any]) -> str:
    """The values of ``STATE`` as one text."""
    return " ".join(str(each.timestamp() if isinstance(each, dt.datetime) else each) for each in state)


class _Changes:
    """The changes of several variants, with each revision of an asset read once."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        variants = list(variants)
        self._drafts = {variant.pk: _draft_sources(variant) for variant in variants}
        self._approved = {variant.pk: cited.in_page(variant) if variant.live else {} for variant in variants}
        self._assets = {variant.source_asset_id: variant.source_asset for variant in variants if variant.source_asset}
        every = [*self._drafts.values(), *self._approved.values()]
        ids = {source.revision_id for sources in every for source in sources.values() if source.revision_id}
        ids |= {asset.latest_revision_id for asset in self._assets.values() if asset and asset.latest_revision_id}
        self._revisions = Revision.objects.page_revisions().in_bulk(ids)

    def outcome(self, variant: Variant) -> storing.Outcome:
        asset = variant.source_asset
        approved = self._compared(variant, self._approved[variant.pk])
        return storing.Outcome(
            self.of_draft(variant), approved, asset.latest_revision_id if asset else None, _state(variant)
        )

    def of_draft(self, variant: Variant) -> dict[str, Change]:
        return self._compared(variant, self._drafts[variant.pk])

    def of_content(self, variant: Variant, sources: dict[str, Source]) -> dict[str, Change]:
        """Of sources that are neither the draft's nor the approved ones."""
        missing = {source.revision_id for source in sources.values() if source.revision_id} - set(self._revisions)
        self._revisions.update(Revision.objects.page_revisions().in_bulk(missing))
        return self._compared(variant, sources)

    def _compared(self, variant: Variant, sources: dict[str, Source]) -> dict[str, Change]:
        asset = variant.source_asset
        if asset is None:
            return {}
        new = self._snapshot(asset.latest_revision_id) or Snapshot(asset, None)
        found = {where: compare(source, self._snapshot(source.revision_id), new) for where, source in sources.items()}
        return {where: change for where, change in found.items() if change}

    def _snapshot(self, revision_id: int | None) -> Snapshot | None:
        revision = self._revisions.get(revision_id) if revision_id else None
        return snapshots.of(revision) if revision else None


def changes_of(variant: Variant) -> dict[str, Change]:
    """What changed for the parts of a variant's latest draft, by ``where``, at this moment."""
    rows = _loaded([variant.pk])
    return _Changes(rows).of_draft(rows[0]) if rows else {}


def out_of_date(variant: Variant, revision: Revision) -> bool:
    """Whether an older revision of the variant says what its asset no longer says.

    A part whose very text stands in the draft and is not behind there was confirmed, and is right in the older one too.
    """
    rows = _loaded([variant.pk])
    if not rows:
        return False
    row = rows[0]
    changes = _Changes([row])
    then = changes.of_content(row, cited.in_revision(type(row), revision.content))
    if not then:
        return False
    now = changes.of_draft(row)
    right = {part.where: part.made for part in parts(row.get_latest_revision_as_object()) if part.where not in now}
    was = {part.where: part.made for part in parts(revision.as_object())}
    return any(right.get(where) != was.get(where) for where in then)


def _draft_sources(variant: Variant) -> dict[str, Source]:
    revision = variant.latest_revision
    return cited.in_revision(type(variant), revision.content) if revision else cited.in_page(variant)
