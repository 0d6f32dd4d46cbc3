"""What must be filled in before a variant can go out; drafts may be saved without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``empty``, ``no_alt`` and ``no_source``."""
    for part in parts:
        if part.block is None:
            if not part.text.strip() and not variant._meta.get_field(part.where).blank:
                yield Problem("empty", _("“%s” is empty; fill it in.") % part.label, where=part.where)
        else:
            yield from _block(part)
    for part in parts:
        if part.text.strip() and part.source is None and part.where not in variant.unsourced_fields:
            message = _("%s was written by hand and names no source in the asset.") % part.label
            yield Problem("no_source", message, "warning", part.where)


def _block(part: Part) -> Iterator[Problem]:
    for name in part.block.needs:
        if not part.value.get(name):
            message = _("%(block)s: “%(name)s” is empty; fill it in or delete the block.")
            label = part.block.child_blocks[name].label
            yield Problem("empty", message % {"block": part.label, "name": label}, where=part.where)
    if part.value.get("image") and "alt" in part.value and not (part.value["alt"] or "").strip():
        message = _("%s: the picture has no alternative text; say what it shows.") % part.label
        yield Problem("no_alt", message, where=part.where)
