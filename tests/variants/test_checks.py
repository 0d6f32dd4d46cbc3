"""What the checks find, and that each finding says what to do."""

from __future__ import annotations

import pytest

from contenthub.brand.models import Brand
from contenthub.variants import checks
from contenthub.variants.problem import Problem
from tests.variants.papers import picture, revise


def codes(variant, severity=None) -> set[str]:
    return {problem.code for problem in checks.problems(variant) if severity in (None, problem.severity)}


def replaced(variant, field: str, index: int, **changes):
    """The variant with one block's values changed."""
    stream = getattr(variant, field)
    stream[index].value.update(changes)
    return variant


def test_a_fresh_draft_has_nothing_wrong(any_paper, draft):
    for kind in ("social_card", "video_script", "h5_page"):
        assert codes(draft(any_paper, kind)) == set()


def test_a_forbidden_word_is_an_error_that_says_what_to_say_instead(paper, brand, draft):
    card = draft(paper, "social_card")
    problem = next(problem for problem in checks.problems(card) if problem.code == "forbidden_word")
    assert (problem.severity, problem.where) == ("error", "copy_text")
    assert "“scary”; say “risky” instead" in problem.message


def test_a_forbidden_word_is_found_in_a_hashtag(paper, brand, draft):
    card = draft(paper, "social_card")
    card.copy_text, card.copy_long, card.hashtags = "Calm.", "", "#calm #scary"
    assert [p.where for p in checks.problems(card) if p.code == "forbidden_word"] == ["hashtags"]


def test_a_forbidden_chinese_word_is_found_inside_a_sentence(chinese_paper, brand, draft):
    page = draft(chinese_paper, "h5_page")
    problem = next(problem for problem in checks.problems(page) if problem.code == "forbidden_word")
    assert "诀窍" in problem.message
    assert problem.where in [child.id for child in page.screens if child.block_type == "quotation"]


def test_words_of_another_language_are_not_asked_of_this_one(chinese_paper, brand, draft):
    assert "required_word" not in codes(draft(chinese_paper, "email"))


def test_a_missing_required_word_is_a_warning(paper, brand, draft):
    page = draft(paper, "h5_page")
    assert "required_word" in codes(page, "warning")
    replaced(page, "screens", 0, headline="Steady teams")
    assert "required_word" not in codes(page)


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("A Steady hand", "steady", True),
        ("Unsteady", "steady", False),
        ("steadying", "steady", False),
        ("game\nchanging", "game changing", True),
        ("C++ code", "C++", True),
        ("全部的诀窍在此", "诀窍", True),
        ("使用Kubernetes集群", "kubernetes", True),
    ],
)
def test_words_are_matched_whole_in_latin_and_anywhere_in_chinese(text, word, found):
    assert checks.contains(text, word) is found


def test_a_number_that_the_asset_does_not_hold_is_an_error(paper, draft):
    card = draft(paper, "social_card")
    card.copy_text += " 97% of them sleep well."
    problem = next(problem for problem in checks.problems(card) if problem.code == "unsourced_fact")
    assert problem.severity == "error"
    assert "“97%” is not in the asset" in problem.message


def test_a_number_from_elsewhere_in_the_asset_is_a_warning(paper, draft):
    card = draft(paper, "social_card")
    card.copy_text += " 40% of them deploy on Fridays."
    assert "fact_elsewhere" in codes(card, "warning")
    assert "unsourced_fact" not in codes(card)


def test_a_number_added_to_the_asset_afterwards_may_be_said(paper, draft):
    card = draft(paper, "social_card")
    card.copy_text += " 97% of them sleep well."
    revise(paper, summary=f"{paper.summary} 97% of them sleep well.")
    card.source_asset.refresh_from_db()
    assert "unsourced_fact" not in codes(card)


def test_the_same_number_in_other_words_is_the_same(chinese_paper, draft):
    card = draft(chinese_paper, "social_card")
    card.cards[0].value["text"] = "四成团队在周五发布。"
    assert "unsourced_fact" not in codes(card)


def test_utm_values_typed_by_hand_are_an_error(paper, draft):
    card = draft(paper, "social_card")
    card.copy_text += " https://example.com/?a=1&utm_source=me"
    assert "typed_utm" in codes(card, "error")


def test_utm_values_inside_a_rich_text_link_are_found(paper, draft):
    mail = draft(paper, "email")
    link = '<p><a href="https://example.com/?utm_campaign=x">Here</a></p>'
    block = mail.sections.stream_block.child_blocks["text"]
    mail.sections[0].value = block.to_python({"heading": "", "text": link, "source": None})
    assert "typed_utm" in codes(mail, "error")


@pytest.mark.parametrize(("kind", "field"), [("social_card", "cards"), ("email", "sections"), ("h5_page", "screens")])
def test_a_picture_without_alternative_text_is_an_error(paper, draft, kind, field):
    variant = draft(paper, kind)
    index = next(number for number, child in enumerate(getattr(variant, field)) if child.block_type == "figure")
    assert "no_alt" in codes(replaced(variant, field, index, alt=" "), "error")


def test_empty_fields_and_empty_parts_of_blocks_are_errors(paper, draft):
    mail = draft(paper, "email")
    mail.subject = ""
    found = [problem for problem in checks.problems(mail) if problem.code == "empty"]
    assert [problem.where for problem in found] == ["subject"]
    page = replaced(draft(paper, "h5_page"), "screens", 0, headline="")
    assert "“Headline” is empty" in next(p.message for p in checks.problems(page) if p.code == "empty")


def test_a_block_written_by_hand_is_said_to_have_no_source(paper, draft):
    card = draft(paper, "social_card")
    card.cards.append(("statement", {"headline": "Mine", "text": "", "kicker": "", "source": None}))
    assert "no_source" in codes(card, "warning")


def test_long_subjects_and_preheaders_are_warned_about(paper, draft):
    mail = draft(paper, "email")
    mail.subject, mail.preheader = "Deploy " * 12, "Recover " * 20
    assert {"subject_long", "preheader_long"} <= codes(mail, "warning")
    mail.preheader = ""
    assert "no_preheader" in codes(mail, "warning")


def test_a_card_that_would_be_cut_is_an_error(paper, draft):
    card = replaced(draft(paper, "social_card"), "cards", 0, headline="Deployments without any fear whatsoever " * 12)
    assert "card_overflow" in codes(card, "error")


def test_a_card_whose_picture_is_gone_is_an_error(paper, draft):
    card = draft(paper, "social_card")
    image = picture("gone.png")
    image.file.storage.delete(image.file.name)
    index = next(number for number, child in enumerate(card.cards) if child.block_type == "figure")
    assert "card_not_drawn" in codes(replaced(card, "cards", index, image=image), "error")


def test_a_hurried_scene_and_a_long_script_are_warned_about(paper, draft):
    script = draft(paper, "video_script")
    script.target_seconds = 15
    replaced(script, "scenes", 1, seconds=1)
    assert {"scene_hurried", "script_long"} <= codes(script, "warning")


def test_checks_of_upper_packages_are_shown_but_do_not_stop_approval(paper, draft):
    def grumble(variant):
        return [Problem("grumble", "Too loud.")]

    checks.register(grumble)
    checks.register(grumble)
    try:
        card = draft(paper, "social_card")
        assert [p.code for p in checks.all_problems(card)].count("grumble") == 1
        assert checks.errors(card) == []
    finally:
        checks._extra.remove(grumble)


def test_without_a_brand_there_are_no_words_to_keep_to(paper, draft):
    assert Brand.objects.count() == 0
    assert not {"forbidden_word", "required_word"} & codes(draft(paper, "social_card"))
