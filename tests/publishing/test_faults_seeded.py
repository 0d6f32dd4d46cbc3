"""Five hundred deliveries with everything going wrong at random.

Every run draws the same faults unless HUB_FAULT_SEED says otherwise (``make soak`` draws new ones); HUB_FAULT_COUNT sizes it.
"""

from __future__ import annotations

import os

import pytest

from tests.publishing.harness import seeded

pytestmark = pytest.mark.django_db(transaction=True)


def test_whatever_happens_the_books_balance(hub, capsys):
    seed = os.environ.get("HUB_FAULT_SEED") or "one"
    count = int(os.environ.get("HUB_FAULT_COUNT") or 500)
    with capsys.disabled():
        print(f"\nHUB_FAULT_SEED={seed}")
    figures = seeded.run(hub, count, seed, patience=300)
    with capsys.disabled():
        print(figures)
    assert not figures.complaints, str(figures)
    assert figures.killed >= count // (2 * seeded.KILLS)
    for channel in ("plaza", "plaza_keyed"):
        assert figures.states[channel].get("live", 0) > 0.8 * count / 3
