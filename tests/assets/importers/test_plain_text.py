from __future__ import annotations

from contenthub.assets.importers import load
from tests.assets.importers.building import written

ESSAY = """大多数故障始于一次变更,而变更往往发生在周五。安静的发布由此而来,它让每一步都足够小。
一、 小步发布,持续观察
它有两个要点:
- 步子要小: 每次只改动一处,并且随时可以撤回。
- *夜里要静*: 不在周五发布。
二、 怎样开始
可以从这里开始:
- 准备:
- 写下每一步。
- 约好时间。
- 观察:
- 连续看十分钟。
"""
WRAPPED = """QUIET DEPLOYMENTS
=================

Most outages begin with a change. In the past year we have looked at
a hundred and twenty teams, and nearly half of them deployed their
changes on a Friday, when nobody was there to watch what they would
do to the night that followed.

1. What we saw

Teams that deploy in small steps recover faster than all the others
do, and they know it.
"""


def headings(result):
    return [block.value["text"] for block in result.blocks if block.kind == "heading"]


def test_numbered_lines_of_a_chinese_essay_are_headings(tmp_path):
    result = load(written(tmp_path, "essay.zh.txt", ESSAY))
    assert headings(result) == ["一、 小步发布,持续观察", "二、 怎样开始"]
    assert (result.title, result.language) == ("Essay", "zh-hans")


def test_items_under_an_item_that_ends_in_a_colon_stand_below_it(tmp_path):
    html = load(written(tmp_path, "essay.txt", ESSAY)).blocks[-1].value["html"]
    assert html.endswith(
        "<ul><li>准备:<ul><li>写下每一步。</li><li>约好时间。</li></ul></li><li>观察:<ul><li>连续看十分钟。</li></ul></li></ul>"
    )


def test_stars_left_over_from_another_format_are_taken_off(tmp_path):
    assert "<li>夜里要静: 不在周五发布。</li>" in str(load(written(tmp_path, "essay.txt", ESSAY)).blocks)


def test_text_broken_at_a_fixed_width_is_joined_to_paragraphs(tmp_path):
    result = load(written(tmp_path, "quiet.txt", WRAPPED))
    assert result.title == "QUIET DEPLOYMENTS"
    assert headings(result) == ["1. What we saw"]
    assert result.blocks[0].value["html"].count("<p>") == 1


def test_text_that_is_not_utf_8_is_read_as_gb_18030_with_a_warning(tmp_path):
    result = load(written(tmp_path, "essay.txt", ESSAY.encode("gb18030")))
    assert headings(result)[0] == "一、 小步发布,持续观察"
    assert "read as GB 18030" in result.warnings[0]


def test_a_byte_order_mark_says_how_to_read_it(tmp_path):
    result = load(written(tmp_path, "essay.txt", ESSAY.encode("utf-16")))
    assert result.language == "zh-hans"
    assert not any("GB 18030" in warning for warning in result.warnings)


def test_markup_in_plain_text_stays_text(tmp_path):
    result = load(
        written(tmp_path, "a.txt", "A title\n\nUse <b> & <script>alert(1)</script> with care, said the old engineer.\n")
    )
    assert "&lt;script&gt;" in result.blocks[0].value["html"]
