"""What the contract test needs of each channel: a file of the channel's name with ``bench(request)``.

``bench`` is a context manager that yields a ``Bench``; ``request`` is pytest's, for asking for other fixtures. A
connector that lives in an application has its bench at ``tests/<application>/bench.py``.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest

from channels import registry
from channels.base import Post


@dataclasses.dataclass
class Bench:
    """A channel that works, and what stands at its other end."""

    #: Account settings with which it works.
    values: Mapping[str, str]
    #: A post that the channel takes.
    post: Post
    #: How many posts the audience can see.
    visible: Callable[[], int]
    #: Account settings of servers that fail and repeat everything they were told.
    hostile: Sequence[Mapping[str, str]] = ()
    #: Everything the audience reads; only where posts can be changed.
    reads: Callable[[], str] = str


def bench_of(name: str) -> Callable[[pytest.FixtureRequest], AbstractContextManager[Bench]]:
    """The channel's bench; a channel without one fails the contract."""
    owner = registry.get(name).__module__.split(".")
    place = f"tests.channels.benches.{name}" if owner[0] == "channels" else f"tests.{owner[1]}.bench"
    try:
        found: Any = importlib.import_module(place)
    except ModuleNotFoundError:
        pytest.fail(f"Write {place.replace('.', '/')}.py, so that the contract test can try the channel {name!r}.")
    return found.bench
