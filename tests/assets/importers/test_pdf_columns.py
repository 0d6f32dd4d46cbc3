"""Reading order, of papers set with typst and of pages written in another order than they are read in."""

from __future__ import annotations

import re

import pytest
import typst

from contenthub.assets.importers import load
from tests.assets.importers.building import paragraph, pdf, written

SETTING = """
#set page(width: 420pt, height: 520pt, margin: 40pt, columns: 2)
#set text(size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true)
"""
PAPER = (
    SETTING
    + """
#place(top + center, float: true, scope: "parent", text(18pt)[*Lights along the northern coast*])
== The first light
"""
    + "\n\n".join(
        f"Keeper number {n} wrote down the height of the water every evening and sent the sheet to the harbour, where"
        f" an understanding clerk copied the measurements into book {n} before the mail boat came back from the islands."
        for n in range(1, 13)
    )
    + """
#place(top + center, float: true, scope: "parent",
  figure(rect(width: 200pt, height: 60pt, fill: red), caption: [The lights and the boats that saw them]))
== The second light
"""
    + "\n\n".join(
        f"Boat number {n} passed the second light at night and counted its turns, because the chart of the year before"
        f" had shown it wrongly and nobody had complained about page {n} of it until the winter gales began."
        for n in range(1, 8)
    )
)


def blocks(tmp_path, data):
    return load(written(tmp_path, "lights.pdf", data))


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return blocks(tmp_path_factory.mktemp("columns"), typst.compile(PAPER.encode()))


def paragraphs(result):
    html = "".join(block.value["html"] for block in result.blocks if block.kind == "rich_text")
    return [" ".join(text.split()) for text in re.findall(r"<p>(.*?)</p>", html, re.S)]


def test_two_columns_are_read_one_after_the_other(paper):
    found = [int(n) for text in paragraphs(paper) for n in re.findall(r"^(?:Keeper|Boat) number (\d+)", text)]
    assert found == [*range(1, 13), *range(1, 8)]


def test_a_paragraph_goes_on_in_the_next_column_and_past_a_wide_figure(paper):
    keepers = [text for text in paragraphs(paper) if text.startswith("Keeper")]
    for n, text in enumerate(keepers, 1):
        assert text == (
            f"Keeper number {n} wrote down the height of the water every evening and sent the sheet to the harbour, where"
            f" an understanding clerk copied the measurements into book {n} before the mail boat came back from the islands."
        )


def test_a_title_across_both_columns_is_the_title(paper):
    assert paper.title == "Lights along the northern coast"
    assert [block.value["text"] for block in paper.blocks if block.kind == "heading"] == [
        "The first light",
        "The second light",
    ]


LEFT = [f"The left column says in line {n} what" for n in range(1, 9)] + ["ends on the left."]
RIGHT = [f"The right column adds in line {n} what" for n in range(1, 9)] + ["ends on the right."]


def column_page(order):
    lines = {}
    for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        lines["left", n] = paragraph(600 - 13 * n, left, size=10)
        lines["right", n] = paragraph(600 - 13 * n, right, size=10, left=320)
    wide = paragraph(
        640, "A sentence that stands above them both and is as wide as the whole page is, from edge to edge."
    )
    return [*wide, *(words for key in sorted(lines, key=order) for words in lines[key])]


@pytest.mark.parametrize(
    "order", [lambda key: key[1], lambda key: (key[0] == "left", key[1]), lambda key: key], ids=["across", "right first", "as read"]
)  # fmt: skip
def test_columns_are_told_by_where_they_stand_and_not_by_when_they_were_drawn(tmp_path, order):
    text = " ".join(paragraphs(blocks(tmp_path, pdf([column_page(order)]))))
    places = [text.index(line) for line in ["A sentence that stands above", *LEFT, *RIGHT]]
    assert places == sorted(places)


def test_lines_of_one_column_drawn_from_below_are_read_from_above(tmp_path):
    lines = paragraph(700, *(f"This is sentence number {n} of a page that was drawn upside down." for n in range(1, 9)))
    text = " ".join(paragraphs(blocks(tmp_path, pdf([lines[::-1]]))))
    assert [int(n) for n in re.findall(r"number (\d)", text)] == list(range(1, 9))


def test_names_and_numbers_side_by_side_are_no_columns(tmp_path):
    rows = [
        words
        for n in range(9)
        for words in (*paragraph(600 - 13 * n, f"Harbour {n}"), *paragraph(600 - 13 * n, f"{n} boats", left=320))
    ]
    text = " ".join(paragraphs(blocks(tmp_path, pdf([rows]))))
    assert text.index("Harbour 1") < text.index("1 boats") < text.index("Harbour 2")
