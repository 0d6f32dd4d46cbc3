"""What an asset says and where: its blocks as plain text, its headings, the section a block stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from contenthub.lib import html

if TYPE_CHECKING:
    from contenthub.assets.models import Asset

SEPARATOR = " › "
SECTION_LEVEL = 2


class Heading(NamedTuple):
    """One heading; ``id`` is its block's id, which is also its anchor on the public page (``#<id>``)."""

    id: str
    level: int
    text: str


def _rich_text(value: Any) -> str:
    return html.to_text(value.source)


def _statistic(value: Any) -> str:
    return "\n".join(part for part in (f"{value['value']} {value['label']}".strip(), value["context"]) if part)


def _quotation(value: Any) -> str:
    said_by = ", ".join(part for part in (value["speaker"], value["role"]) if part)
    return "\n".join(part for part in (value["text"], said_by) if part)


def _figure(value: Any) -> str:
    parts = [value["caption"], value["alt"] if value["alt"] != value["caption"] else ""]
    return "\n".join(part for part in parts if part)


def _table(value: Any) -> str:
    rows = (value["table"] or {}).get("data") or []
    lines = ["\t".join(str(cell or "") for cell in row) for row in rows]
    return "\n".join([value["caption"] or "", *lines]).strip()


READERS = {
    "rich_text": _rich_text,
    "statistic": _statistic,
    "quotation": _quotation,
    "figure": _figure,
    "table": _table,
}


def block_text(block: Any) -> str:
    """A block of an asset's body or key points (a ``StreamChild``) as plain text.

    A figure gives caption and alternative text, a table a line per row with cells parted by tabs, a quotation its words
    and on a second line who said them, code and a call to action their text.
    """
    reader = READERS.get(block.block_type)
    if reader:
        text = reader(block.value)
    else:
        text = block.value if isinstance(block.value, str) else str(block.value.get("text") or "")
    return text.replace("\r\n", "\n").strip()  # browsers send a text area's lines with CR LF


def blocks(asset: Asset) -> Iterator[Any]:
    """Every block that has an id of its own: the key points, then the body."""
    yield from asset.key_points
    yield from asset.body


def find_block(asset: Asset, block_id: str) -> Any | None:
    """The block of this id among key points and body, or None."""
    return next((block for block in blocks(asset) if block.id == block_id), None)


def headings(asset: Asset) -> list[Heading]:
    """The headings of the body in order."""
    return [
        Heading(block.id, int(block.value["level"]), block.value["text"].strip())
        for block in asset.body
        if block.block_type == "heading"
    ]


def section_of(asset: Asset, block_id: str) -> str:
    """The headings above a block, from the outermost, such as "Security › Operator Developer"; its own for a heading.

    "Key points" for a key point; "" before the first heading and for an id that is not in the asset.
    """
    return next((section for name, section in sections(asset) if name == block_id), "")


def sections(asset: Asset) -> Iterator[tuple[str, str]]:
    """(block id, what ``section_of`` says of it) for every block, key points first."""
    for point in asset.key_points:
        yield point.id, _("Key points")
    path: list[tuple[int, str]] = []
    for block in asset.body:
        if block.block_type == "heading":
            level = int(block.value["level"])
            path = [(above, text) for above, text in path if above < level] + [(level, block.value["text"].strip())]
        yield block.id, SEPARATOR.join(text for _level, text in path)


def first_section(asset: Asset) -> list[Any]:
    """The body's blocks up to its second section heading: what a reader may see before asking for the whole."""
    shown: list[Any] = []
    sections = 0
    for block in asset.body:
        sections += block.block_type == "heading" and int(block.value["level"]) <= SECTION_LEVEL
        if sections > 1:
            break
        shown.append(block)
    return shown
