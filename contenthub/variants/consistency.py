"""What each variant of an asset makes of its facts and key messages: the same, rounded, contradicted or absent."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contenthub.assets import contents
from contenthub.assets.models import Asset
from contenthub.lib.fact_compare import Verdict, clause_around, compare, is_excerpt
from contenthub.lib.facts import Fact, as_share, same
from contenthub.lib.language import detect
from contenthub.variants import messages
from contenthub.variants.actions import latest
from contenthub.variants.evidence import Evidence, facts_in
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts
from contenthub.variants.source import SUMMARY, TITLE

_SHOWN = 160


class Outcome(enum.StrEnum):
    """What one variant makes of one row. The order is how much it asks for attention."""

    CONTRADICTED = "contradicted"
    ROUNDED = "rounded"
    SAME = "same"
    ABSENT = "absent"


#: What people read; a message that is said in other words is what a rounded figure is among facts.
LABELS = {
    Outcome.CONTRADICTED: gettext_lazy("Contradicted"),
    Outcome.ROUNDED: gettext_lazy("Rounded"),
    Outcome.SAME: gettext_lazy("Same"),
    Outcome.ABSENT: gettext_lazy("Absent"),
}
OTHER_WORDS = gettext_lazy("In other words")


@dataclasses.dataclass(frozen=True)
class Cell:
    """One variant's outcome. ``words`` are the variant's, ``where`` the block's id or the field's name they stand in."""

    variant_id: int
    outcome: Outcome
    words: str = ""
    where: str = ""
    place: str = ""
    #: The address of the block in the variant's editor.
    url: str = ""


@dataclasses.dataclass
class Row:
    """One fact or message. ``group``: ``message`` (brand, campaign), ``point`` (the asset's) or ``fact``."""

    group: str
    text: str
    #: The clause it stands in, or whose message it is.
    context: str
    url: str
    cells: list[Cell] = dataclasses.field(default_factory=list)

    @property
    def outcomes(self) -> set[Outcome]:
        return {cell.outcome for cell in self.cells}


@dataclasses.dataclass
class Report:
    asset: Asset
    variants: list[Variant]
    rows: list[Row]

    @property
    def counts(self) -> Counter[str]:
        """Cells by outcome."""
        return Counter(cell.outcome.value for row in self.rows for cell in row.cells)

    def showing(self, wanted: str) -> list[Row]:
        """The rows for ``all``, ``said`` (by at least one variant) or ``contradicted``."""
        if wanted == "contradicted":
            return [row for row in self.rows if Outcome.CONTRADICTED in row.outcomes]
        if wanted == "said":
            return [row for row in self.rows if row.outcomes - {Outcome.ABSENT}]
        return self.rows


def report(asset: Asset) -> Report:
    """The asset as it stands in its latest revision against every variant's latest draft."""
    revision = asset.get_latest_revision()
    content: Asset = revision.as_object() if revision else asset
    found = [latest(variant) for variant in Variant.objects.of(asset).order_by("kind_name", "pk")]
    evidence = Evidence(asset, asset.language)
    rows, by_fact = _fact_rows(content, evidence)
    said = [*_message_rows(content), *_point_rows(content)]
    for variant in found:
        held = [part for part in parts(variant) if not part.spare]
        for row in said:
            row.cells.append(_message_cell(row.text, variant, held))
        outcomes = _fact_cells(variant, held, evidence, by_fact)
        for row in rows:
            row.cells.append(outcomes.get(id(row)) or Cell(variant.pk, Outcome.ABSENT))
    return Report(asset, found, [*said, *rows])


def _message_rows(asset: Asset) -> Iterator[Row]:
    for text in messages.of_brand(asset.brand, asset.language):
        yield Row("message", text, _("Key message of the brand"), "")
    idea = asset.campaign.big_idea.strip() if asset.campaign else ""
    if idea and detect(idea) == asset.language:
        yield Row("message", idea, _("Big idea of the campaign"), "")


def _point_rows(asset: Asset) -> Iterator[Row]:
    for point in asset.key_points:
        if point.value.strip():
            yield Row("point", point.value.strip(), "", _asset_url(asset, point.id))


class _ByFact:
    """The rows of facts, looked up by what they say."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Fact, Row]]] = defaultdict(list)

    def add(self, fact: Fact, row: Row) -> None:
        self.rows[self._key(fact)].append((fact, row))

    def get(self, fact: Fact) -> Row | None:
        return next((row for known, row in self.rows[self._key(fact)] if same(fact, known)), None)

    @staticmethod
    def _key(fact: Fact) -> str:
        """Facts that are the same have the same key; quotations are compared one by one."""
        return "quotation" if fact.kind == "quotation" else str(as_share(fact).value)


def _fact_rows(asset: Asset, evidence: Evidence) -> tuple[list[Row], _ByFact]:
    """A row for each thing the asset states, however often it says it, in order of the asset."""
    rows, by_fact = [], _ByFact()
    for block_id, known in _in_order(asset, evidence):
        for fact, text in known:
            if by_fact.get(fact):
                continue
            start, end = clause_around(text, fact.start, fact.end)
            row = Row("fact", fact.text, _short(text[start:end]), _asset_url(asset, block_id))
            by_fact.add(fact, row)
            rows.append(row)
    return rows, by_fact


def _in_order(asset: Asset, evidence: Evidence) -> Iterator[tuple[str, Sequence[tuple[Fact, str]]]]:
    facts = evidence.facts()
    # The body first: there a figure stands in its sentence, with its unit; title and key points repeat it.
    ids = [*(block.id for block in asset.body), TITLE, SUMMARY, *(block.id for block in contents.blocks(asset))]
    for block_id in dict.fromkeys(ids):
        yield block_id, facts.get(block_id, [])


def _fact_cells(variant: Variant, held: Sequence[Part], evidence: Evidence, by_fact: _ByFact) -> dict[int, Cell]:
    """The variant's cells by the row's identity; of several, the one that asks for most attention."""
    found: dict[int, Cell] = {}
    order = list(Outcome)
    for part in held:
        own = evidence.own(part) if any(True for _fact in facts_in(part.text, variant.language)) else []
        for fact in facts_in(part.text, variant.language):
            row, outcome = by_fact.get(fact), Outcome.SAME
            if row is None:
                verdict, known = compare(fact, part.text, own)
                row = by_fact.get(known) if known else None
                outcome = Outcome.CONTRADICTED if verdict is Verdict.CONTRADICTED else Outcome.ROUNDED
                if verdict is Verdict.SAME:
                    outcome = Outcome.SAME
            if row is None:
                continue
            before = found.get(id(row))
            if before is None or order.index(outcome) < order.index(before.outcome):
                start, end = clause_around(part.text, fact.start, fact.end)
                found[id(row)] = _cell(variant, part, outcome, part.text[start:end])
    return found


def _message_cell(message: str, variant: Variant, held: Sequence[Part]) -> Cell:
    """Same: word for word. Rounded: its words are there, in another order. Contradicted: another figure in it."""
    verbatim = next((part for part in held if is_excerpt(message, part.text)), None)
    if verbatim:
        return _cell(variant, verbatim, Outcome.SAME, message)
    part = messages.carrier(message, held, variant.language)
    if part is None:
        return Cell(variant.pk, Outcome.ABSENT)
    said = [(fact, part.text) for fact in facts_in(part.text, variant.language)]
    verdicts = {compare(fact, message, said)[0] for fact in facts_in(message, variant.language)}
    outcome = Outcome.CONTRADICTED if Verdict.CONTRADICTED in verdicts else Outcome.ROUNDED
    return _cell(variant, part, outcome, part.text)


def _cell(variant: Variant, part: Part, outcome: Outcome, words: str) -> Cell:
    anchor = f"#block-{part.where}-section" if part.block is not None else f"#id_{part.where}"
    url = reverse("wagtailadmin_pages:edit", args=[variant.pk]) + anchor
    return Cell(variant.pk, outcome, _short(words), part.where, part.label, url)


def _asset_url(asset: Asset, block_id: str) -> str:
    anchor = "" if block_id in (TITLE, SUMMARY) else f"#block-{block_id}-section"
    return reverse("wagtailadmin_pages:edit", args=[asset.pk]) + anchor


def _short(text: str) -> str:
    """One line, cut between words where it is long."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:，；：、")
    if len(text) <= _SHOWN:
        return text
    cut = text[:_SHOWN]
    return (cut.rpartition(" ")[0] if " " in cut[_SHOWN // 2 :] else cut) + " …"


def as_json(found: Report) -> dict[str, Any]:
    """``{asset_id, title, variants, counts, rows}``."""
    return {
        "asset_id": found.asset.pk,
        "title": found.asset.title,
        "variants": [{"variant_id": v.pk, "kind": v.kind_name, "title": v.title} for v in found.variants],
        "counts": {outcome.value: found.counts[outcome.value] for outcome in Outcome},
        "rows": [
            {
                "group": row.group,
                "text": row.text,
                "context": row.context,
                "cells": [
                    {
                        "variant_id": cell.variant_id,
                        "outcome": cell.outcome.value,
                        "words": cell.words,
                        "where": cell.where,
                    }
                    for cell in row.cells
                ],
            }
            for row in found.rows
        ],
    }
