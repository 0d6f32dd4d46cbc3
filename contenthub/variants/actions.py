"""What is done to variants: made from an asset, approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from contenthub.assets.models import Asset
from contenthub.variants import checks, registry
from contenthub.variants.languages import in_language
from contenthub.variants.models import Variant
from contenthub.variants.problem import CannotApprove, CannotDerive

__all__ = ["CannotApprove", "CannotDerive", "approve", "derive", "latest"]


def derive(
    asset: Asset,
    kinds: list[str] | None = None,
    user: AbstractBaseUser | None = None,
    *,
    again: bool = False,
    language: str | None = None,
    choices: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Variant]:
    """Make a draft of each kind below the asset, from its latest revision (a draft of the asset, where there is one).

    A variant of the same kind and revision that nobody has changed, approved or not, is returned instead of a second
    one, unless ``again``.
    All or nothing.

    :param kinds: names of kinds; None: all of them.
    :param user: who does it; their permission is checked. None: a command.
    :param language: another than the asset's: the drafts are made from its translation, and stand below that.
    :param choices: what an editor chose for a kind, by its name: ``{"video_script": {"seconds": 30}}``.
    :raises CannotDerive: no such kind, too little in the asset, no translation, or not allowed.
    """
    asset = in_language(asset, language) if language else asset
    names = list(dict.fromkeys(kinds)) if kinds else registry.names()
    if unknown := [name for name in names if name not in registry.names()]:
        values = {"kind": unknown[0], "kinds": ", ".join(registry.names())}
        raise CannotDerive(_("There is no kind “%(kind)s”; there are: %(kinds)s.") % values)
    if user is not None and not asset.permissions_for_user(user).can_add_subpage():
        raise CannotDerive(_("You may not add pages below “%s”; ask an administrator for it.") % asset.title)
    with transaction.atomic():
        parent = Asset.objects.select_for_update().get(pk=asset.pk)
        revision = parent.get_latest_revision() or parent.save_revision(user=user, changed=False)
        content = revision.as_object()
        _require_content(content)
        chosen = choices or {}
        return [_derive(parent, content, revision.pk, name, user, again, chosen.get(name, {})) for name in names]


def approve(variant: Variant, user: AbstractBaseUser | None = None) -> Variant:
    """Publish the latest revision, which is what *approved* means; through the workflow's task where one is under way.

    :param user: who does it; their permission is checked. None: a command, which may do everything.
    :returns: the variant as it now stands.
    :raises CannotApprove: a check found an error, or the user may not.
    """
    with transaction.atomic():
        variant = Variant.objects.select_for_update().get(pk=variant.pk).specific
        content = latest(variant)
        if found := checks.errors(content):
            reasons = " ".join(str(problem.message) for problem in found)
            raise CannotApprove(
                _("“%(title)s” cannot be approved. %(reasons)s") % {"title": variant, "reasons": reasons}
            )
        task_state = variant.current_workflow_task_state
        if task_state:
            _approve_task(variant, task_state, user)
        else:
            _publish(variant, content, user)
    variant = Variant.objects.get(pk=variant.pk).specific
    if variant.has_unpublished_changes or not variant.live:
        raise CannotApprove(_("Your approval is noted; “%s” waits for the next task of its workflow.") % variant)
    return variant


def latest(variant: Variant) -> Variant:
    """The variant as its editors see it: the latest revision, drafts included."""
    specific: Variant = variant.specific
    return specific.get_latest_revision_as_object()


def _require_content(asset: Asset) -> None:
    said = asset.summary.strip() or any(point.value.strip() for point in asset.key_points)
    if not asset.title.strip() or not (said or any(block.block_type == "rich_text" for block in asset.body)):
        message = _("“%s” has neither a summary nor key points nor text; write or import some first.")
        raise CannotDerive(message % asset.title)


def _derive(
    parent: Asset,
    content: Asset,
    revision_id: int,
    name: str,
    user: AbstractBaseUser | None,
    again: bool,
    choices: Mapping[str, Any],
) -> Variant:
    draft = registry.get(name).derive(content, revision_id, **choices)
    existing = list(Variant.objects.of(parent).filter(kind_name=name).order_by("pk").specific())
    if not again:
        for variant in existing:
            if variant.asset_revision_id == revision_id and _same(latest(variant), draft):
                return variant
    if existing:
        draft.title = draft.draft_title = f"{draft.title[:248]} ({len(existing) + 1})"
    draft.slug = _free_slug(parent, draft.slug)
    draft.owner = user
    parent.add_child(instance=draft)
    revision = draft.save_revision(user=user, log_action=False)
    log(instance=draft, action="wagtail.edit", user=user, revision=revision)
    return draft


def _same(one: Variant, other: Variant) -> bool:
    """Whether two variants hold the same content, block ids and sources included."""
    names = [*one.content_fields, *one.chosen_fields, "field_sources"]
    return all(_stored(one, name) == _stored(other, name) for name in names)


def _stored(variant: Variant, name: str) -> Any:
    field = variant._meta.get_field(name)
    return field.get_prep_value(getattr(variant, name)) if name != "field_sources" else variant.field_sources


def _free_slug(parent: Asset, wanted: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def _publish(variant: Variant, content: Variant, user: AbstractBaseUser | None) -> None:
    if user is not None and not variant.permissions_for_user(user).can_publish():
        raise CannotApprove(_("You may not approve “%s”; submit it for approval instead.") % variant)
    revision = variant.get_latest_revision() or content.save_revision(user=user)
    revision.publish(user=user)


def _approve_task(variant: Variant, task_state: TaskState, user: AbstractBaseUser | None) -> None:
    task = task_state.task.specific
    if user is not None and "approve" not in [action[0] for action in task.get_actions(variant, user)]:
        raise CannotApprove(
            _("“%(title)s” waits for “%(task)s”; you may not approve that.") % {"title": variant, "task": task.name}
        )
    try:
        task.on_action(task_state, user, "approve")
    except PermissionDenied as error:
        raise CannotApprove(_("“%s” was decided by someone else in the meantime.") % variant) from error
