"""What an importer found, as the raw value of an asset's StreamFields, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from contenthub.assets.blocks import RICH_TEXT_FEATURES
from contenthub.assets.importers import Block
from contenthub.assets.matching import BLOCK_KEY, Raw, sight

#: The longest text of the fields that have a limit (see ``contenthub.assets.blocks``).
LIMITS = {"heading": {"text": 300}, "statistic": {"value": 60, "label": 200, "context": 400}}
CAPTION = 400


def clip(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, cut after a word, with an ellipsis where something is missing."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _tail = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:，、；：") + "…"


def raw_points(points: Iterable[str]) -> list[Raw]:
    """Key points as the field's raw value, without ids."""
    return [{"type": "point", "value": point} for point in points]


def raw_blocks(blocks: Iterable[Block], images: dict[str, int]) -> list[Raw]:
    """Imported blocks as the body's raw value, without ids.

    ``images`` maps the figures' keys to image ids; a figure whose image is not there is left out.
    """
    found = ((block.kind, _raw_value(block, images)) for block in blocks)
    return [{"type": kind, "value": value} for kind, value in found if value is not None]


def _raw_value(block: Block, images: dict[str, int]) -> Any:
    value = block.value
    if block.kind == "rich_text":
        return _as_the_editor_would(value["html"])
    if block.kind == "figure":
        if value["image"] not in images:
            return None
        alt, caption = clip(value.get("alt", ""), CAPTION), clip(value.get("caption", ""), CAPTION)
        return {"image": images[value["image"]], "alt": alt, "caption": caption}
    if block.kind == "table":
        return {"table": _raw_table(value), "caption": clip(value.get("caption", ""), CAPTION)}
    if block.kind == "heading":
        value = {"level": str(value["level"]), "text": value["text"]}
    limits = LIMITS.get(block.kind, {})
    return {name: clip(part, limits[name]) if name in limits else part for name, part in value.items()}


def _as_the_editor_would(text: str) -> str:
    """The HTML as the rich text editor itself would store it.

    Otherwise merely opening an imported asset would change it, and Wagtail's autosave would make a revision of that.
    """
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    closed = re.sub(r"<(br|hr)\s*>", r"<\1/>", text)  # the converter takes an open <br> for one that is never closed
    return converter.to_database_format(converter.from_database_format(closed))


def _raw_table(value: dict[str, Any]) -> Raw:
    """The table as Wagtail's field keeps it; a merged cell names its span, and the cells it covers are hidden."""
    header, first_column = value["header"], bool(value.get("first_column"))
    raw = {
        "data": value["rows"],
        "first_row_is_table_header": header,
        "first_col_is_header": first_column,
        "table_header_choice": {(True, True): "both", (True, False): "row", (False, True): "column"}.get(
            (header, first_column), "neither"
        ),
        "table_caption": "",
    }
    spans = value.get("spans") or []
    if spans:
        names = ("row", "col", "rowspan", "colspan")
        raw["mergeCells"] = [dict(zip(names, span, strict=True)) for span in spans]
        raw["cell"] = [
            {"row": row + down, "col": column + across, "hidden": True}
            for row, column, rows, columns in spans
            for down in range(rows)
            for across in range(columns)
            if down or across
        ]
    return raw


def raw_of(stream: Any, base: Iterable[Raw] = ()) -> list[Raw]:
    """The blocks of a StreamField's value as raw values with ids.

    Rich text that is not as in ``base``, by id, is spelled as an import spells it: what remains then is a real change.
    """
    known = {raw["id"]: sight(raw) for raw in base}
    found = []
    for child in stream:
        raw: Raw = child.get_prep_value()
        if raw["type"] == "rich_text" and known.get(raw["id"]) != sight(raw):
            raw = {**raw, "value": _as_the_editor_would(raw["value"])}
        found.append(raw)
    return found


def imported_blocks(stream: Any) -> list[Block]:
    """A body as an importer would have found it, statistics and pictures left out: for ranking and the like."""
    found = []
    for raw in (child.get_prep_value() for child in stream):
        if raw["type"] == "rich_text":
            found.append(Block("rich_text", {"html": BLOCK_KEY.sub("", raw["value"])}))
        elif raw["type"] == "heading":
            found.append(Block("heading", {"level": int(raw["value"]["level"]), "text": raw["value"]["text"]}))
    return found


def stream_of(page: Any, name: str, raw: list[Raw]) -> Any:
    """Raw blocks as the value of one of the page's StreamFields."""
    return page._meta.get_field(name).stream_block.to_python(raw)
