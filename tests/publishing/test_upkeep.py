from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError

from contenthub.publishing import upkeep


@pytest.fixture(autouse=True)
def steps_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(upkeep, "STEPS", {})
    yield


def test_a_step_is_run_at_once_and_then_when_its_time_has_come():
    ran = []
    upkeep.register("often", 0, lambda now: ran.append(now))
    upkeep.register("seldom", 3600, lambda now: ran.append(now))

    assert upkeep.run_due() == ["often", "seldom"]
    assert upkeep.run_due() == ["often"]
    assert len(ran) == 3
    assert all(moment.tzinfo for moment in ran)


def test_a_step_that_raises_is_logged_and_does_not_stop_the_others(caplog):
    ran = []

    def broken(now):
        raise ValueError("no such thing")

    upkeep.register("broken", 0, broken)
    upkeep.register("whole", 0, ran.append)

    assert upkeep.run_due() == ["broken", "whole"]
    assert len(ran) == 1
    assert "upkeep: broken failed" in caplog.text
    assert "no such thing" in caplog.text


def test_when_the_database_does_not_answer_it_is_left_to_the_dispatcher():
    def lost(now):
        raise OperationalError("gone")

    upkeep.register("lost", 0, lost)
    with pytest.raises(OperationalError):
        upkeep.run_due()


def test_a_name_registered_again_replaces_the_step():
    ran = []
    upkeep.register("same", 0, lambda now: ran.append("first"))
    upkeep.register("same", 0, lambda now: ran.append("second"))
    upkeep.run_due()
    assert ran == ["second"]
