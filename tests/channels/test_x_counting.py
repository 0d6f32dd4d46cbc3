from __future__ import annotations

import pytest

from channels.counting import measure


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Hello, world! 👋", 16),
        ("中" * 140, 280),
        ("https://a.co", 23),
        ("https://hub.example/" + "x" * 300, 23),
        ("example.com/a", 23),
        ("me@example.com", 14),
        ("node.js", 7),
        ("Cafe\u0301", 4),
        ("\u2019\u2026", 3),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("🇨🇳👍🏽", 4),
        ("1️⃣", 2),
        ("12", 2),
        ("© 2026", 6),
        ("©️", 2),
        ("❤️", 2),
        ("한국어", 6),
        ("", 0),
    ],
)
def test_texts_weigh_what_x_says(text: str, weight: int) -> None:
    assert measure(text, "x_weighted") == weight


def test_another_length_of_addresses_can_be_given() -> None:
    assert measure("see https://a.co/b", "x_weighted", url_length=30) == 34
