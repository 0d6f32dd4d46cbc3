"""Figures and quotations are held against the sources, and each finding says what the asset has."""

from __future__ import annotations

import pytest

from contenthub.variants import checks
from contenthub.variants.checks.quoted import difference
from tests.variants.papers import make_asset

FIGURES = {
    "text": "<p>In all, 41.3% of the teams deploy daily, and 1,200,000 users log in each month.</p>"
    "<p>A rollback takes 30 minutes. “Nobody was paged at night, and that was all we wanted,” said Ada Moreno.</p>",
    "statistic": None,
    "figure": None,
}


@pytest.fixture
def figures(libraries):
    """A paper with exact figures, all in one block of the body."""
    return make_asset("en", **FIGURES)


def said(draft, asset, text: str, kind: str = "social_card"):
    """The problems of a card whose one statement says this, sourced in the body's text."""
    card = draft(asset, kind)
    block = next(block for block in asset.body if block.block_type == "rich_text")
    source = {"asset_id": asset.pk, "revision_id": asset.latest_revision_id, "block_ids": [block.id], "words": "In all"}
    value = {"headline": text, "text": "", "kicker": "", "source": source}
    card.cards = card.cards.stream_block.to_python([{"type": "statement", "value": value, "id": "here"}])
    return {problem.code: problem for problem in checks.problems(card) if problem.where == "here"}


@pytest.mark.parametrize(
    "text",
    [
        "41.3% of the teams deploy daily.",
        "About 41% of the teams deploy daily.",
        "More than 40% of the teams deploy daily.",
        "1.2 million users log in.",
        "A rollback takes 30 minutes.",
        "“Nobody was paged at night,” said Ada Moreno.",
    ],
)
def test_what_the_source_says_may_be_said_in_its_ways(figures, draft, text):
    assert said(draft, figures, text) == {}


def test_a_rounding_that_is_not_marked_is_an_error_with_the_exact_figure(figures, draft):
    problem = said(draft, figures, "41% of the teams deploy daily.")["contradicted_fact"]
    assert problem.severity == "error"
    assert "“41%” is not what the asset says; it says “41.3%”" in problem.message
    assert "mark a rounding with “about”" in problem.message


def test_the_same_number_in_another_unit_is_an_error(figures, draft):
    problem = said(draft, figures, "A rollback takes 30 hours.")["other_unit"]
    assert problem.severity == "error"
    assert "“30 hours” has the asset's figure but not its unit; the asset says “30 minutes”" in problem.message


def test_a_quotation_in_running_text_that_was_changed_shows_what_was_changed(figures, draft):
    problem = said(draft, figures, "“Nobody was paged at night, and that was never what we wanted,” said Ada Moreno.")[
        "altered_quotation"
    ]
    assert "“never what” instead of “all”" in problem.message


def quotation_card(draft, paper, **changes):
    card = draft(paper, "social_card")
    child = next(child for child in card.cards if child.block_type == "quotation")
    child.value.update(changes)
    return {problem.code: problem for problem in checks.problems(card) if problem.where == child.id}


def test_a_changed_word_in_a_quotation_block_is_an_error(paper, draft):
    problem = quotation_card(draft, paper, headline="Small steps are half the trick.")["altered_quotation"]
    assert problem.severity == "error"
    assert "“half” added; “whole” left out" in problem.message


def test_a_changed_character_in_a_chinese_quotation_is_an_error(chinese_paper, draft):
    assert "altered_quotation" in quotation_card(draft, chinese_paper, headline="小步前进，不是全部的诀窍。")


def test_a_quotation_nobody_said_is_an_error(paper, draft):
    assert "unsourced_fact" in quotation_card(
        draft, paper, headline="Elephants remember every deployment they ever saw."
    )


def test_another_speaker_is_an_error_and_none_a_warning(paper, draft):
    assert quotation_card(draft, paper, speaker="Bob Stone")["other_speaker"].severity == "error"
    assert quotation_card(draft, paper, speaker="")["no_speaker"].severity == "warning"


@pytest.mark.parametrize(
    ("source", "quoted", "told"),
    [
        ("We always test.", "We never test.", "“never” instead of “always”"),
        ("We test.", "We rarely test.", "“rarely” added"),
        ("We do not test.", "We do test.", "“not” left out"),
        ("我们从不测试。", "我们总是测试。", "“总是” instead of “从不”"),
    ],
)
def test_the_difference_names_the_words(source, quoted, told):
    assert difference(source, quoted) == told


def test_one_figure_written_in_two_ways_is_a_warning(figures, draft):
    mail = draft(figures, "email")
    mail.subject, mail.headline = "1.2 million users", "1,200,000 users"
    found = [problem for problem in checks.problems(mail) if problem.code == "spelled_differently"]
    assert [(problem.severity, problem.where) for problem in found] == [("warning", "headline")]
    mail.headline = "All of the 1.2 million users"
    assert not [problem for problem in checks.problems(mail) if problem.code == "spelled_differently"]
