"""What an asset says and where."""

from __future__ import annotations

import pytest

from contenthub.assets.contents import block_text, find_block, first_section, headings, section_of
from contenthub.assets.models import Asset

TABLE = {"data": [["Team", "Runs"], ["Red", None]], "first_row_is_table_header": True, "table_header_choice": "row"}
BODY = [
    ("rich_text", "<p>Before <b>any</b> heading.</p>"),
    ("heading", {"level": "2", "text": "Security"}),
    ("heading", {"level": "3", "text": "Operators"}),
    ("rich_text", "<p>One.</p><ul><li>Two</li></ul>"),
    ("statistic", {"value": "40%", "label": "of teams", "context": "40% of teams deploy on Fridays."}),
    ("quotation", {"text": "Small steps.", "speaker": "Ada", "role": "engineer"}),
    ("table", {"table": TABLE, "caption": "Runs"}),
    ("code", {"language": "python", "text": "print(1)"}),
    ("heading", {"level": "2", "text": "Costs"}),
    ("call_to_action", {"text": "Read it", "url": ""}),
]

# A page looks its locale up even when it is not saved.
pytestmark = pytest.mark.django_db


@pytest.fixture
def asset() -> Asset:
    asset = Asset(title="One")
    raw = [{"type": kind, "value": value, "id": f"id-{n}"} for n, (kind, value) in enumerate(BODY)]
    asset.body = asset.body.stream_block.to_python(raw)
    asset.key_points = asset.key_points.stream_block.to_python(
        [{"type": "point", "value": " A point. ", "id": "point-1"}]
    )
    return asset


def test_every_block_is_plain_text(asset):
    assert [block_text(block) for block in asset.body] == [
        "Before any heading.",
        "Security",
        "Operators",
        "One.\n\n- Two",
        "40% of teams\n40% of teams deploy on Fridays.",
        "Small steps.\nAda, engineer",
        "Runs\nTeam\tRuns\nRed",
        "print(1)",
        "Costs",
        "Read it",
    ]
    assert block_text(asset.key_points[0]) == "A point."


@pytest.mark.parametrize(
    ("block_id", "section"),
    [
        ("id-0", ""),
        ("id-1", "Security"),
        ("id-3", "Security › Operators"),
        ("id-9", "Costs"),
        ("point-1", "Key points"),
        ("nowhere", ""),
    ],
)
def test_a_blocks_section_is_the_headings_above_it(block_id, section, asset):
    assert section_of(asset, block_id) == section


def test_headings_come_with_their_anchor_and_level(asset):
    assert headings(asset) == [("id-1", 2, "Security"), ("id-2", 3, "Operators"), ("id-8", 2, "Costs")]


def test_the_first_section_ends_before_the_second(asset):
    assert [block.id for block in first_section(asset)] == [f"id-{n}" for n in range(8)]


def test_a_block_is_found_by_its_id(asset):
    assert block_text(find_block(asset, "id-8")) == "Costs"
    assert block_text(find_block(asset, "point-1")) == "A point."
    assert find_block(asset, "nowhere") is None


def test_an_empty_asset_has_nothing_to_say():
    empty = Asset(title="Empty")
    assert (headings(empty), first_section(empty), section_of(empty, "x")) == ([], [], "")
