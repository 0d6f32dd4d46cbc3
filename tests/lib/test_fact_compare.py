"""A fact that is said is the same as in its source, fairly rounded, contradicted, or absent."""

from __future__ import annotations

import pytest

from contenthub.lib.fact_compare import Verdict, compare
from contenthub.lib.facts import find
from contenthub.lib.language import detect

SAME, ROUNDED, CONTRADICTED, ABSENT = Verdict


def verdict(said: str, source: str) -> Verdict:
    """What the source says to the first fact of `said`."""
    fact = find(said, detect(said))[0]
    return compare(fact, said, [(known, source) for known in find(source, detect(source))])[0]


@pytest.mark.parametrize(
    ("said", "source", "expected"),
    [
        ("Costs fell 30%.", "Costs fell by 30 percent.", SAME),
        ("1.2 million users log in.", "Some 1,200,000 users log in.", SAME),
        ("More than 40% of teams deploy daily.", "In all, 41.3% of teams deploy daily.", ROUNDED),
        ("More than 40% of teams deploy daily.", "In all, 39% of teams deploy daily.", CONTRADICTED),
        ("Nearly 42% of teams deploy daily.", "In all, 41.3% of teams deploy daily.", ROUNDED),
        ("Nearly 42% of teams deploy daily.", "In all, 43% of teams deploy daily.", CONTRADICTED),
        ("About 40% of teams deploy daily.", "In all, 41.3% of teams deploy daily.", ROUNDED),
        ("40% of teams deploy daily.", "In all, 41.3% of teams deploy daily.", CONTRADICTED),
        ("About 40% of teams deploy daily.", "In all, 58% of teams deploy daily.", CONTRADICTED),
        ("Less than 5% of requests fail.", "More than 5% of requests fail.", CONTRADICTED),
        ("12% of readers subscribe.", "Revenue rose 7% in the region.", ABSENT),
        ("The service opened in 2023.", "The service opened in May 2023.", ROUNDED),
        ("The service opened in May 2023.", "The service opened in 2023年5月.", SAME),
        ("The service opened in 2022.", "The service opened in May 2023.", CONTRADICTED),
        ("超过四成的团队每天部署。", "调查中，41.3%的团队每天部署。", ROUNDED),
        ("超过四成的团队每天部署。", "调查中，39%的团队每天部署。", CONTRADICTED),
        ("近120万用户登录平台。", "每天有119.6万用户登录平台。", ROUNDED),
        ("约120万用户登录平台。", "每天有119.6万用户登录平台。", ROUNDED),
        ("120万用户登录平台。", "每天有119.6万用户登录平台。", CONTRADICTED),
        ("The tunnel took 90 minutes to cross.", "Crossing the tunnel took 1.5 hours.", SAME),
        ("The tunnel took 2 hours to cross.", "Crossing the tunnel took 90 minutes.", CONTRADICTED),
        ("Half of the shops are closed.", "50% of the shops are closed.", SAME),
        ("超过一半的门店已经关闭。", "调查显示，53%的门店已经关闭。", ROUNDED),
        ("Up to 20% of the bread is thrown away.", "Between 10 and 20 percent of the bread is thrown away.", SAME),
        ("About 15% of the bread is thrown away.", "Between 10 and 20 percent of the bread is thrown away.", ROUNDED),
        ("30% of the bread is thrown away.", "Between 10 and 20 percent of the bread is thrown away.", CONTRADICTED),
        ("More than 40% of teams deploy daily.", "In all, 91% of teams deploy daily.", CONTRADICTED),
        ("Sales doubled in 2023.", "In 2023, sales were twice the former figure.", SAME),
        ("The kitchen costs $3 million.", "The kitchen costs €3 million.", CONTRADICTED),
        ("The hall opened in Q3 2025.", "The hall opened on 4 August 2025.", ROUNDED),
        ("The hall opened in the third quarter.", "The hall opened in Q3 2025.", SAME),
        ("第三季度门店增加到40家。", "2025年第三季度，门店数量为40家。", SAME),
        ("门店数量为52家。", "2025年第三季度，门店数量为40家。", CONTRADICTED),
    ],
)
def test_a_figure_is_held_against_its_source(said, source, expected):
    assert verdict(said, source) is expected


QUOTED = "Ada Lee said: “We cut the cost of every release by half, and nobody had to work at night for it.”"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('"We cut the cost of every release by half and nobody had to work at night for it"', SAME),
        ("“We cut the cost of every release by half … nobody had to work at night”", SAME),
        ("“We cut the cost of every [major] release by half”", SAME),
        ("“We cut the cost of every release by two thirds, and nobody had to work at night for it.”", CONTRADICTED),
        ("“Our users love the colours of the new pages very much.”", ABSENT),
    ],
)
def test_a_quotation_may_be_shortened_but_not_changed(said, expected):
    assert verdict(said, QUOTED) is expected
