"""Of the facts labelled by hand in texts of our own nearly all are found, and little else."""

from __future__ import annotations

from functools import reduce
from operator import add

import pytest

from tests.bench.labelled import Label, Score, own, score, unmarked


def total(language: str) -> Score:
    return reduce(add, (score(name, text, labels) for name, text, labels in own() if name.endswith(language)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labelled_facts_are_found_and_little_else(language):
    found = total(language)
    assert found.labelled >= 150
    assert found.recall >= 0.95, found.missed
    assert found.precision >= 0.95, found.wrong
    assert found.same_unit >= 0.9 * found.labelled


def test_a_missed_and_a_wrong_fact_both_count_against_the_score():
    text, labels = unmarked("Sales rose [[percentage|12|%|12%]] in [[date|2024||May]], see 7% of it.")
    assert text == "Sales rose 12% in May, see 7% of it."
    assert labels[0] == Label("percentage", "12", "%", 11, 14)
    result = score("en", text, labels)
    assert (result.recall, result.precision) == (0.5, 0.5)
    assert [len(result.missed), len(result.wrong)] == [1, 1]
