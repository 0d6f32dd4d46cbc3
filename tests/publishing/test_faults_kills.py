"""A worker killed with SIGKILL at each step of a try, on each kind of channel: the audience is counted."""

from __future__ import annotations

import pytest

from contenthub.publishing.models import Attempt, Delivery
from tests.publishing.harness.faults import Fault

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def killed_at(hub, kill_each):
    """Each channel's delivery after its worker died at this step, when everything is at rest again."""

    def kill(step: str) -> dict[str, Delivery]:
        made = kill_each(step)
        hub.settle()
        assert hub.nursery.killed() == len(made)
        assert hub.complaints() == []
        for delivery in made.values():
            delivery.refresh_from_db()
        return made

    return kill


@pytest.mark.parametrize("step", ["began", "claimed", "frozen", "prepared"])
def test_killed_before_it_is_armed_every_channel_sends_it_once(hub, killed_at, step):
    made = killed_at(step)
    assert [(delivery.state, hub.shown(delivery)) for delivery in made.values()] == [("live", 1)] * 3


@pytest.mark.parametrize(
    ("step", "seen"), [("armed", 0), (Fault.KILL_BEFORE, 0), (Fault.KILL_AFTER, 1), ("answered", 1)]
)
def test_killed_from_arming_on_it_is_sent_once_or_left_to_a_person(hub, killed_at, step, seen):
    made = killed_at(step)
    for channel in ("plaza", "plaza_keyed"):
        assert (made[channel].state, hub.shown(made[channel])) == ("live", 1)
    blind = made["plaza_blind"]
    assert (blind.state, blind.wake_at, hub.shown(blind)) == ("unconfirmed", None, seen)
    assert "Look whether it is out" in blind.reason
    assert blind.attempts.get().outcome == Attempt.Outcome.INTERRUPTED
    assert list(Delivery.objects.for_person()) == [blind]
