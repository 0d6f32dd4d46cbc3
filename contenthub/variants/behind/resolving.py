"""What people do about a part that is behind: confirm that it is still right, or derive it again."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from contenthub.variants.behind import judging
from contenthub.variants.behind.again import counterparts
from contenthub.variants.behind.comparing import Change
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts


class CannotResolve(Exception):
    """It was not done; the message says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One part of a variant's latest draft that is behind. ``again``: what deriving it once more would give."""

    part: Part
    change: Change
    again: Part | None

    @property
    def by_hand(self) -> bool:
        return self.part.by_hand


def draft_of(variant: Variant) -> Variant:
    """The latest draft, read now."""
    row: Variant = Variant.objects.get(pk=variant.pk).specific
    return row.get_latest_revision_as_object()


def findings(variant: Variant) -> list[Finding]:
    """The parts of the latest draft that are behind, in reading order.

    :param variant: what ``draft_of`` gave.
    """
    changes = judging.changes_of(variant)
    if not changes:
        return []
    again = counterparts(variant, changes)
    return [
        Finding(part, changes[part.where], again.get(part.where)) for part in parts(variant) if part.where in changes
    ]


def state_of(variant: Variant) -> str:
    """The very revisions a person is shown: given back with a decision, which is refused when they moved on."""
    row = Variant.objects.filter(pk=variant.pk).values_list(*judging.STATE).first()
    return judging.told(row) if row else ""


def confirm_sources(
    variant: Variant, wheres: Collection[str] | None = None, user: AbstractBaseUser | None = None, state: str = ""
) -> list[str]:
    """Take what the asset says now for the source of these parts (None: of all); their words stay as they are.

    A part of which nothing is left in the asset stays without a source, as one that was written by hand.

    :param state: what ``state_of`` gave when the person looked; empty: whatever is there.
    :returns: the labels of the parts confirmed.
    :raises CannotResolve: not allowed, locked, changed meanwhile, or none of these parts is behind.
    """
    with _held(variant, user, state) as draft:
        changes = judging.changes_of(draft)
        chosen = [part for part in parts(draft) if part.where in changes and (wheres is None or part.where in wheres)]
        _require(chosen)
        for part in chosen:
            source = changes[part.where].source
            renewed = dataclasses.replace(source, made=part.source.made).as_json() if source and part.source else None
            _set_source(draft, part, renewed)
        return _save(draft, chosen, "variants.confirm", user)


def derive_again(
    variant: Variant,
    wheres: Collection[str] | None = None,
    user: AbstractBaseUser | None = None,
    state: str = "",
    *,
    over_edits: bool = False,
) -> list[str]:
    """Put in place of these parts what deriving gives now; blocks keep their ids. None: of all that nobody has edited.

    :param over_edits: also where a person has edited the part; what they wrote is then only in the older revision.
    :returns: the labels of the parts derived again.
    :raises CannotResolve: not allowed, locked, changed meanwhile, edited by hand, or there is nothing to derive it from.
    """
    with _held(variant, user, state) as draft:
        found = findings(draft)
        if wheres is None:
            chosen = [each for each in found if each.again and not each.by_hand]
        else:
            chosen = [each for each in found if each.part.where in wheres]
            _require_derivable(chosen, over_edits)
        _require(chosen)
        for each in chosen:
            assert each.again is not None
            _replace(draft, each.part, each.again)
        return _save(draft, [each.part for each in chosen], "variants.derive_again", user)


def _require(chosen: Collection[Any]) -> None:
    if not chosen:
        raise CannotResolve(_("Nothing of that is behind any more."))


def _require_derivable(chosen: Collection[Finding], over_edits: bool) -> None:
    for each in chosen:
        if each.again is None:
            message = _("%s: the asset gives nothing to derive this from any more. Edit or delete it.")
            raise CannotResolve(message % each.part.label)
        if each.by_hand and not over_edits:
            message = _("%s was edited by hand; look at what would be lost first.")
            raise CannotResolve(message % each.part.label)


@contextmanager
def _held(variant: Variant, user: AbstractBaseUser | None, state: str) -> Iterator[Variant]:
    """The latest draft, with the page's row locked until the end of the ``with``; rights and state are checked."""
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=variant.pk)
        draft = draft_of(variant)
        if user is not None and not draft.permissions_for_user(user).can_edit():
            raise CannotResolve(_("You may not change “%s”; ask an administrator for it.") % draft.title)
        lock = draft.get_lock()
        if lock and user is not None and lock.for_user(user):
            raise CannotResolve(_("“%s” is locked; unlock it first.") % draft.title)
        if state and state != state_of(draft):
            raise CannotResolve(_("The variant or its asset was changed meanwhile. Look at it again, then decide."))
        yield draft


def _set_source(draft: Variant, part: Part, source: Mapping[str, Any] | None) -> None:
    if part.block is None:
        draft.field_sources = {name: value for name, value in draft.field_sources.items() if name != part.where}
        if source:
            draft.field_sources[part.where] = source
        return
    _rewrite(draft, part, lambda value: {**value, "source": source})


def _replace(draft: Variant, part: Part, again: Part) -> None:
    source = again.source.as_json() if again.source else None
    if part.block is None:
        setattr(draft, part.where, again.text)
        _set_source(draft, part, source)
        return
    _rewrite(draft, part, lambda _old: again.block.get_prep_value(again.value))


def _rewrite(draft: Variant, part: Part, change: Any) -> None:
    """Change the stored value of one block, wherever in the variant it stands; its id stays."""
    for name in draft.content_fields:
        stream = getattr(draft, name)
        if not isinstance(stream, StreamValue):
            continue
        rows = stream.get_prep_value()
        if any(raw.get("id") == part.where for raw in rows):
            for raw in rows:
                if raw.get("id") == part.where:
                    raw["value"] = change(raw["value"])
            setattr(draft, name, stream.stream_block.to_python(rows))


def _save(draft: Variant, chosen: Collection[Part], action: str, user: AbstractBaseUser | None) -> list[str]:
    labels = [part.label for part in chosen]
    revision: Revision = draft.save_revision(user=user, clean=False)
    log(instance=draft, action=action, user=user, revision=revision, data={"parts": labels}, content_changed=True)
    return labels
