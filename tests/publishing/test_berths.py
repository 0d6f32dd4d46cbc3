"""How many lanes of one channel a process works at once, and which comes next."""

from __future__ import annotations

from contenthub.publishing.berths import Berths


def test_of_one_channel_only_so_many_are_worked_and_others_are_not_kept_waiting_by_them():
    berths = Berths(2)
    assert [berths.take("plaza", account) for account in (1, 2, 3, 4)] == [True, True, False, False]
    assert berths.take("square", 5)


def test_who_waits_follows_in_order_and_but_once():
    berths = Berths(1)
    assert [berths.take("plaza", account) for account in (1, 2, 3, 2)] == [True, False, False, False]
    assert [berths.leave("plaza") for _ in range(3)] == [2, 3, None]
    assert berths.take("plaza", 4)
