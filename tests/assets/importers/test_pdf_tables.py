"""Tables of papers set with typst: ruled, filled, striped, with merged cells; and drawings that are none."""

from __future__ import annotations

import pytest
import typst

from contenthub.assets.importers import load
from tests.assets.importers.building import written

PAPER = """
#set page(width: 420pt, height: 800pt, margin: 40pt)
#set text(size: 10pt, lang: "en", hyphenate: true)
= Harbour tables
The keepers wrote down how many boats came before the storm.
#figure(
  table(columns: (80pt, 60pt, 60pt),
    table.header([*Harbour*], [*Boats*], [*Share*]),
    [North], [12], [40%],
    [South with the longest #link("https://example.org/pier")[quay] of the coast], [18], [60%]),
  caption: [Boats by harbour])
Words that stand between two tables.
#table(columns: (1fr, 1fr, 1fr), stroke: none,
  fill: (_, y) => if y == 0 { navy.lighten(60%) } else if calc.even(y) { luma(230) } else { luma(245) },
  [Light], [Height], [Year], [First], [30 m], [1901], [Second], [25 m], [1910])
#table(columns: (1fr, 1fr), stroke: none, fill: (_, y) => if calc.even(y) { luma(230) },
  [Rope], [4], [Nails], [200], [Tar], [1])
#table(columns: 3, table.cell(colspan: 2)[Both], [One], table.cell(rowspan: 2)[Tall], [a], [b], [c], [d])
#table(columns: 3, [], [*Calm*], [*Gale*], [*Dawn*], [3], [5], [*Dusk*], [4], [6])
#rect(width: 100%)[A box drawn around words is no table.]
#block(fill: luma(240), inset: 8pt)[Neither is a filled one.]
#box(width: 200pt, height: 90pt, {
  for i in range(6) { place(bottom + left, dx: 30pt * i, rect(width: 30pt, height: 12pt * (i + 1), fill: blue)) }
  for i in range(4) { place(top + left, dy: 25pt * i, line(length: 200pt)) }
})

Words after the chart.
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return load(written(tmp_path_factory.mktemp("tables"), "harbour.pdf", typst.compile(PAPER.encode())))


@pytest.fixture(scope="module")
def tables(result):
    return [block.value for block in result.blocks if block.kind == "table"]


def test_a_ruled_table_keeps_its_rows_header_and_caption(tables):
    assert tables[0]["rows"] == [
        ["Harbour", "Boats", "Share"],
        ["North", "12", "40%"],
        ["South with the longest quay (https://example.org/pier) of the coast", "18", "60%"],
    ]
    assert tables[0]["header"] is True
    assert tables[0]["caption"] == "Table 1: Boats by harbour"


def test_a_table_of_filled_cells_takes_its_header_from_the_colour(tables):
    assert tables[1]["rows"] == [["Light", "Height", "Year"], ["First", "30 m", "1901"], ["Second", "25 m", "1910"]]
    assert tables[1]["header"] is True
    assert tables[1]["caption"] == ""


def test_white_rows_between_coloured_ones_belong_to_the_table(tables):
    assert tables[2]["rows"] == [["Rope", "4"], ["Nails", "200"], ["Tar", "1"]]
    assert tables[2]["header"] is False


def test_cells_no_rule_parts_are_one(tables):
    assert tables[3]["rows"] == [["Both", "", "One"], ["Tall", "a", "b"], ["", "c", "d"]]
    assert tables[3]["spans"] == [(0, 0, 1, 2), (1, 0, 2, 1)]


def test_a_first_column_in_bold_names_the_rows(tables):
    assert tables[4]["rows"] == [["", "Calm", "Gale"], ["Dawn", "3", "5"], ["Dusk", "4", "6"]]
    assert tables[4]["header"] is True
    assert tables[4]["first_column"] is True


def test_boxes_and_charts_are_no_tables_and_keep_their_words(result, tables):
    assert len(tables) == 5
    text = "".join(block.value["html"] for block in result.blocks if block.kind == "rich_text")
    assert "<p>A box drawn around words is no table.</p>" in text
    assert "<p>Neither is a filled one.</p>" in text
    assert "<p>Words after the chart.</p>" in text


def test_the_words_of_a_table_are_not_said_twice_and_stand_in_their_place(result):
    kinds = [block.kind for block in result.blocks]
    assert kinds == ["rich_text", "table", "rich_text", "table", "table", "table", "table", "rich_text"]
    text = "".join(block.value["html"] for block in result.blocks if block.kind == "rich_text")
    assert not any(word in text for word in ("Boats", "Dusk", "1910", "Nails"))
