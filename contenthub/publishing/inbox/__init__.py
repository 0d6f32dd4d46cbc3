"""Everything that waits for a person, and what they decide about it, one by one or many at once."""

from __future__ import annotations

from contenthub.publishing.inbox.topics import waiting
from contenthub.publishing.inbox.troubles import in_trouble

__all__ = ["count", "in_trouble", "waiting"]


def count() -> int:
    """How many decisions wait: deliveries and accounts."""
    return waiting().count() + in_trouble().count()
