"""Summary, key points and statistics are the document's own words."""

from __future__ import annotations

from contenthub.assets.importers import load
from tests.assets.importers.building import written

PAPER = """# Quiet Deployments

## What we saw

Teams that deploy in small steps recover from every failure faster than teams with big releases do.
In the last survey 40% of all teams deployed their changes on Friday afternoons.
The market for release tools reached $1.2 billion in 2023.
This is why small steps matter so much for teams and releases.
Section 3.2 of version 2.1.0 describes teams and their releases in some more detail.

## Small steps

A release with small changes is easy to understand for the teams that must watch over it at night.
Teams watch each release for ten minutes and take it back when failure rates begin to rise.

## Acknowledgements

We thank 3,000 teams for their releases and for the small steps that they have taken with all of us.
"""


def imported(tmp_path, text=PAPER):
    return load(written(tmp_path, "paper.md", text))


def test_key_points_are_distinct_sentences_that_stand_alone(tmp_path):
    points = imported(tmp_path).key_points
    assert 3 <= len(points) <= 7
    assert len(set(points)) == len(points)
    assert not any(point.startswith(("This", "We thank")) for point in points)
    text = PAPER.replace("\n", " ")
    assert all(point in text for point in points)


def test_points_the_writer_listed_are_taken_as_they_are(tmp_path):
    text = PAPER.replace("## What we saw", "## Key takeaways\n\n- Go **slowly**\n- Watch it\n\n## What we saw")
    assert imported(tmp_path, text).key_points == ["Go slowly", "Watch it"]


def test_chinese_points_are_found_under_their_heading(tmp_path):
    text = "# 安静的发布\n\n## 核心要点\n\n- 小步发布\n- 持续观察\n\n## 正文\n\n大多数故障始于一次变更。\n"
    assert imported(tmp_path, text).key_points == ["小步发布", "持续观察"]


def test_a_section_of_listed_points_is_not_kept_twice(tmp_path):
    text = PAPER.replace("## What we saw", "## Key takeaways\n\n- Go slowly\n- Watch it\n\n## What we saw")
    found = imported(tmp_path, text)
    assert [block.value["text"] for block in found.blocks if block.kind == "heading"][0] == "What we saw"
    assert "Go slowly" not in " ".join(block.text() for block in found.blocks)


def test_a_section_that_says_more_than_its_points_stays(tmp_path):
    points = "## Key takeaways\n\nThree of them matter.\n\n- Go slowly\n- Watch it\n\n## What we saw"
    found = imported(tmp_path, PAPER.replace("## What we saw", points))
    assert found.key_points == ["Go slowly", "Watch it"]
    assert "Three of them matter." in " ".join(block.text() for block in found.blocks)


def test_the_summary_is_the_summary_section_where_there_is_one(tmp_path):
    text = PAPER.replace(
        "## What we saw", "## Executive Summary\n\nSmall steps keep the night quiet.\n\n## What we saw"
    )
    assert imported(tmp_path, text).summary == "Small steps keep the night quiet."


def test_the_summary_is_made_of_the_best_sentences_otherwise(tmp_path):
    summary = imported(tmp_path).summary
    assert 0 < len(summary) <= 450
    assert summary.endswith(".")


def test_clear_figures_become_statistics_after_their_text(tmp_path):
    result = imported(tmp_path)
    found = [(block.value["value"], block.value["context"]) for block in result.blocks if block.kind == "statistic"]
    assert found == [("40%", "What we saw")]
    place = [block.kind for block in result.blocks].index("statistic")
    assert result.blocks[place - 1].kind == "rich_text"
    assert (
        result.blocks[place].value["label"]
        == "In the last survey 40% of all teams deployed their changes on Friday afternoons."
    )


def test_a_paper_without_clear_figures_gets_no_statistics(tmp_path):
    text = "# T\n\nIn 2023 we shipped version 2.1.0 of it, see Figure 3. It took the two of us 12 days.\n"
    assert not [block for block in imported(tmp_path, text).blocks if block.kind == "statistic"]
