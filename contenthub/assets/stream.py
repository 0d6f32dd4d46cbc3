"""What an importer found, as the raw value of an asset's StreamFields, with the ids of blocks that were there before."""

from __future__ import annotations

import difflib
import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from contenthub.assets.blocks import RICH_TEXT_FEATURES
from contenthub.assets.importers import Block

Raw = dict[str, Any]

#: The longest text of the fields that have a limit (see ``contenthub.assets.blocks``).
LIMITS = {"heading": {"text": 300}, "statistic": {"value": 60, "label": 200, "context": 400}}
CAPTION = 400
#: What the editor ties comments to; it means nothing to a reader.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


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


def keep_ids(old: list[Raw], new: list[Raw]) -> tuple[int, int, int]:
    """Put the equal block of ``old`` in the place of every block of ``new`` that has one, in the same order; give the
    others an id of their own.

    Two blocks are equal when a reader would see the same. Returns how many were kept, are new, are gone.
    """
    pairs = difflib.SequenceMatcher(None, [_sight(raw) for raw in old], [_sight(raw) for raw in new], autojunk=False)
    kept = 0
    for start_old, start_new, length in pairs.get_matching_blocks():
        for step in range(length):
            new[start_new + step] = old[start_old + step]
        kept += length
    for raw in new:
        raw.setdefault("id", str(uuid.uuid4()))
    return kept, len(new) - kept, len(old) - kept


def _sight(raw: Raw) -> str:
    """What a reader sees of a block."""
    value = raw["value"]
    if raw["type"] == "rich_text":
        value = BLOCK_KEY.sub("", _as_the_editor_would(value))
    elif raw["type"] == "table":
        table = value["table"] or {}
        rows = [[str(cell or "") for cell in row] for row in table.get("data") or []]
        value = [rows, bool(table.get("first_row_is_table_header")), value["caption"]]
    sight = json.dumps([raw["type"], value], sort_keys=True, ensure_ascii=False, default=str)
    return sight.replace("\\r\\n", "\\n")  # browsers send a text area's lines with CR LF
