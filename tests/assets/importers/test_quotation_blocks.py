from __future__ import annotations

import pytest

from contenthub.assets.importers import load
from tests.assets.importers.building import written


def blocks(tmp_path, text):
    return [(block.kind, block.value) for block in load(written(tmp_path, "a.md", f"# Title\n\n{text}\n")).blocks]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("> Small steps are the whole trick.", ("Small steps are the whole trick.", "", "")),
        (
            "> “Small steps are the whole trick.” — Ada Lee (CTO)",
            ("Small steps are the whole trick.", "Ada Lee", "CTO"),
        ),
        (
            "*“A pilot should know both of her engines”*\n(Jim Zee, https://example.com/1)",
            ("A pilot should know both of her engines", "Jim Zee", ""),
        ),
        ('"Nothing is as quiet as a good night."', ("Nothing is as quiet as a good night.", "", "")),
        ("> 小步发布就是全部的秘诀。\n>\n> ——王小明，发布工程师", ("小步发布就是全部的秘诀。", "王小明", "发布工程师")),
    ],
)
def test_words_said_become_a_quotation_with_who_said_them(tmp_path, text, quotation):
    assert blocks(tmp_path, text) == [("quotation", dict(zip(("text", "speaker", "role"), quotation, strict=True)))]


@pytest.mark.parametrize("text", ["> **Note:** mind the gap.", "> [!WARNING]\n> Mind the gap.", "> 注意：小心。"])
def test_a_note_set_as_a_quotation_stays_a_note(tmp_path, text):
    [(kind, value)] = blocks(tmp_path, text)
    assert kind == "rich_text"
    assert value["html"].startswith("<blockquote>")


def test_a_sentence_with_a_quoted_term_stays_text(tmp_path):
    assert blocks(tmp_path, "“Land grab” is what they call it.")[0][0] == "rich_text"
