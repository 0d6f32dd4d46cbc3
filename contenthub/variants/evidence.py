"""What an asset says as facts, at the revisions a variant was made from, and what it says to each fact of a variant."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal

from wagtail.models import Revision

from contenthub.assets import contents
from contenthub.assets.models import Asset
from contenthub.lib.fact_compare import Verdict, compare, is_excerpt
from contenthub.lib.facts import Fact, as_share, find, same
from contenthub.variants.material import block_text
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.source import SUMMARY, TITLE

#: A fact with the text it stands in.
Known = tuple[Fact, str]
Texts = dict[str, str]

#: The last few assets read: finding facts in a long paper takes about half a second, and a variant is checked often.
_KEPT = 8
_read: dict[tuple[object, ...], tuple[Texts, dict[str, list[Known]]]] = {}


@dataclasses.dataclass(frozen=True)
class Finding:
    """A fact that the part's own sources do not hold as it is said.

    - ``elsewhere``: the asset holds it, in another block
    - ``other_unit``: the same value, counted in something else
    - ``contradicted``: another value for the same thing, or a quotation that was changed
    - ``absent``: nowhere

    ``known`` is the fact of the asset that decided it.
    """

    fact: Fact
    outcome: Literal["elsewhere", "other_unit", "contradicted", "absent"]
    known: Fact | None = None


@lru_cache(maxsize=4096)
def facts_in(text: str, language: str) -> tuple[Fact, ...]:
    """``find``, remembered: most of a variant's texts are the same from one check to the next."""
    return tuple(find(text, language))


@lru_cache(maxsize=4096)
def _compared(fact: Fact, text: str, own: tuple[Known, ...]) -> tuple[Verdict, Fact | None]:
    return compare(fact, text, own)


@lru_cache(maxsize=8192)
def excerpt(words: str, text: str) -> bool:
    """``is_excerpt``, remembered."""
    return is_excerpt(words, text)


class Evidence:
    """The facts of one variant's asset. The newest revision counts too: what was added there may be said."""

    def __init__(self, asset: Asset, language: str) -> None:
        self.asset = asset
        self.language = language

    @classmethod
    def of(cls, variant: Variant) -> Evidence | None:
        """None when the asset is gone."""
        return cls(variant.source_asset, variant.language) if variant.source_asset else None

    def findings(self, part: Part) -> Iterator[Finding]:
        """What is to be said of the part's facts; nothing of those that its own sources hold, exactly or fairly rounded."""
        facts = facts_in(part.text, self.language)
        if not facts:
            return
        own = [*self.own(part), *self._phrases]
        texts = list(dict.fromkeys(text for _fact, text in own)) or self.own_texts(part)
        for fact in facts:
            if fact.kind == "quotation" and any(excerpt(str(fact.value), text) for text in texts):
                continue
            verdict, known = _compared(fact, part.text, tuple(own))
            if verdict in (Verdict.ABSENT, Verdict.CONTRADICTED):
                yield self._finding(fact, known, own)

    def _finding(self, fact: Fact, rival: Fact | None, own: list[Known]) -> Finding:
        everywhere = [known for some in self.facts().values() for known in some]
        if any(same(fact, known) for known, _text in everywhere):
            return Finding(fact, "elsewhere", rival)
        if fact.kind == "quotation" and any(excerpt(str(fact.value), text) for text in self.texts().values()):
            return Finding(fact, "elsewhere", rival)
        twin = next((known for known, _text in [*own, *everywhere] if _same_value(fact, known)), None)
        if twin:
            return Finding(fact, "other_unit", twin)
        return Finding(fact, "contradicted", rival) if rival else Finding(fact, "absent")

    def own(self, part: Part) -> list[Known]:
        """The facts of the part's own sources: of the words used, and of their blocks at that revision."""
        source = part.source
        if source is None:
            return []
        words = [(fact, source.words) for fact in facts_in(source.words, self.language)]
        if source.origin != "asset":
            return words
        facts = self.facts(source.revision_id)
        return [*words, *(known for block_id in source.block_ids for known in facts.get(block_id, []))]

    def own_texts(self, part: Part) -> list[str]:
        """The texts of the part's own sources: each passage used, then the whole blocks they stand in."""
        source = part.source
        if source is None:
            return []
        passages = [line for line in source.words.split("\n") if line.strip()]
        if source.origin != "asset":
            return passages
        texts = self.texts(source.revision_id)
        return [*passages, *(texts[block_id] for block_id in source.block_ids if block_id in texts)]

    def facts(self, revision_id: int | None = None) -> dict[str, list[Known]]:
        """Facts by block id at a revision; None: the newest."""
        return self._of(revision_id)[1]

    def texts(self, revision_id: int | None = None) -> Texts:
        """Plain text by block id at a revision; None: the newest."""
        return self._of(revision_id)[0]

    @cached_property
    def _phrases(self) -> list[Known]:
        """What campaign and brand say in their ready phrases may be said anywhere."""
        brand, campaign = self.asset.brand, self.asset.campaign
        said = [phrase.text for phrase in brand.phrases.all() if phrase.language == self.language] if brand else []
        said += (
            [call.text for call in campaign.calls_to_action.all() if call.language == self.language] if campaign else []
        )
        return [(fact, text) for text in said for fact in facts_in(text, self.language)]

    @cached_property
    def _newest(self) -> Revision | None:
        return self.asset.get_latest_revision()

    @cached_property
    def _revisions(self) -> dict[int, Revision | None]:
        return {}

    def _of(self, revision_id: int | None) -> tuple[Texts, dict[str, list[Known]]]:
        if revision_id and revision_id not in self._revisions:
            # Without its content: that is half a megabyte, and wanted only when it was not read before.
            self._revisions[revision_id] = Revision.objects.filter(pk=revision_id).defer("content").first()
        found = self._revisions.get(revision_id) if revision_id else None
        found = found or self._newest
        # An autosave may write into a revision again; its time then changes.
        key = (self.asset.pk, found.pk, found.created_at) if found else (self.asset.pk, self.asset.last_published_at)
        if key not in _read:
            for old in list(_read)[: -_KEPT + 1]:
                _read.pop(old, None)
            _read[key] = _reading(found.as_object() if found else self.asset, self.language)
        return _read.get(key) or ({}, {})


def _reading(asset: Asset, language: str) -> tuple[Texts, dict[str, list[Known]]]:
    ids = [TITLE, SUMMARY, *(block.id for block in contents.blocks(asset))]
    texts = {block_id: text for block_id in ids if (text := block_text(asset, block_id))}
    facts = {block_id: [(fact, text) for fact in find(text, language)] for block_id, text in texts.items()}
    return texts, {block_id: known for block_id, known in facts.items() if known}


def _same_value(one: Fact, other: Fact) -> bool:
    """Whether two figures have one value and different units, such as 30 days and 30 hours, 12% and 12 points."""
    counted = ("number", "percentage", "money")
    if one.kind not in counted or other.kind not in counted:
        return False
    one, other = as_share(one), as_share(other)
    return one.value == other.value and one.unit != other.unit and bool(one.unit and other.unit)
