"""The document's own table of contents is left out, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from contenthub.assets.importers import load
from tests.assets.importers.building import written

LINKS = "* [One](#one)\n    * [Deep](#deep)\n* [Two](#two)\n"
REST = "\n## One\n\nFirst words of it.\n\n## Two\n\nSecond words of it.\n"


@pytest.mark.parametrize(
    "contents",
    [
        f"## Table of Contents\n\n{LINKS}",
        f"Table of Contents\n=================\n\n{LINKS}",
        f"**Contents**\n\n{LINKS}",
        LINKS,
        "[[toc]]\n",
        "## Contents\n\nOne ........ 3\n\nTwo ........ 12\n",
        "## 目录\n\n[TOC]\n",
    ],
)
def test_a_table_of_contents_is_left_out_with_a_warning(tmp_path, contents):
    result = load(written(tmp_path, "a.md", f"# Title\n\n{contents}{REST}"))
    assert [block.value["text"] for block in result.blocks if block.kind == "heading"] == ["One", "Two"]
    assert [block.kind for block in result.blocks] == ["heading", "rich_text", "heading", "rich_text"]
    assert result.warnings == ["The table of contents was left out; the page makes its own from the headings."]


def test_an_index_with_words_of_its_own_stays(tmp_path):
    result = load(written(tmp_path, "a.md", f"# Title\n\n## Index\n\nThe index rose by 3%.\n{REST}"))
    assert result.blocks[0].value["text"] == "Index"
    assert result.warnings == []


def test_links_to_places_in_the_document_become_their_text(tmp_path):
    result = load(written(tmp_path, "a.md", "# Title\n\nSee [part two](#two) and [us](https://example.com).\n"))
    assert result.blocks[0].value["html"] == '<p>See part two and <a href="https://example.com">us</a>.</p>'
