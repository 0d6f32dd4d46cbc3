"""Which block is which: the same, moved, changed a little; and that it is quick."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from contenthub.assets.matching import match

WORDS = ["river", "stone", "window", "garden", "letter", "morning", "engine", "market", "bridge", "forest", "signal"]


def point(text: str) -> dict:
    return {"type": "point", "value": text}


def points(*texts: str) -> list[dict]:
    return [point(text) for text in texts]


A = "Small steps are easier to watch than large ones."
B = "A team that deploys daily knows its tools."
C = "Alarms that nobody reads are worse than none."


def test_equal_blocks_take_their_places_in_order():
    assert match(points(A, B, C), points("Something new", A, C)) == [None, 0, 2]


def test_a_moved_block_is_found():
    assert match(points(A, B, C), points(C, A, B)) == [2, 0, 1]


def test_a_block_changed_a_little_is_found_where_it_stood_and_elsewhere():
    changed = B.replace("daily", "hourly")
    assert match(points(A, B, C), points(A, changed, C)) == [0, 1, 2]
    assert match(points(A, B, C), points(changed, A, C)) == [1, 0, 2]


def test_another_text_in_the_same_place_is_new():
    assert match(points(A, B, C), points(A, "Rain fell on the harbour all night long.", C)) == [0, None, 2]


def test_one_type_never_becomes_another():
    assert match([{"type": "code", "value": A}], points(A)) == [None]


def test_of_several_equal_blocks_each_is_found_once_and_the_first_goes_first():
    assert match(points(A, A, A), points(A, A)) == [0, 1]
    assert match(points(A, B, A), points(B, A, A)) in ([1, 2, 0], [1, 0, 2])


def test_chinese_blocks_are_compared_by_character():
    old, new = (
        "小步发布的团队恢复速度是每月发布一次的团队的四倍。",
        "小步发布的团队恢复速度是每月发布一次的团队的五倍。",
    )
    assert match(points(old), points(new)) == [0]


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_no_block_is_taken_twice_and_none_that_is_equal_is_left(before, after):
    found = match(points(*before), points(*after))
    taken = [index for index in found if index is not None]
    assert len(taken) == len(set(taken))
    assert all(before[index] == text for index, text in zip(found, after, strict=True) if index is not None)
    assert all(
        sum(index is not None for index, text in zip(found, after, strict=True) if text == letter)
        == min(before.count(letter), after.count(letter))
        for letter in "abcd"
    )


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=12))
def test_a_text_is_itself(texts):
    assert match(points(*texts), points(*texts)) == list(range(len(texts)))


def test_two_thousand_blocks_all_changed_take_a_few_seconds_at_most():
    chance = random.Random(7)
    old = [" ".join(chance.choices(WORDS, k=60)) + f" number{n}" for n in range(2000)]
    new = [text.replace("river", "stream") + " indeed" for text in old]
    started = time.process_time()
    found = match(points(*old), points(*new))
    assert time.process_time() - started < 10
    assert found == list(range(2000))
