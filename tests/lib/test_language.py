from __future__ import annotations

import pytest

from contenthub.lib.language import detect


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
