"""Text is cut where sentences end and nowhere else, and nothing of it is rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.lib.sentences import clauses, normalise, split

ENGLISH = [
    ("It works. It scales.", ["It works.", "It scales."]),
    ("Dr. Smith of Acme Inc. agrees. So do we.", ["Dr. Smith of Acme Inc. agrees.", "So do we."]),
    ("Use 3.5 GB, e.g. for logs. Done.", ["Use 3.5 GB, e.g. for logs.", "Done."]),
    ("J. R. Tolkien wrote it. See Fig. 2 for more.", ["J. R. Tolkien wrote it.", "See Fig. 2 for more."]),
    ("The U.S. market grew. Why? Nobody knows!", ["The U.S. market grew.", "Why?", "Nobody knows!"]),
    ("“It works. It does!” he said. We agree.", ["“It works. It does!” he said.", "We agree."]),
    ("It holds (see p. 3. Or not). Next.", ["It holds (see p. 3. Or not).", "Next."]),
    ("Wait... maybe not. iOS is next.", ["Wait... maybe not.", "iOS is next."]),
    ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
    ("Three things:\n- one\n- two", ["Three things:", "one", "two"]),
]
CHINESE = [
    ("“真的很好！”李华说。大家同意。", ["“真的很好！”李华说。", "大家同意。"]),
    ("成本下降了。为什么？因为自动化！", ["成本下降了。", "为什么？", "因为自动化！"]),
    ("他说：“很好。我同意！”大家都笑了。", ["他说：“很好。我同意！”", "大家都笑了。"]),
    ("增长了3.5%，超过预期；明年继续。", ["增长了3.5%，超过预期；", "明年继续。"]),
    ("包括：1、进程；2、网络；3、存储。完成。", ["包括：1、进程；2、网络；3、存储。", "完成。"]),
    ("明确目标(提升认知?促进销售?)和主题。好。", ["明确目标(提升认知?促进销售?)和主题。", "好。"]),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_sentences_end_where_they_end(text, expected):
    assert split(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_sentences_end_where_they_end(text, expected):
    assert split(text, "zh-hans") == expected


def test_a_line_break_between_chinese_characters_is_no_space():
    assert normalise("云原生\n安全  白皮书\n with Latin ") == "云原生安全 白皮书 with Latin"


words = st.text(alphabet="ab Z.!?,;:“”\"()'\n-1。！，；：中文（）", max_size=120)


@given(words, st.sampled_from(["en", "zh-hans"]))
def test_sentences_are_pieces_of_the_text_in_its_order(text, language):
    whole, position = normalise(text), 0
    for sentence in split(text, language):
        position = whole.index(sentence, position) + len(sentence)


@given(words, st.sampled_from(["en", "zh-hans"]))
def test_clauses_joined_are_the_sentence(text, language):
    sentence = normalise(text)
    assert "".join(clauses(sentence, language)) == sentence


def test_clauses_end_at_punctuation_and_not_inside_a_number_or_a_quotation():
    assert clauses("It took 1,200 hours, he said “well, maybe”, and stopped.", "en") == [
        "It took 1,200 hours, ",
        "he said “well, maybe”, ",
        "and stopped.",
    ]
    assert clauses("成本为 26,542 美元，而且还在上升。", "zh-hans") == ["成本为 26,542 美元，", "而且还在上升。"]
