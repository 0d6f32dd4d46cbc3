from __future__ import annotations

import pytest

from contenthub.lib.language import detect, is_foreign


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Operators extend the API.", "en"),
        ("安静的发布白皮书", "zh-hans"),
        ("使用 Kubernetes API 和 CI/CD 流水线部署容器", "zh-hans"),
        ("The word for security is 安全, and this sentence is in English.", "en"),
    ],
)
def test_the_script_of_most_words_tells_the_language(text, language):
    assert detect(text) == language


def test_without_any_letters_the_default_is_taken():
    assert detect("12 % — 34") == "en"
    assert detect("12", default="zh-hans") == "zh-hans"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kubernetes 安全", "zh-hans"),
        ("安全", "zh-hans"),
        ("API", "en"),
        ("The 安全 and 可靠 of the systems 运维 is what we sell 我们 to the 客户 teams", "en"),
        ("我们用 Kubernetes Helm Prometheus Grafana Argo CD GitOps CI CD API 部署服务", "zh-hans"),
        ("安全 https://example.com/a/very/long/path/of/many/english/words/in/it", "zh-hans"),
    ],
)
def test_short_and_mixed_texts_are_told_by_their_small_words(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("ほとんどの障害は変更から始まります。", True),
        ("Большинство сбоев начинается с изменения.", True),
        ("Die meisten Ausfälle beginnen mit einer Änderung und enden mit einer langen Nacht. " * 10, True),
        ("Most outages begin with a change, and the night is long for all of the teams. " * 10, False),
        ("大多数故障始于一次变更。", False),
        ("Prometheus Grafana Helm", False),
    ],
)
def test_a_text_in_neither_language_is_noticed(text, foreign):
    assert is_foreign(text) == foreign
