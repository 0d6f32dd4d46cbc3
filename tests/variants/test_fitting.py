"""Copy fitted to a channel never exceeds its limit, never cuts a word and always keeps the link."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import LINK_PLACEHOLDER, Capabilities
from channels.counting import UNITS
from contenthub.variants.fitting import fitted, hashtag, length

WORDS = [
    "deploy",
    "small",
    "40%",
    "1,200,000",
    "teams",
    "“Small steps”",
    "(since 2024)",
    "rollback",
    "however",
    "$3 million",
]
HAN = ["小步发布", "团队", "故障", "2024年", "百分之四十", "“全部的诀窍”", "回滚", "恢复速度"]
ENGLISH = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=14).map(lambda words: " ".join(words).capitalize() + "."),
    min_size=1,
    max_size=6,
).map(" ".join)
CHINESE = st.lists(
    st.lists(st.sampled_from(HAN), min_size=2, max_size=10).map(lambda words: "".join(words) + "。"),
    min_size=1,
    max_size=6,
).map("".join)
LIMITS = st.builds(
    Capabilities,
    text_limit=st.integers(60, 400),
    text_unit=st.sampled_from(sorted(UNITS)),
    url_length=st.sampled_from([None, 23]),
)


def tokens(text: str) -> set[str]:
    """Words and figures; Chinese is looked at as runs between punctuation elsewhere."""
    return set(re.findall(r"[A-Za-z]+|[\d,.]*\d%?", text))


@settings(max_examples=60, deadline=None)
@given(copy=st.lists(ENGLISH, min_size=1, max_size=3).map("\n\n".join), able=LIMITS)
def test_english_copy_keeps_to_the_limit_and_to_its_words(copy, able):
    text = fitted(copy, able, language="en", title="A title", invitation="Read it: ", hashtags=["Deploy", "Teams"])
    assert length(text, able) <= able.text_limit
    assert text.count(LINK_PLACEHOLDER) == 1
    said = text.replace(LINK_PLACEHOLDER, "").replace("Read it: ", "")
    said = re.sub(r"#\w+", "", said)
    assert tokens(said) - {"A", "title"} <= tokens(copy) | {word.capitalize() for word in tokens(copy)}


@settings(max_examples=60, deadline=None)
@given(copy=st.lists(CHINESE, min_size=1, max_size=3).map("\n\n".join), able=LIMITS)
def test_chinese_copy_keeps_to_the_limit_and_to_its_clauses(copy, able):
    text = fitted(copy, able, language="zh-hans", title="标题", invitation="阅读全文：", hashtags=["发布"])
    assert length(text, able) <= able.text_limit
    assert text.count(LINK_PLACEHOLDER) == 1
    said = re.sub(r"#\w+|阅读全文：|标题|…", "", text.replace(LINK_PLACEHOLDER, ""))
    for sentence in filter(None, (part.strip() for part in re.split(r"[。\n]", said))):
        assert sentence in copy


@settings(max_examples=60, deadline=None)
@given(copy=ENGLISH, limit=st.integers(1, 120))
def test_without_links_there_is_no_link_and_the_limit_still_holds(copy, limit):
    able = Capabilities(text_limit=limit, links=False)
    text = fitted(copy, able, language="en", title="A title", hashtags=["Deploy"])
    assert LINK_PLACEHOLDER not in text
    assert length(text, able) <= limit


def test_without_a_limit_everything_is_kept():
    text = fitted("One.\n\nTwo.", Capabilities(), language="en", invitation="Read: ", hashtags=["a", "a", "#b"])
    assert text == f"One.\n\nTwo.\n\nRead: {LINK_PLACEHOLDER}\n\n#a #b"


def test_a_link_placed_by_the_editor_stays_where_it_is():
    copy = f"See {LINK_PLACEHOLDER} for more."
    assert fitted(copy, Capabilities(text_limit=200), language="en") == copy


def test_room_is_kept_for_the_real_link_and_not_for_its_placeholder():
    able = Capabilities(text_limit=70)
    text = fitted("Short.", able, language="en", invitation="Read the whole paper here: ")
    assert text == f"Short.\n\n{LINK_PLACEHOLDER}"
    assert length(text, able) > len(text)


def test_a_clause_that_was_cut_off_shows_that_more_follows():
    copy = "Small changes make outages short and repairs easy for everyone, so that the team that made them can sleep."
    text = fitted(copy, Capabilities(text_limit=120, url_length=23), language="en")
    assert text == f"Small changes make outages short and repairs easy for everyone…\n\n{LINK_PLACEHOLDER}"


def test_a_hashtag_that_the_copy_holds_already_is_not_said_twice():
    text = fitted("We like #Deploy.", Capabilities(), language="en", hashtags=["deploy", "Teams"])
    assert text.endswith("\n\n#Teams")


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("cloud native", "CloudNative"),
        ("operator", "operator"),
        ("云原生", "云原生"),
        ("C++", "C"),
        ("!", ""),
        ("a-b c", "ABC"),
    ],
)
def test_words_become_a_hashtag(words, tag):
    assert hashtag(words) == tag
