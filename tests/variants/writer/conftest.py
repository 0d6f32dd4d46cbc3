"""A model behind an OpenAI-compatible endpoint on a real socket; what it says is up to the test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contenthub.variants.actions import derive, latest
from contenthub.variants.models import Variant
from tests.channels.servers import Behaviour, PlatformServer, Reply, Request


class Model(PlatformServer):
    """Answers each draft with ``say(item)``: a text, or None to leave it out. ``fence`` wraps the JSON as models like to."""

    say: Callable[[dict[str, Any]], str | None] = staticmethod(lambda item: None)
    fence = "{}"

    def answer(self, request: Request) -> Behaviour:
        items = json.loads(request.json()["messages"][-1]["content"])
        said = {item["key"]: text for item in items if (text := self.say(item))}
        return Reply(body={"choices": [{"message": {"content": self.fence.replace("{}", json.dumps(said))}}]})

    def items(self) -> list[dict[str, Any]]:
        return json.loads(self.requests[-1].json()["messages"][-1]["content"])


@pytest.fixture
def model(settings) -> Iterator[Model]:
    with Model() as server:
        settings.WRITER_URL = f"{server.url}/v1"
        settings.WRITER_MODEL = "small-model"
        settings.WRITER_KEY = "s3cret-key"
        settings.WRITER_TIMEOUT = 2
        yield server


@pytest.fixture
def card(paper) -> Variant:
    return latest(derive(paper, ["social_card"])[0])
