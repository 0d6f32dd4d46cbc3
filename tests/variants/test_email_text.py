"""The text part reads well: short lines, hanging lists, links behind their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.lib.wrapping import columns, wrap
from contenthub.variants.mail_text import COLUMNS, as_text


def with_text(mail, html: str, heading: str = ""):
    block = mail.sections.stream_block.child_blocks["text"]
    mail.sections[0].value = block.to_python({"heading": heading, "text": html, "source": None})
    return mail


def test_no_line_is_wider_than_a_mail_program_shows(any_paper, draft):
    text = as_text(draft(any_paper, "email"))
    assert max(map(columns, text.split("\n"))) <= COLUMNS
    assert len(text.split("\n")) > 20


def test_a_chinese_line_has_36_characters_at_most_and_begins_with_no_mark():
    lines = wrap("小步发布的团队恢复速度是每月发布一次的团队的四倍，" * 6).split("\n")
    assert all(len(line) <= 36 for line in lines)
    assert not any(line.startswith("，") for line in lines)


def test_an_address_is_never_broken():
    address = "https://hub.example/" + "a-long-path/" * 12
    assert address in wrap(f"Read all of it at {address} today, or tomorrow.").split("\n")


def test_list_items_hang_from_their_marks(paper, draft):
    text = as_text(with_text(draft(paper, "email"), f"<ol><li>{'steady ' * 20}</li><li>second</li></ol>"))
    assert "\n1. steady" in text and "\n   steady" in text and "\n2. second" in text


def test_a_link_follows_its_words(paper, draft):
    html = (
        '<p>See <a href="https://a.example/x">the guide</a> and <a href="https://b.example">https://b.example</a>.</p>'
    )
    text = as_text(with_text(draft(paper, "email"), html))
    assert "the guide (https://a.example/x)" in text
    assert text.count("https://b.example") == 1


def test_quotations_figures_and_numbers_are_set_apart(paper, draft):
    text = as_text(draft(paper, "email"))
    assert "> Small steps are the whole trick.\n> — Ada Moreno, release engineer" in text
    assert "[Smaller changes, shorter outages]" in text
    assert "*40%*\nof the teams" in text
    assert "Key points\n----------" in text


@given(st.text(alphabet="ab c，。（）「中文10%.", max_size=300), st.integers(min_value=8, max_value=72))
def test_wrapping_loses_nothing_but_blanks_and_keeps_to_the_limit(text, limit):
    made = wrap(text, limit)
    assert "".join(made.split()) == "".join(text.split())
    for line in made.split("\n"):
        pieces = wrap(line, limit).split("\n")
        assert columns(line) <= limit or len(pieces) == 1


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_stays_nothing(text):
    assert wrap(text) == ""
