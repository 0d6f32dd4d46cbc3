"""The brand's words in all their forms, its key messages, the reader's time and language."""

from __future__ import annotations

import pytest

from contenthub.brand.models import KeyMessage
from contenthub.variants import checks
from contenthub.variants.checks.words import says
from contenthub.variants.messages import carrier
from contenthub.variants.parts import Part


def codes(variant) -> set[str]:
    return {problem.code for problem in checks.problems(variant)}


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("We leverage it", "leverage", True),
        ("It leverages them", "leverage", True),
        ("Leveraging it", "leverage", True),
        ("a lever", "leverage", False),
        ("The best guarantees", "guarantee", True),
        ("guaranteed", "guarantee", True),
        ("a game changing idea", "game-changing", True),
        ("IT works", "IT", True),
        ("its works", "IT", False),
        ("companies", "company", True),
        ("全部的诀窍在此", "诀窍", True),
    ],
)
def test_a_word_is_found_in_its_other_forms(text, word, found):
    assert says(text, word) is found


def part(text: str, where: str = "a") -> Part:
    return Part(where, "Part", text, None, text)


def test_a_key_message_is_carried_by_most_of_its_words_in_any_order():
    message = "Small steps make outages short."
    assert carrier(
        message, [part("Outages are shortened"), part("by taking small steps, which make them short", "b")], "en"
    )
    assert carrier(message, [part("Nothing of the kind.")], "en") is None
    chinese = "小步发布缩短故障时间。"
    assert carrier(chinese, [part("故障时间变短，因为团队小步发布。")], "zh-hans")
    assert carrier(chinese, [part("团队在周五发布。")], "zh-hans") is None


def test_a_key_message_that_is_nowhere_is_a_warning_that_names_it(paper, brand, draft):
    brand.key_messages.add(KeyMessage(language="en", text="Penguins love invoices."))
    brand.save()
    problem = next(p for p in checks.problems(draft(paper, "email")) if p.code == "key_message")
    assert problem.severity == "warning"
    assert "“Penguins love invoices.”" in problem.message


def test_a_key_message_of_the_asset_or_another_language_is_not_missed(paper, brand, draft):
    brand.key_messages.add(KeyMessage(language="en", text="Teams that deploy in small steps recover faster."))
    brand.key_messages.add(KeyMessage(language="zh-hans", text="企鹅喜欢发票。"))
    brand.save()
    assert "key_message" not in codes(draft(paper, "email"))


def test_a_mail_that_takes_minutes_to_read_is_a_warning(paper, draft):
    mail = draft(paper, "email")
    assert "long_reading" not in codes(mail)
    mail.headline = "Teams watch their changes. " * 150
    problem = next(p for p in checks.problems(mail) if p.code == "long_reading")
    assert problem.severity == "warning"
    assert "3 minutes to read" in problem.message


def test_text_in_another_language_is_a_warning(paper, chinese_paper, draft):
    english, chinese = draft(paper, "email"), draft(chinese_paper, "email")
    english.headline = "这一段文字是用中文写成的。"
    chinese.headline = "This line is written in plain English."
    for mail, language in ((english, "English"), (chinese, "Simplified Chinese")):
        problem = next(p for p in checks.problems(mail) if p.code == "other_language")
        assert problem.where == "headline" and language in problem.message


def test_english_terms_in_a_chinese_text_are_no_other_language(chinese_paper, draft):
    mail = draft(chinese_paper, "email")
    mail.headline = "用Kubernetes、Prometheus与Grafana观察Pod、Node和Service"
    assert "other_language" not in codes(mail)


def test_a_utm_value_is_found_without_the_scheme_too(paper, draft):
    mail = draft(paper, "email")
    mail.headline = "See example.com/page?id=3&utm_medium=social"
    assert "typed_utm" in codes(mail)
    mail.headline = "Never type utm_source= by hand"
    assert "typed_utm" not in codes(mail)
