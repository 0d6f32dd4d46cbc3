"""Copy in four lengths: what each says, whose words they are, and which of them a channel gets."""

from __future__ import annotations

import pytest

from channels.base import LINK_PLACEHOLDER, Capabilities
from contenthub.variants.post_copy import BRIEF, LENGTHS, LONG, MEDIUM, SHORT, longest
from tests.variants.papers import make_asset

TEXTS = ["S" * 50, "B" * 240, "M" * 450, "L" * 1500]
SUMMARY = " ".join(
    f"In the year {2000 + number} small steps kept {number + 20} teams of ours calm." for number in range(30)
)


@pytest.fixture(params=["en", "zh-hans"])
def made(request, libraries, draft):
    summary = (
        SUMMARY
        if request.param == "en"
        else "".join(f"{2000 + n}年，小步发布让{n + 20}个团队保持平静。" for n in range(60))
    )
    return draft(make_asset(request.param, summary=summary), "social_card")


def test_each_length_is_filled_and_keeps_to_its_limit(made):
    texts = made.copies()
    assert all(texts)
    assert [len(text) for text in texts] == sorted(len(text) for text in texts)
    for length, text in zip(LENGTHS, texts, strict=True):
        assert length.count(text) <= length.limit


def test_each_length_ends_with_a_whole_sentence_or_is_the_title(made):
    for text in made.copies()[1:]:
        assert text[-1] in ".。"
    assert made.copy_short in made.source_asset.title


def test_the_long_copy_lists_the_key_points_as_lines(made):
    lines = [line for line in made.copy_long.split("\n") if line.startswith("• ")]
    assert [line[2:] for line in lines] == [point.value for point in made.source_asset.key_points][: len(lines)] != []


def test_every_sentence_of_every_length_stands_in_its_source(made):
    for length in LENGTHS:
        words = made.field_sources[length.field]["words"].replace("\n", "")
        for line in getattr(made, length.field).split("\n"):
            if line.startswith("• "):
                assert line[2:] in words


def test_a_length_that_would_say_the_same_is_left_empty(paper, draft):
    card = draft(paper, "social_card")
    assert card.copy_text and card.copy_brief != card.copy_text
    assert "copy_brief" not in card.field_sources or card.copy_brief


@pytest.mark.parametrize(
    ("able", "taken"),
    [
        (Capabilities(), "L"),
        (Capabilities(text_limit=3000), "L"),
        (Capabilities(text_limit=500, text_unit="graphemes", url_length=23), "M"),
        (Capabilities(text_limit=280, text_unit="x_weighted"), "B"),
        (Capabilities(text_limit=140), "S"),
        (Capabilities(text_limit=20), "S"),
    ],
)
def test_a_channel_gets_the_longest_copy_that_fits_it_whole(able, taken):
    assert longest(TEXTS, able)[0] == taken


def test_where_a_length_is_empty_the_next_one_stands_in():
    assert longest(["", "", "M" * 450, ""], Capabilities())[0] == "M"
    assert longest(["", "", "M" * 450, ""], Capabilities(text_limit=280))[0] == "M"
    assert longest(["", "", "", ""], Capabilities()) == ""


def test_the_post_says_the_copy_of_its_length_whole(made):
    for length, able in (
        (BRIEF, Capabilities(text_limit=280, text_unit="x_weighted")),
        (MEDIUM, Capabilities(text_limit=500, text_unit="graphemes", url_length=23)),
        (LONG, Capabilities()),
    ):
        text = made.kind.posts(made, able)[0].text
        assert text.startswith(f"{getattr(made, length.field)}\n\n") and LINK_PLACEHOLDER in text


def test_line_ends_of_a_browser_count_as_one_sign(made):
    made.copy_long = "One.\r\n\r\nTwo."
    assert made.copies()[3] == "One.\n\nTwo."
    assert SHORT.count("汉字ab") == 6
