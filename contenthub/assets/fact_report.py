"""The facts of an asset as people read them: by section, in order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from contenthub.assets import contents

if TYPE_CHECKING:
    from contenthub.assets.models import Asset, Fact

#: {kind: (what people call it, icon)}
KINDS: dict[str, tuple[Any, str]] = {
    "number": (_("Number"), "decimal"),
    "percentage": (_("Percentage"), "hub-percent"),
    "fraction": (_("Fraction"), "hub-percent"),
    "money": (_("Money"), "hub-money"),
    "date": (_("Date"), "date"),
    "range": (_("Range"), "hub-range"),
    "quotation": (_("Quotation"), "openquote"),
}


def by_section(asset: Asset) -> list[tuple[str, list[Fact]]]:
    """(section, its facts) in order of the text; ``asset`` is the object as it stands in its latest revision."""
    stored: dict[str, list[Fact]] = {}
    for row in asset.facts.all():
        stored.setdefault(row.block_id, []).append(row)
    groups: list[tuple[str, list[Fact]]] = []
    for block_id, section in contents.sections(asset):
        rows = stored.get(block_id)
        if rows and groups and groups[-1][0] == section:
            groups[-1][1].extend(rows)
        elif rows:
            groups.append((section, list(rows)))
    return groups
