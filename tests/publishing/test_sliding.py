"""The count of calls in a sliding window: never more than the limit, wherever the window is laid."""

from __future__ import annotations

import random

import pytest

from contenthub.publishing.sliding import Limit, taken_back, used

LIMITS = [Limit(1, 1), Limit(3, 10), Limit(20, 60), Limit(300, 300), Limit(100, 86_400)]


def most_in_a_window(calls: list[float], seconds: float) -> int:
    """The most calls in any span of that length, open at one end."""
    calls = sorted(calls)
    most = first = 0
    for place, call in enumerate(calls):
        while calls[first] <= call - seconds:
            first += 1
        most = max(most, place - first + 1)
    return most


@pytest.mark.parametrize("limit", LIMITS, ids=str)
@pytest.mark.parametrize("seed", range(12))
def test_no_window_holds_more_calls_than_the_limit(limit: Limit, seed: int):
    chance = random.Random(seed)
    now, entries, calls = 1_800_000_000.0, [], []
    for _ in range(600):
        now += chance.choice([0.0, chance.expovariate(limit.count / limit.seconds), chance.uniform(0, limit.seconds)])
        entries = limit.counting(entries, now)
        granted = min(chance.randint(1, limit.count * 2), limit.room(entries))
        if not granted:
            continue
        entries = limit.add(entries, now, granted)
        unused = chance.choice([0, 0, chance.randint(0, granted)])
        entries = taken_back(entries, unused)
        # Each is made at some moment while the reservation is good.
        calls += [now + chance.uniform(0, limit.good_for) for _ in range(granted - unused)]
    assert len(calls) > limit.count
    assert most_in_a_window(calls, limit.seconds) <= limit.count


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_the_limit_is_nearly_reached_when_there_is_enough_to_do(limit: Limit):
    now, entries, made = 0.0, [], 0
    end = limit.seconds * 10
    while now < end:
        entries = limit.counting(entries, now)
        granted = limit.room(entries)
        entries, made = limit.add(entries, now, granted), made + granted
        now = max(limit.free_at(entries, now), now + 0.001)
    assert made >= 0.75 * limit.count * 10


def test_the_next_call_may_be_made_when_it_says_and_not_before():
    limit = Limit(2, 10)
    entries = limit.add(limit.add([], 100.0, 1), 104.0, 1)
    free_at = limit.free_at(entries, 105.0)
    assert free_at == pytest.approx(100.0 + 10 + limit.good_for)
    assert limit.room(limit.counting(entries, free_at - 0.01)) == 0
    assert limit.room(limit.counting(entries, free_at)) == 1


def test_with_room_left_the_next_call_may_be_made_at_once():
    assert Limit(2, 10).free_at([[100.0, 100.0, 1]], 101.0) == 101.0


def test_few_entries_hold_many_calls():
    limit, entries, now = Limit(10_000, 86_400), [], 0.0
    for _ in range(10_000):
        now += 8.64
        entries = limit.add(limit.counting(entries, now), now, 1)
    assert len(entries) <= 23
    assert used(limit.counting(entries, now)) <= 10_000


def test_a_clock_set_back_holds_for_one_window_and_no_longer():
    limit = Limit(5, 60)
    entries = limit.add([], 10_000.0, 5)
    entries = limit.counting(entries, 6_400.0)
    assert limit.room(entries) == 0
    assert limit.free_at(entries, 6_400.0) == pytest.approx(6_400.0 + limit.kept)


def test_a_limit_that_was_lowered_waits_for_as_many_to_pass():
    entries = Limit(5, 60).add(Limit(5, 60).add([], 0.0, 3), 30.0, 2)
    assert Limit(2, 60).room(entries) == 0
    assert Limit(2, 60).free_at(entries, 40.0) == pytest.approx(30.0 + Limit(2, 60).kept)
