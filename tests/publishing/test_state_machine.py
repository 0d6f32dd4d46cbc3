"""No sequence of events reaches two live posts or a state without an owner; hypothesis looks for one.

HUB_MODEL_EXAMPLES=2000 looks longer.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from channels import registry
from contenthub.lib import clock
from contenthub.publishing.log import LOGGER
from tests.publishing.harness import planting
from tests.publishing.harness.machine import Machine
from tests.publishing.harness.stage import CAST, Actor

pytestmark = pytest.mark.django_db(transaction=True)

SETTINGS = settings(
    max_examples=int(os.environ.get("HUB_MODEL_EXAMPLES") or 40),
    stateful_step_count=40,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def test_no_sequence_of_events_reaches_two_posts_or_a_state_without_an_owner(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {**registry._registered, **CAST})
    Machine.card = planting.approved_card()
    monkeypatch.setattr(clock, "now", lambda: Actor.stage.now())
    level = LOGGER.level
    LOGGER.setLevel("INFO")
    try:
        run_state_machine_as_test(Machine, settings=SETTINGS)
    finally:
        LOGGER.setLevel(level)
