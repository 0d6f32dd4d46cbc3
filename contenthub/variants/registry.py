"""The kinds of variant: one file in ``kinds/`` each, found by its name, holding ``class Kind``."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from contenthub.variants import kinds
from contenthub.variants.kind import Kind


class UnknownKind(LookupError):
    """There is no kind of this name; the message lists those there are."""


def names() -> list[str]:
    """The kinds' names, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(kinds.__path__) if not module.name.startswith("_"))


def get(name: str) -> Kind:
    """The kind of this name.

    :raises UnknownKind:
    """
    return _instance(name)


@functools.cache
def _instance(name: str) -> Kind:
    if name not in names():
        raise UnknownKind(f"There is no kind {name!r}; there are: {', '.join(names())}.")
    return importlib.import_module(f"{kinds.__name__}.{name}").Kind(name)


def load() -> None:
    """Import every kind, and so its page model."""
    for name in names():
        get(name)
