"""Text fitted to a limit stays whole sentences or clauses, and says what the text says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.lib.sentences import fit, normalise

TEXT = (
    "Operators extend the API with new knowledge. However, they need care. This makes them costly, but not slow. "
    "Teams that use 1,200 clusters, each in its own region, save 30 percent of their time every year."
)
CHINESE = (
    "云原生强调自动化。此外，它要求团队协作。成本在三年内下降了三成，部署时间也从两周缩短到一天。安全必须从设计开始。"
)


def test_what_fits_comes_back_whole():
    assert fit("  One.\nTwo. ", 20) == "One. Two."


def test_whole_sentences_are_kept_while_they_fit():
    assert fit(TEXT, 50) == "Operators extend the API with new knowledge."
    assert fit(TEXT, 80) == "Operators extend the API with new knowledge. However, they need care."
    assert fit(CHINESE, 12, language="zh-hans") == "云原生强调自动化。"


def test_a_sentence_that_leans_on_one_that_was_cut_does_not_open_the_text():
    text = "A first sentence that is far too long to fit into the room there is. This is short. Care is needed."
    assert fit(text, 30) == "Care is needed."
    assert (
        fit("第一句话实在太长了，长到无论如何都放不进这里面去。这很短。安全第一。", 8, language="zh-hans")
        == "安全第一。"
    )


def test_an_opening_however_is_taken_off():
    text = "However, caches help. A second sentence follows that is much too long for the room."
    assert fit(text, 30) == "Caches help."
    assert fit("此外，缓存有帮助。后面这一句话太长了，怎么也放不进去。", 10, language="zh-hans") == "缓存有帮助。"


def test_a_paper_may_speak_of_itself():
    text = "This white paper defines operators. It has many pages about them and their use."
    assert fit(text, 40) == "This white paper defines operators."


def test_a_long_sentence_is_cut_after_a_whole_clause():
    text = "The kitchen keeps its recipes on small cards, the cook compares them with the dishes all day long."
    assert fit(text, 60) == "The kitchen keeps its recipes on small cards"


@pytest.mark.parametrize(
    "text",
    [
        "The service never loses a message, but only when the disk is not full.",
        "The service is safe to use in all regions, unless the key was shared with others.",
        "When the kitchen opens early in the day, it reads all of the cards at once.",
        "The new tools that we use every day, Git and Make, and the editor too.",
        "Everything that we need to know is this: nothing is certain in the long run.",
    ],
)
def test_no_clause_is_left_alone_that_says_less_or_more_than_the_sentence(text):
    assert fit(text, len(text) - 1) == ""


def test_nothing_fits_gives_nothing():
    assert fit("Incomprehensibilities.", 5) == ""
    assert fit("", 0) == ""


def test_the_measure_decides_what_fits():
    def double(text: str) -> int:
        return 2 * len(text)

    assert fit("One two. Three four.", 20, double) == "One two."


sentence = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(
        st.sampled_from(["operators", "save", "1,200", "hours,", "3.5", "GB", "of", "“all", "time”", "(now)"]),
        min_size=1,
        max_size=14,
    ),
    st.sampled_from([".", "!", "?"]),
)
chinese = st.builds(
    lambda clauses: "，".join(clauses) + "。",
    st.lists(
        st.sampled_from(["云原生强调自动化", "成本下降了三成", "他说：“好，很好”", "耗时 1,200 小时", "例如容器"]),
        min_size=1,
        max_size=6,
    ),
)


@given(st.lists(sentence, max_size=6), st.integers(0, 200))
def test_english_never_exceeds_the_limit_and_never_cuts_a_word(sentences, limit):
    text = " ".join(sentences)
    fitted = fit(text, limit)
    assert len(fitted) <= limit
    assert {word.strip(",.!?;:").lower() for word in fitted.split()} <= {
        word.strip(",.!?;:").lower() for word in text.split()
    }
    assert fitted.lower() in normalise(text).lower()


@given(st.lists(chinese, max_size=6), st.integers(0, 80))
def test_chinese_never_exceeds_the_limit_and_ends_at_punctuation(sentences, limit):
    text = "".join(sentences)
    fitted = fit(text, limit, language="zh-hans")
    assert len(fitted) <= limit
    if fitted:
        assert fitted[-1] in "。”" or f"{fitted}，" in text
        assert fitted.count("“") == fitted.count("”")


def test_a_sentence_is_preferred_to_a_line_without_a_stop_and_a_lead_in_is_never_taken():
    text = "A heading\n\nOur tools do these three things:\n\n- watch the state\n- repair it\n\nAll of it runs by night, every night."
    assert fit(text, 60) == "All of it runs by night, every night."
    assert fit("watch the state\n\nrepair the broken state", 20) == "watch the state"


def test_a_chinese_subject_is_not_left_without_its_verb():
    text = "只在周五进行的大规模集中发布，已经让很多团队在夜里疲惫不堪。"
    assert fit(text, 20, language="zh-hans") == ""
    assert fit("云原生技术正在快速发展，企业需要建立新的安全机制。", 15, language="zh-hans") == "云原生技术正在快速发展"


@pytest.mark.parametrize(
    ("text", "limit", "fitted"),
    [
        # A part of a list, an adjective, a begun quotation, or a clause that waits for the next is no end.
        ("In the new office, a planner finds quick, simple answers to most of the questions that come in.", 60, ""),
        ("Every report covers these three subjects: cost control, quality and speed, in that order, for all of us.", 70, ""),
        ("By writing the steps down, we can be sure they are repeatable, testable and easy to change again later.", 80, ""),
        ("Our guide lists good habits including testing, careful reviews and short meetings in the morning hours.", 60, ""),
        ("Clusters in the new region, each with a cache of its own, save a third of the time that was lost.", 60, ""),
        ("Look at the source of the tool, how it was built, and the rights that it asks for before you start.", 60, ""),
        # A second sentence behind the comma, or what only adds how, may go.
        ("The archive moved to the new hall in May, and the readers found it far easier to reach by tram.", 60, "The archive moved to the new hall in May"),
        ("The archive moved to the new hall in May, making it far easier for readers to reach by tram.", 60, "The archive moved to the new hall in May"),
        ("The archive keeps all maps of the town, which were drawn by hand over more than two centuries.", 60, "The archive keeps all maps of the town"),
    ],
)  # fmt: skip
def test_an_english_sentence_ends_only_where_a_whole_one_ends(text, limit, fitted):
    assert fit(text, limit) == fitted


@pytest.mark.parametrize(
    ("text", "limit", "fitted"),
    [
        ("城市图书馆正在向社区开放新的阅览空间，相关的设备、课程和服务也在增加，这对于居民来说，要找到合适的时间并不容易。", 30, "城市图书馆正在向社区开放新的阅览空间"),
        ("新的课程平台强调在学期开始之前引入练习工具，通过小测验尽早发现学生的难处，从而给老师留出时间。", 30, "新的课程平台强调在学期开始之前引入练习工具"),
        ("这对于决策者来说，要跟上整个行业的步伐并不是一件容易的事情，而且每年都在变得更难。", 20, ""),
        ("虽然这个方案对多数门店来说已经足够，但在客流高峰到来时，仍然需要准备额外的人手和设备。", 30, ""),
        ("如果门店不限制货架的使用，或采用了过高的堆放方式，又或者移走了消防设备，就会带来危险。", 25, ""),
        ("我们不仅关注单一门店的销售额，更关注整个城市的客流和回头客，以及他们留下的评价。", 20, ""),
        ("新馆的安全监控系统，应以可靠的方式记录每天的出入情况，并与值班室的屏幕相互连接。", 20, ""),
        ("整合工具: 利用客户平台、邮件系统和问卷工具等，把各个门店的记录放到同一个地方。", 26, ""),
    ],
)  # fmt: skip
def test_a_chinese_sentence_ends_only_where_a_whole_one_ends(text, limit, fitted):
    assert fit(text, limit, language="zh-hans") == fitted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This makes it slow. They know it. Such things happen to all of us at one time or another in life.", "en"),
        ("它们很慢。这些问题并不少见。上述方法可以帮助所有的人在不同的时候解决问题。", "zh-hans"),
    ],
)
def test_text_that_leans_throughout_gives_nothing_when_it_must_be_cut(text, language):
    assert fit(text, len(text) - 1, language=language) == ""


@given(st.lists(st.one_of(sentence, chinese), max_size=6), st.integers(0, 120), st.sampled_from(["en", "zh-hans"]))
def test_the_same_text_is_fitted_the_same_way_and_its_words_keep_their_order(sentences, limit, language):
    text = " ".join(sentences)
    fitted = fit(text, limit, language=language)
    assert fitted == fit(text, limit, language=language)
    assert fitted == fit(fitted, limit, language=language)
    rest = iter(normalise(text).lower().replace(" ", ""))
    assert all(sign in rest for sign in fitted.lower().replace(" ", ""))


@given(st.lists(st.one_of(sentence, chinese), min_size=1, max_size=5), st.integers(5, 120))
def test_no_number_and_no_quotation_is_cut(sentences, limit):
    text = " ".join(sentences)
    fitted = fit(text, limit)
    for number in re.findall(r"\d[\d,.]*", fitted):
        assert number.rstrip(",.") in [whole.rstrip(",.") for whole in re.findall(r"\d[\d,.]*", text)]
    assert fitted.count("(") == fitted.count(")")
