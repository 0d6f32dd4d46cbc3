from __future__ import annotations

import pytest

from contenthub.lib.facts import Fact, find, same


def fact(text: str) -> Fact:
    language = "zh-hans" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
    return find(text, language)[0]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1,200,000", "1.2 million"),
        ("1.2 million", "120万"),
        ("30%", "三成"),
        ("half of", "50%"),
        ("三分之二", "two thirds"),
        ("$1.2M", "120万美元"),
        ("24 hours", "24小时"),
        ("12 May 2022", "2022年5月12日"),
        ("Q3 2025", "2025年三季度"),
        ("10-20%", "10%到20%"),
        ("2019–2023", "2019年至2023年"),
        ("5 clusters", "5个"),
        ("90 minutes", "1.5 hours"),
        ("250 ms", "0.25 s"),
        ("15 MW", "15000千瓦"),
        ("doubled", "翻了一番"),
        ("2 TB", "2000 GB"),
        ("12 GB/s", "12 GB per second"),
        ("in Q3", "2025年第三季度"),
        ("five million dollars", "500万美元"),
        ("three tenths of", "三成"),
        ("“We cut our costs by half, this year.”", '"We cut our costs by half this year"'),
    ],
)
def test_two_ways_of_saying_it_are_the_same(a, b):
    assert same(fact(a), fact(b))
    assert same(fact(b), fact(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("30%", "30 percentage points"),
        ("$120", "€120"),
        ("24 hours", "24 days"),
        ("2022", "2023"),
        ("30%", "30 teams"),
        ("12 GB per second", "12 GB per minute"),
        ("in Q2", "Q3 2025"),
        ("90 minutes", "90 hours"),
        ("1.2 million", "1.2 billion"),
        ("10-20%", "10-30%"),
        ("$120", "120%"),
    ],
)
def test_what_differs_in_value_or_unit_is_not(a, b):
    assert not same(fact(a), fact(b))
