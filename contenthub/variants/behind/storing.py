"""What was found to be behind, brought into the table: a fixed number of queries, and none that writes what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from contenthub.lib import clock
from contenthub.variants.behind.comparing import Change
from contenthub.variants.behind.models import BehindPart, Compared


class Outcome(NamedTuple):
    """What is behind of one variant by the part's ``where``, and the revision and state it was found at."""

    draft: Mapping[str, Change]
    approved: Mapping[str, Change]
    asset_revision_id: int | None
    state: str


#: A part's place in the table: the variant's number, whether it is about what is approved, and ``where``.
_Key = tuple[int, bool, str]


def store(outcomes: Mapping[int, Outcome]) -> dict[int, list[BehindPart]]:
    """Bring the rows of these variants in step; the rows about what is approved, by the variant's number.

    What was behind for the same reason already keeps its ``since``.
    """
    stored = {_key(part): part for part in BehindPart.objects.filter(variant_id__in=outcomes)}
    wanted = {key: part for pk, outcome in outcomes.items() for key, part in _parts(pk, outcome).items()}
    if gone := [part.pk for key, part in stored.items() if key not in wanted]:
        BehindPart.objects.filter(pk__in=gone).delete()
    if news := [part for key, part in wanted.items() if key not in stored or _said(stored[key]) != _said(part)]:
        BehindPart.objects.bulk_create(
            news,
            update_conflicts=True,
            unique_fields=["variant", "approved", "where"],
            update_fields=["reason", "old_words", "new_words", "asset_revision"],
        )
    known = dict(Compared.objects.filter(pk__in=outcomes).values_list("pk", "state"))
    if moved := [
        Compared(variant_id=pk, state=outcome.state)
        for pk, outcome in outcomes.items()
        if known.get(pk) != outcome.state
    ]:
        Compared.objects.bulk_create(moved, update_conflicts=True, unique_fields=["variant"], update_fields=["state"])
    found: dict[int, list[BehindPart]] = {pk: [] for pk in outcomes}
    for (pk, approved, _where), part in wanted.items():
        if approved:
            found[pk].append(part)
    return found


def _parts(variant_id: int, outcome: Outcome) -> dict[_Key, BehindPart]:
    now = clock.now()
    return {
        (variant_id, approved, where): BehindPart(
            variant_id=variant_id,
            approved=approved,
            where=where,
            reason=change.reason,
            old_words=change.old_words,
            new_words=change.new_words,
            asset_revision_id=outcome.asset_revision_id,
            since=now,
        )
        for approved, changes in ((False, outcome.draft), (True, outcome.approved))
        for where, change in changes.items()
    }


def _key(part: BehindPart) -> _Key:
    return part.variant_id, part.approved, part.where


def _said(part: BehindPart) -> tuple[str, str, str]:
    return part.reason, part.old_words, part.new_words
