"""Contrast as WCAG defines it."""

from __future__ import annotations

import pytest

from contenthub.brand.contrast import contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_pairs_have_their_known_ratio(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("colour", ["red", "#12", ""])
def test_what_is_no_colour_is_an_error(colour):
    with pytest.raises(ValueError):
        contrast(colour, "#ffffff")
