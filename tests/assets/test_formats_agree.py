"""One document in three formats says the same: key points, statistics, facts."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text
from contenthub.assets.models import Asset

TITLE = "Harbour Study"
PARTS = [
    (0, "Ships that call ahead wait less in every harbour that we visited during the long and stormy winter."),
    (2, "Waiting"),
    (0, "The harbour office cut waiting times by 35% after it began to publish the tide tables every morning."),
    (0, "Captains who read the tide tables every morning plan their arrival better than captains who do not."),
    (2, "Crews"),
    (0, "Crews that rest for a full night make fewer mistakes when they moor the ship in a crowded harbour."),
    (0, "In May 2024 the study had cost $1.2 million and reached two thirds of the harbours on the coast."),
]


def markdown(folder: Path) -> Path:
    lines = [f"{'#' * level} {text}" if level else text for level, text in [(1, TITLE), *PARTS]]
    path = folder / "harbour.md"
    path.write_text("\n\n".join(lines))
    return path


def html(folder: Path) -> Path:
    lines = [f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in [(1, TITLE), *PARTS]]
    path = folder / "harbour.html"
    path.write_text(f"<!doctype html><html lang=en><title>{TITLE}</title><body>{''.join(lines)}</body></html>")
    return path


def word(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for level, text in PARTS:
        if level:
            document.add_heading(text, level - 1)
        else:
            document.add_paragraph(text)
    path = folder / "harbour.docx"
    document.save(str(path))
    return path


def said(path: Path) -> dict[str, list]:
    asset = Asset.objects.get(pk=import_asset(path).asset_id)
    order = {block.id: n for n, block in enumerate([*asset.key_points, *asset.body])}
    rows = sorted(asset.facts.all(), key=lambda row: (order[row.block_id], row.start))
    return {
        "summary": [asset.summary],
        "points": [block.value for block in asset.key_points],
        "statistics": [block_text(block) for block in asset.body if block.block_type == "statistic"],
        "facts": [(row.kind, row.text, row.value, row.unit, row.start, row.end) for row in rows],
    }


@pytest.mark.parametrize("other", [word, html])
def test_the_formats_say_the_same(other, libraries, tmp_path):
    found = said(markdown(tmp_path))
    assert found == said(other(tmp_path))
    assert len(found["points"]) >= 3
    assert found["statistics"]
    assert {"percentage", "date", "money", "fraction"} <= {fact[0] for fact in found["facts"]}
