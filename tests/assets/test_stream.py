"""Imported blocks as raw stream values: cut to the fields' limits, spelled as the editor spells them."""

from __future__ import annotations

import re

import pytest

from contenthub.assets.importers import Block
from contenthub.assets.stream import clip, raw_blocks
from contenthub.lib.html import to_text


def rich(text: str) -> str:
    return re.sub(r' data-block-key="\w+"', "", raw_blocks([Block("rich_text", {"html": text})], {})[0]["value"])


@pytest.mark.parametrize(
    ("imported", "stored"),
    [
        ("<p>A <strong>b</strong> <em>c</em></p>", "<p>A <b>b</b> <i>c</i></p>"),
        ("<p>One<br>two</p>", "<p>One<br/>two</p>"),
        ("<p><code>x</code> H<sub>2</sub>O m<sup>2</sup></p>", "<p><code>x</code> H<sub>2</sub>O m<sup>2</sup></p>"),
        ("<blockquote>Said</blockquote>", "<blockquote>Said</blockquote>"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol>", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        (
            '<p><a href="https://example.com/?a=1&amp;b=2">L</a></p>',
            '<p><a href="https://example.com/?a=1&amp;b=2">L</a></p>',
        ),
    ],
)
def test_rich_text_is_stored_as_the_editor_would_store_it(imported, stored):
    assert rich(imported) == stored
    assert rich(rich(imported)) == stored


@pytest.mark.parametrize(
    "imported",
    [
        "<ul><li><p>a</p><p>b</p></li><li>c</li></ul>",
        "<p>a</p><hr><p>b</p>",
        "<p><u>a</u> <s>b</s></p>",
        "a <b>bare</b> text",
    ],
)
def test_no_word_is_lost_on_the_way(imported):
    assert re.findall(r"\w+", to_text(rich(imported))) == re.findall(r"\w+", to_text(imported))


def test_a_text_is_cut_after_a_word():
    assert clip("one two three", 50) == "one two three"
    assert clip("one two three four", 12) == "one two…"
    assert clip("一二三四五六七八九十", 5) == "一二三四…"
    assert len(clip("x" * 900, 400)) == 400


def test_long_fields_are_cut_to_what_the_editor_takes():
    blocks = [
        Block("heading", {"level": 2, "text": "word " * 100}),
        Block("statistic", {"value": "9" * 99, "label": "word " * 100, "context": "word " * 200}),
    ]
    heading, statistic = (raw["value"] for raw in raw_blocks(blocks, {}))
    assert (heading["level"], len(heading["text"]) <= 300) == ("2", True)
    assert [len(statistic[name]) <= most for name, most in (("value", 60), ("label", 200), ("context", 400))] == [
        True
    ] * 3


def test_a_figure_without_its_picture_is_left_out():
    figure = Block("figure", {"image": "a", "alt": "", "caption": ""})
    assert raw_blocks([figure], {}) == []
    assert raw_blocks([figure], {"a": 7})[0]["value"]["image"] == 7
