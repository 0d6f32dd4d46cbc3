"""A variant's texts phrased anew: proposed, then taken. Whatever fails leaves the words as they are."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from contenthub.variants.actions import latest
from contenthub.variants.fingerprint import fingerprint
from contenthub.variants.models import Variant
from contenthub.variants.source import Source
from contenthub.variants.writer import endpoint
from contenthub.variants.writer.asking import answers, question
from contenthub.variants.writer.judging import fault, new_problems
from contenthub.variants.writer.passages import passages


class CannotTake(Exception):
    """The texts cannot be taken over; the message says why."""


@dataclasses.dataclass(frozen=True)
class Proposal:
    """One text as the writer phrases it. ``fault`` says why it may not stand; empty: it may."""

    key: str
    label: str
    before: str
    after: str
    fault: str = ""


def propose(variant: Variant) -> list[Proposal]:
    """Ask for the texts of ``variant`` as given; one entry for each text the writer changed. Nothing is saved.

    :raises WriterFailed: no usable answer; the variant's words stay.
    """
    asked = passages(variant)
    if not asked:
        return []
    said = answers(endpoint.ask(*question(variant, asked)))
    return judged(variant, {p.key: said[p.key] for p in asked if p.key in said and said[p.key] != p.text})


def judged(variant: Variant, texts: dict[str, str]) -> list[Proposal]:
    """``texts`` (by passage) as proposals, each with what is wrong with it."""
    asked = [passage for passage in passages(variant) if passage.key in texts]
    faults = {passage.key: fault(variant, passage, texts[passage.key]) for passage in asked}
    sound = {key: texts[key] for key, wrong in faults.items() if not wrong}
    wrong_parts = new_problems(variant, _with(variant, sound)) if sound else {}
    return [
        Proposal(p.key, p.label, p.text, texts[p.key], faults[p.key] or wrong_parts.get(p.where, "")) for p in asked
    ]


def take(
    variant: Variant, texts: dict[str, str], user: AbstractBaseUser | None = None, *, revision_id: int | None = None
) -> int:
    """Save a new draft with those of ``texts`` that may stand, each marked with the writer's name; how many they are.

    :param revision_id: the revision the texts were proposed for. None: the latest.
    :raises CannotTake: the user may not edit it, or it was changed in the meantime.
    """
    with transaction.atomic():
        page = Variant.objects.select_for_update().get(pk=variant.pk).specific
        if user is not None and (not page.permissions_for_user(user).can_edit() or _locked(page, user)):
            raise CannotTake(_("You may not edit “%s”.") % page)
        if revision_id is not None and page.latest_revision_id != revision_id:
            raise CannotTake(_("“%s” was changed in the meantime; ask the writer again.") % page)
        draft = latest(page)
        sound = {proposal.key: proposal.after for proposal in judged(draft, texts) if not proposal.fault}
        if sound:
            _with(draft, sound, mark=endpoint.model()).save_revision(user=user, log_action=True)
    return len(sound)


def _locked(page: Variant, user: AbstractBaseUser) -> bool:
    return bool(page.permissions_for_user(user).page_locked())


def _with(variant: Variant, texts: dict[str, str], mark: str = "") -> Variant:
    """A copy of the page with these texts, their sources marked with the name of who phrased them."""
    changed = copy.copy(variant)
    changed.field_sources = copy.deepcopy(variant.field_sources)
    for name in variant.content_fields:
        value = getattr(variant, name)
        if isinstance(value, StreamValue):
            rows = [_row(raw, texts, mark) for raw in value.get_prep_value()]
            setattr(changed, name, value.stream_block.to_python(rows))
        elif (key := f"{name}.{name}") in texts:
            setattr(changed, name, texts[key])
            if (source := Source.from_json(variant.field_sources.get(name))) and mark:
                changed.field_sources[name] = _phrased(source, value, texts[key], mark).as_json()
    return changed


def _row(raw: dict[str, Any], texts: dict[str, str], mark: str) -> dict[str, Any]:
    mine = {name: said for name, said in _named(raw.get("id"), texts) if name in raw["value"]}
    if not mine:
        return raw
    value = {**raw["value"], **mine}
    if mark and (source := Source.from_json(value.get("source"))):
        value["source"] = _phrased(source, raw["value"], value, mark).as_json()
    return {**raw, "value": value}


def _phrased(source: Source, before: Any, after: Any, mark: str) -> Source:
    """The source of a part that now holds ``after``. What a person had edited before still counts as edited by hand."""
    untouched = source.made == fingerprint(before)
    return dataclasses.replace(source, writer=mark, made=fingerprint(after) if untouched else source.made)


def _named(where: str | None, texts: dict[str, str]) -> Iterable[tuple[str, str]]:
    for key, said in texts.items():
        part, _dot, name = key.rpartition(".")
        if part == where:
            yield name, said
