"""A delivery's whole story can be found by its id, whoever tells a part of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from contenthub.lib import logs
from contenthub.publishing.worker import work
from tests.publishing.conftest import TOKEN
from tests.publishing.platform import says


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, connectors' HTTP included, as JSON."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.AtHand())
    root, http = logging.getLogger(), logging.getLogger("urllib3")
    level = http.level
    root.addHandler(handler)
    http.setLevel("DEBUG")
    yield out
    http.setLevel(level)
    root.removeHandler(handler)


def test_every_line_of_a_try_carries_the_delivery_and_none_a_secret(delivery, plaza, lines):
    work(delivery.pk)
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    told = [line for line in said if line["logger"].startswith(("contenthub.publishing", "urllib3"))]
    assert {line.get("delivery") for line in told} == {delivery.pk}
    events = [line["event"] for line in told if "event" in line]
    assert [name for name in events if name != "sending"] == [
        "began",
        "claimed",
        "frozen",
        "prepared",
        "armed",
        "answered",
        "live",
    ]
    assert any(line["logger"].startswith("urllib3") and "/posts" in line["message"] for line in told)
    assert TOKEN not in lines.getvalue()


def test_a_failed_try_says_why_under_its_id(delivery, plaza, lines):
    plaza.faults = [says(422)]
    work(delivery.pk)
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    (failed,) = [line for line in said if line.get("event") == "failed"]
    assert failed["delivery"] == delivery.pk and "422" in failed["message"]


def test_afterwards_nothing_is_at_hand(delivery, plaza, lines):
    work(delivery.pk)
    logging.getLogger("contenthub.publishing").info("dispatcher started")
    assert "delivery" not in json.loads(lines.getvalue().splitlines()[-1])
