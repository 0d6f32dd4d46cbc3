from __future__ import annotations

from contenthub.lib.ranking import best, keywords, rank
from contenthub.lib.sentences import split

ENGLISH = (
    "Operators automate the work of running applications on a cluster. An operator watches the state of its applications "
    "and repairs the cluster. Bananas are yellow. Operators need knowledge of the applications they run. "
    "The cluster calls operators when the state of applications changes. Does this help? It does."
)
CHINESE = "云原生安全需要自动化。自动化工具检测云原生环境的安全漏洞。香蕉是黄色的。安全团队用自动化工具保护云原生环境。它很重要。"


def test_sentences_that_share_the_text_s_words_rank_above_strangers():
    sentences = split(ENGLISH, "en")
    order = [sentences[i] for i, _ in rank(sentences, "en")]
    assert order.index("Bananas are yellow.") > 3
    chinese = split(CHINESE, "zh-hans")
    assert [chinese[i] for i, _ in rank(chinese, "zh-hans")].index("香蕉是黄色的。") > 1


def test_scores_add_up_to_one_and_are_the_same_every_time():
    sentences = split(ENGLISH, "en")
    assert rank(sentences, "en") == rank(sentences, "en")
    assert abs(sum(score for _, score in rank(sentences, "en")) - 1) < 1e-9
    assert rank([], "en") == []


def test_the_best_sentences_stand_alone_and_do_not_repeat_each_other():
    sentences = [*split(ENGLISH, "en"), "Operators automate the work of running applications on a cluster."]
    chosen = [sentences[i] for i in best(sentences, "en", 6)]
    assert len(chosen) == len(set(chosen))
    assert not {"Does this help?", "It does."} & set(chosen)


def test_a_weight_of_nothing_keeps_a_sentence_out():
    sentences = split(ENGLISH, "en")
    assert 0 not in best(sentences, "en", 6, weights=[0.0] + [1.0] * (len(sentences) - 1))


def test_keywords_are_the_words_a_text_is_about():
    assert keywords(ENGLISH, "en", 3) == ["applications", "Operators", "cluster"]
    assert "云原生" in keywords(CHINESE, "zh-hans", 3)
    assert keywords("See https://example.com/page for more.", "en") == []


def test_every_sentence_of_a_long_paper_is_ranked_once():
    sentences = [f"Service{i % 97} of region{i % 31} calls cluster{i % 113} for state{i % 53}." for i in range(1100)]
    assert sorted(i for i, _ in rank(sentences, "en")) == list(range(1100))
