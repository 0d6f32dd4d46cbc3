from __future__ import annotations

from contenthub.assets.importers import load
from tests.assets.importers.building import written

PAPER = """# **安静的发布白皮书**

## 目录

[TOC]

# 执行摘要

大多数故障始于一次变更。小步发布
可以让夜晚更安静。

**背景说明**

团队在2024年把发布时间缩短了**四成。**效果很好[^1]。

![图示](missing/figure1.png)

_图一_

# 结论

云原生团队应当小步发布，并在发布之后持续观察系统的状态。

[^1]: 见报告。
"""


def imported(tmp_path, text=PAPER):
    return load(written(tmp_path, "paper.zh.md", text))


def test_bold_headings_lose_their_bold_and_bold_lines_are_headings(tmp_path):
    result = imported(tmp_path)
    assert (result.title, result.language) == ("安静的发布白皮书", "zh-hans")
    headings = [(block.value["level"], block.value["text"]) for block in result.blocks if block.kind == "heading"]
    assert headings == [(2, "执行摘要"), (3, "背景说明"), (2, "结论"), (2, "注释")]


def test_lines_are_joined_without_spaces_and_the_summary_is_its_section(tmp_path):
    assert imported(tmp_path).summary.startswith("大多数故障始于一次变更。小步发布可以让夜晚更安静。")


def test_stars_that_markdown_does_not_close_beside_chinese_marks_are_bold(tmp_path):
    assert "<strong>四成。</strong>效果很好" in str(imported(tmp_path).blocks)


def test_the_table_of_contents_and_the_label_of_a_lost_picture_are_left_out(tmp_path):
    result = imported(tmp_path)
    assert "TOC" not in str(result.blocks)
    assert "图一" not in str(result.blocks)
    assert any("table of contents" in warning for warning in result.warnings)
