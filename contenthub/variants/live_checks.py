"""A variant as its edit form stands, unsaved, and what the checks say to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import StreamField

from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from contenthub.variants.problem import Problem


def typed(variant: Variant, request: HttpRequest) -> tuple[Variant, list[str]]:
    """The variant with what the form holds, and the labels of fields that could not be read and stay as saved.

    Nothing is saved. Blocks that Wagtail would not accept yet (too long, half filled in) are taken as they are.
    """
    data: QueryDict = request.POST.copy()
    data["title"] = data.get("title") or variant.title
    data["slug"] = data.get("slug") or str(uuid.uuid4())
    form_class = variant.get_edit_handler().get_form_class()
    form = form_class(data, instance=variant, parent_page=variant.get_parent().specific, for_user=request.user)
    form.defer_required_fields()
    form.is_valid()
    unread = []
    for name in variant.content_fields:
        if name not in form.errors:
            continue
        if isinstance(variant._meta.get_field(name), StreamField):
            widget = form.fields[name].widget
            stream = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            for child in stream:
                _take(child.block, child.value)
            setattr(variant, name, stream)
        elif isinstance(raw := form.data.get(form.add_prefix(name)), str):
            setattr(variant, name, raw)
        else:
            unread.append(str(form.fields[name].label))
    return variant, unread


def _take(block: Any, value: Any) -> Any:
    """A block's value as it would be stored; text that is too long or missing stays, what is no value at all becomes none."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = _take(child, value.get(name))
        return value
    try:
        return block.clean(value)
    except ValidationError:
        text = isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.ListBlock)
        return value if text else block.get_default()


def described(variant: Variant, found: list[Problem], unread: list[str] | None = None) -> dict[str, Any]:
    """The findings for the editor's panel, errors first: ``{errors, warnings, verdict, unread, problems}``.

    ``anchor`` of a problem is the id of the element it is about on the edit screen, "" for the whole variant.
    """
    ids = {part.where for part in parts(variant) if part.block is not None}
    ordered = sorted(found, key=lambda problem: problem.severity != "error")
    rows = [{**problem.as_json(), "anchor": _anchor(variant, problem.where, ids)} for problem in ordered]
    errors = sum(problem.severity == "error" for problem in found)
    return {
        "errors": errors,
        "warnings": len(found) - errors,
        "verdict": verdict(errors, len(found) - errors),
        "unread": [_("“%s” was checked as last saved.") % label for label in unread or []],
        "problems": rows,
    }


def verdict(errors: int, warnings: int) -> str:
    """One sentence for both numbers."""
    look = ngettext("%(count)s thing to look at", "%(count)s things to look at", warnings) % {"count": warnings}
    if errors:
        text = ngettext(
            "%(count)s error keeps this from being approved",
            "%(count)s errors keep this from being approved",
            errors,
        ) % {"count": errors}
        return f"{text}; {look}." if warnings else f"{text}."
    return f"{look}." if warnings else str(_("Nothing found: nothing stands against approving this."))


def url(variant: Variant) -> str:
    """Where the edit form is sent to be checked."""
    return reverse("variants:checks", args=[variant.pk])


def _anchor(variant: Variant, where: str, ids: set[str]) -> str:
    if where in ids:
        return f"block-{where}-section"
    names = {field.name for field in variant._meta.get_fields()}
    if where not in names:
        return ""
    return f"id_{where}"
