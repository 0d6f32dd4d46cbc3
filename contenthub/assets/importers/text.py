"""Plain text: headings are guessed from numbering and from short lines, bullets become lists, the rest paragraphs."""

from __future__ import annotations

import re
from html import escape

from contenthub.assets.importers.decoding import decoded
from contenthub.assets.importers.front_matter import taken_off
from contenthub.assets.importers.pictures import Pictures
from contenthub.assets.importers.source import Draft, Source
from contenthub.assets.importers.text_lines import Line, read_lines

LABEL = "Plain text"
ENDINGS = (".txt", ".text")


def read(source: Source) -> Draft:
    """The file as HTML."""
    warnings: list[str] = []
    front_matter, text = taken_off(decoded(source.data, warnings), warnings)
    return Draft(to_html(read_lines(text)), Pictures(None), warnings=warnings, front_matter=front_matter)


def to_html(lines: list[Line]) -> str:
    """Lines, each told what it is, as HTML. Items whose list opens with "these:" stand below such items."""
    parts: list[str] = []
    items: list[Line] = []
    for line in lines:
        if items and (line.kind != items[0].kind or not line.is_item):
            parts.append(_list(items))
            items = []
        if line.is_item:
            items.append(line)
        elif line.kind == "heading":
            parts.append(f"<h{line.level}>{escape(line.text)}</h{line.level}>")
        else:
            parts.append(f"<p>{escape(line.text)}</p>")
    if items:
        parts.append(_list(items))
    return "\n".join(parts)


def _list(items: list[Line]) -> str:
    tag = "ol" if items[0].kind == "number" else "ul"
    if not _leads(items[0]) or all(_leads(item) for item in items):
        return f"<{tag}>{''.join(f'<li>{escape(item.text)}</li>' for item in items)}</{tag}>"
    groups: list[list[Line]] = []
    for item in items:
        if _leads(item):
            groups.append([item])
        else:
            groups[-1].append(item)
    return f"<{tag}>{''.join(map(_group, groups))}</{tag}>"


def _group(items: list[Line]) -> str:
    inner = "".join(f"<li>{escape(item.text)}</li>" for item in items[1:])
    return f"<li>{escape(items[0].text)}{f'<ul>{inner}</ul>' if inner else ''}</li>"


def _leads(item: Line) -> bool:
    return re.search(r"[:：]$", item.text) is not None
