"""The servers of these tests live at 127.0.0.1, which accounts may reach only where it is allowed explicitly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from channels.base import Media
from tests.channels.posts import a_picture
from tests.channels.servers import PlatformServer


@pytest.fixture(autouse=True)
def private_addresses_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_ALLOW_PRIVATE_ADDRESSES", "1")


@pytest.fixture
def platform() -> Iterator[PlatformServer]:
    with PlatformServer() as server:
        yield server


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Media]:
    """Make a small picture file and its Media."""
    return lambda name="card.png", **fields: a_picture(tmp_path, name, **fields)
