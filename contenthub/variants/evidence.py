"""What an asset says as facts, at the revisions a variant was made from, and which facts of a variant it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wagtail.models import Revision

from contenthub.assets import contents
from contenthub.assets.models import Asset
from contenthub.lib.facts import Fact, find, same
from contenthub.variants.material import block_text
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.source import SUMMARY, TITLE

Facts = dict[str, list[Fact]]

#: The last few assets read: finding facts in a long paper takes about a second, and a variant is checked often.
_KEPT = 8
_read: dict[tuple[object, ...], Facts] = {}


class Evidence:
    """The facts of one variant's asset. The newest revision counts too: what was added there may be said."""

    def __init__(self, asset: Asset, language: str) -> None:
        self.asset = asset
        self.language = language

    @classmethod
    def of(cls, variant: Variant) -> Evidence | None:
        """None when the asset is gone."""
        return cls(variant.source_asset, variant.language) if variant.source_asset else None

    def missing(self, part: Part) -> Iterator[Fact]:
        """The part's facts that none of its own sources hold."""
        facts = find(part.text, self.language)
        if not facts:
            return
        own = self._own(part)
        for fact in facts:
            if not any(same(fact, known) for known in own):
                yield fact

    def elsewhere(self, fact: Fact) -> bool:
        """Whether the asset as it stands now holds it anywhere."""
        return any(same(fact, known) for facts in self._of(None).values() for known in facts)

    def _own(self, part: Part) -> Sequence[Fact]:
        source = part.source
        if source is None:
            return []
        if source.origin != "asset":
            return find(source.words, self.language)
        facts = self._of(source.revision_id)
        return [
            *find(source.words, self.language),
            *(f for block_id in source.block_ids for f in facts.get(block_id, [])),
        ]

    def _of(self, revision_id: int | None) -> Facts:
        """Facts by block id at a revision; None: the newest."""
        found = Revision.objects.filter(pk=revision_id).first() if revision_id else self.asset.get_latest_revision()
        # An autosave may write into a revision again; its time then changes.
        key = (self.asset.pk, found.pk, found.created_at) if found else (self.asset.pk, self.asset.last_published_at)
        if key not in _read:
            for old in list(_read)[:-_KEPT]:
                _read.pop(old, None)
            _read[key] = _facts(found.as_object() if found else self.asset, self.language)
        return _read.get(key) or {}


def _facts(asset: Asset, language: str) -> Facts:
    ids = [TITLE, SUMMARY, *(block.id for block in contents.blocks(asset))]
    return {block_id: found for block_id in ids if (found := find(block_text(asset, block_id), language))}
