"""Channel name -> Connector class.

A channel is a file ``channels/connectors/<name>.py`` with a ``class Connector``; nothing else names it. Files starting
with ``_`` are code that the channels of one vendor share. A connector that needs an application's models lives there
and is handed in with ``register``.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from channels import connectors
from channels.base import Connector

_registered: dict[str, type[Connector]] = {}


class UnknownChannel(LookupError):
    """There is no channel of that name; the text names those that there are."""


def names() -> list[str]:
    """Return the names of all channels, sorted."""
    return sorted({*_files(), *_registered})


def get(name: str) -> type[Connector]:
    """Return the channel's Connector class.

    :raises UnknownChannel: there is none.
    """
    return _registered[name] if name in _registered else _from_file(name)


@functools.cache
def _from_file(name: str) -> type[Connector]:
    if name not in _files():
        raise UnknownChannel(f"There is no channel {name!r}. Known channels: {', '.join(names())}.")
    found = getattr(importlib.import_module(f"{connectors.__name__}.{name}"), "Connector", None)
    if not (isinstance(found, type) and issubclass(found, Connector)):
        raise UnknownChannel(f"channels/connectors/{name}.py defines no class Connector.")
    return found


def register(name: str, cls: type[Connector]) -> None:
    """Add a channel whose connector lives in an application. Repeating the same call does nothing.

    :raises ValueError: the name belongs to another connector.
    """
    if name in _files() or _registered.get(name, cls) is not cls:
        raise ValueError(f"The channel {name!r} exists already.")
    _registered[name] = cls


def _files() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(connectors.__path__) if not module.name.startswith("_")]
