"""Two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contenthub.variants.behind.difference import difference, words


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


def test_a_number_changes_as_a_whole():
    old, new = difference("Growth of 1,200,000 users, 40% more.", "Growth of 1,300,000 users, 45% more.", "en")
    assert marked(old) == "Growth of [1,200,000] users, [40%] more."
    assert marked(new) == "Growth of [1,300,000] users, [45%] more."


def test_neighbouring_words_are_marked_together():
    old, new = difference("They recover four times faster.", "They recover only twice as fast.", "en")
    assert marked(old) == "They recover [four times faster]."
    assert marked(new) == "They recover [only twice as fast]."


def test_chinese_changes_word_by_word():
    old, new = difference("小步发布的团队恢复更快。", "小步发布的团队恢复更慢。", "zh-hans")
    assert marked(old).startswith("小步发布的团队恢复")
    assert "[" in marked(old)
    assert "小步" not in "".join(piece.text for piece in new if piece.changed)


@given(st.text(), st.text(), st.sampled_from(["en", "zh-hans"]))
def test_no_letter_is_lost(old, new, language):
    left, right = difference(old, new, language)
    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    assert "".join(words(old, language)) == old
