"""Comparisons on an H5 page: only where the asset itself sets two figures side by side."""

from __future__ import annotations

import re

import pytest

from contenthub.variants import checks, comparisons
from contenthub.variants.actions import derive, latest
from contenthub.variants.comparisons import shares
from contenthub.variants.material import Material
from tests.variants.papers import make_asset


def with_blocks(paper, *blocks):
    """The paper with these blocks at its end, saved."""
    paper.body = [*((block.block_type, block.value) for block in paper.body), *blocks]
    paper.save_revision().publish()
    return type(paper).objects.get(pk=paper.pk)


def table(*rows, caption=""):
    return ("table", {"table": {"data": [list(row) for row in rows]}, "caption": caption})


def statistic(value, label):
    return ("statistic", {"value": value, "label": label, "context": ""})


def compared(asset):
    page = latest(derive(asset, ["h5_page"])[0])
    return [child.value for child in page.screens if child.block_type == "comparison"]


def sides(value):
    return [(side["label"], side["number"], side["share"]) for side in value.sides]


def test_a_row_of_a_table_before_and_after(paper):
    rows = ["", "Monthly", "Weekly"], ["Owner", "one team", "all teams"], ["Outage", "80 minutes", "20 minutes"]
    (found,) = compared(with_blocks(paper, table(*rows)))
    assert found["heading"] == "Outage"
    assert sides(found) == [("Monthly", "80 minutes", 100), ("Weekly", "20 minutes", 25)]
    assert found["source"].words == "Monthly Weekly\nOutage 80 minutes 20 minutes"


def test_a_table_of_two_rows(chinese_paper):
    rows = ["方式", "平均恢复时间"], ["每月发布", "80分钟"], ["每周发布", "20分钟"]
    (found,) = compared(with_blocks(chinese_paper, table(*rows)))
    assert found["heading"] == "平均恢复时间"
    assert sides(found) == [("每月发布", "80分钟", 100), ("每周发布", "20分钟", 25)]


@pytest.mark.parametrize(
    "rows",
    [
        (["", "Monthly", "Weekly"], ["Outage", "80 minutes", "20 teams"]),
        (["", "Monthly", "Weekly"], ["Outage", "80 minutes", "few"]),
        (["", "", ""], ["Outage", "80 minutes", "20 minutes"]),
        (["Year", "Teams"], ["Monthly", "80"], ["Weekly", "20"], ["Daily", "5"]),
        (["Outage", "80 minutes", "20 minutes"],),
        (["", "Monthly", "Weekly"], ["Began", "2019", "2024"]),
    ],
)
def test_what_does_not_measure_one_thing_twice_is_not_compared(paper, rows):
    assert compared(with_blocks(paper, table(*rows))) == []


def test_two_statistics_of_one_thing_stand_on_one_screen(paper):
    asset = with_blocks(
        paper,
        statistic("31%", "of the small teams rehearse a rollback"),
        statistic("62%", "of the large teams rehearse a rollback"),
    )
    page = latest(derive(asset, ["h5_page"])[0])
    (found,) = [child.value for child in page.screens if child.block_type == "comparison"]
    assert [side["share"] for side in found.sides] == [50, 100]
    assert len(found["source"].block_ids) == 2
    assert [child.value["number"] for child in page.screens if child.block_type == "statistic"] == ["40%"]


def test_statistics_of_different_things_are_not_compared(paper):
    asset = with_blocks(paper, statistic("31%", "of outages last an hour"), statistic("62%", "of teams meet weekly"))
    assert compared(asset) == []


@pytest.mark.parametrize(
    ("language", "point", "numbers"),
    [
        ("en", "Review time fell from 40 hours to 10 hours within a year.", ["40 hours", "10 hours"]),
        ("zh-hans", "一年之内，评审时间从40小时缩短到10小时。", ["40小时", "10小时"]),
        ("en", "Teams from 10 people to 40 people were asked.", None),
        ("en", "Review time fell by 40 hours to 10 hours.", None),
        ("zh-hans", "我们询问了10人到40人的团队。", None),
    ],
)
def test_a_key_point_that_tells_a_change(libraries, language, point, numbers):
    found = compared(make_asset(language, points=[point]))
    assert [[side["number"] for side in value.sides] for value in found] == ([numbers] if numbers else [])
    assert [value["heading"] for value in found] == ([point] if numbers else [])


def test_a_comparison_passes_its_checks(paper):
    rows = ["", "Monthly", "Weekly"], ["Outage", "80 minutes", "20 minutes"]
    page = latest(derive(with_blocks(paper, table(*rows)), ["h5_page"])[0])
    assert [problem for problem in checks.problems(page) if problem.severity == "error"] == []


def test_a_figure_that_was_changed_by_hand_is_an_error(paper):
    rows = ["", "Monthly", "Weekly"], ["Outage", "80 minutes", "20 minutes"]
    page = latest(derive(with_blocks(paper, table(*rows)), ["h5_page"])[0])
    next(child for child in page.screens if child.block_type == "comparison").value["second_number"] = "17 minutes"
    assert [problem for problem in checks.problems(page) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("80%", "20%"), (100, 25)),
        (("$1.2 million", "$2.4 million"), (50, 100)),
        (("80%", "20 teams"), None),
        (("many", "few"), None),
        (("0%", "0%"), None),
        (("2019", "2024"), None),
    ],
)
def test_bars_are_drawn_to_one_scale_or_not_at_all(numbers, expected):
    assert shares(numbers, "en") == expected


def test_every_comparison_names_words_of_its_source(paper):
    rows = ["", "Monthly", "Weekly"], ["Outage", "80 minutes", "20 minutes"]
    asset = with_blocks(paper, table(*rows))
    (found,) = comparisons.comparisons(Material(asset, asset.latest_revision_id))
    said = re.sub(r"\s+", " ", found.source.words)
    assert all(label in said and number in said for label, number in found.sides)
