"""A short mark of a part's content, by which a part that was edited by hand is told from one that was only derived."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from typing import Any

#: What the rich text editor ties comments to; it means nothing to a reader.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def fingerprint(value: Any) -> str:
    """The mark of a field's text, or of a block's value as stored.

    A part that went through the editor unchanged keeps its mark: line ends, entities and what is empty do not count.
    """
    said = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(html.unescape(_BLOCK_KEY.sub("", value)).split())
    if isinstance(value, Mapping):
        if value.get("type") == "item" and "value" in value:  # one of a list, as stored
            return _plain(value["value"])
        pairs = ((str(name), _plain(part)) for name, part in value.items() if name != "source")
        return {name: part for name, part in pairs if part not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
